package io.junctor.uplink;

import io.junctor.component.session.SubscriptionHandler;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.MissedEvents;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Publishes the events of one session's subscriptions through another, for as long as both live.
 *
 * <p>While the target does not keep up, the newest retained event of each topic waits, as far as
 * there is room, and other events are dropped and counted: a stalled line must not fill the memory,
 * and what it shows afterwards must be the present. Called on the source's transport thread; the
 * lock also takes the target's.
 */
final class EventForwarder {

  /** Topics whose newest state may wait; the properties of a large site. */
  private static final int WAITING_MAX = 4_096;

  /** An attribute: the event is no news, only state that the other side had missed. */
  static final String OLD = "_junctor_retained";

  private final String uplink;
  private final Rules rules;
  private final WampSession target;
  private final Predicate<String> notHere;
  private final BiConsumer<String, Boolean> onForwarded;
  private final AtomicLong dropped;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>(); // topic -> newest, under lock

  private record Waiting(Dict options, Payload payload) {}

  /**
   * A way for events.
   *
   * @param notHere topics that take another way.
   * @param onForwarded is told the topic, as it is called there, and whether it is retained.
   * @param dropped counts.
   */
  EventForwarder(
      String uplink,
      Rules rules,
      WampSession target,
      Predicate<String> notHere,
      BiConsumer<String, Boolean> onForwarded,
      AtomicLong dropped) {
    this.uplink = uplink;
    this.rules = rules;
    this.target = target;
    this.notHere = notHere;
    this.onForwarded = onForwarded;
    this.dropped = dropped;
  }

  /** Takes the events of a rule's subscription. */
  SubscriptionHandler handlerOf(ForwardRule rule) {
    return event -> onEvent(rule, event);
  }

  private void onEvent(ForwardRule rule, Event event) {
    Dict details = event.details();
    dropped.addAndGet(MissedEvents.of(details).dropped());
    String topic = details.string("topic", rule.uri());
    Hops hops = Hops.of(details);
    // of several rules for a topic the first counts, so that its events cross once
    boolean isFirst = rule.equals(rules.forEvent(topic));
    if (!isFirst || notHere.test(topic) || !hops.mayCross(uplink)) {
      return;
    }
    boolean isOld = details.bool("retained", false);
    boolean retain =
        isOld
            // an attribute of our own, which nobody has checked
            || Boolean.TRUE.equals(details.get("_retain"));
    Dict.Builder options = Dict.builder();
    if (retain) {
      options.put("retain", true);
    }
    if (isOld) {
      options.put(OLD, true);
    }
    hops.addTo(options, details, "publisher", uplink);
    PassthruAttributes.copy(details, options);
    forward(rule.map(topic), retain, new Waiting(options.build(), event.payload()));
  }

  private void forward(String topic, boolean retain, Waiting event) {
    lock.lock();
    try {
      if (waiting.isEmpty() && target.isWritable()) {
        publish(topic, event);
      } else if (retain && (waiting.containsKey(topic) || waiting.size() < WAITING_MAX)) {
        waiting.remove(topic);
        waiting.put(topic, event);
        flushWhenWritable();
      } else {
        dropped.incrementAndGet();
      }
    } finally {
      lock.unlock();
    }
    onForwarded.accept(topic, retain);
  }

  private void publish(String topic, Waiting event) {
    var _ = target.publish(topic, event.options(), event.payload()); // fails when it has ended
  }

  private void flushWhenWritable() {
    if (waiting.size() == 1) {
      awaitRoom();
    }
  }

  private void awaitRoom() {
    CompletableFuture<Void> room = target.whenWritable().toCompletableFuture();
    if (room.isDone() && !target.isWritable()) {
      waiting.clear(); // it has ended
    } else {
      var _ = room.thenRun(this::flush);
    }
  }

  private void flush() {
    lock.lock();
    try {
      while (!waiting.isEmpty() && target.isWritable()) {
        String topic = waiting.keySet().iterator().next();
        Waiting event = waiting.remove(topic);
        if (event != null) {
          publish(topic, event);
        }
      }
      if (!waiting.isEmpty()) {
        awaitRoom();
      }
    } finally {
      lock.unlock();
    }
  }
}
