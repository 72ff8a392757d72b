package io.junctor.hil.peer;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows one retained topic with a session of its own and waits until its newest event is as
 * wanted. One thread.
 */
public final class TopicWatch implements AutoCloseable {

  /** A topic is published at most every 100 ms; more events than this mean it never settles. */
  private static final int EVENTS_MAX = 500;

  private final Peer peer;
  private final String topic;
  private @Nullable Map<String, Object> newest;

  private TopicWatch(Peer peer, String topic) {
    this.peer = peer;
    this.topic = topic;
  }

  /** Subscribes the joined peer, which it closes in the end, and asks for the retained event. */
  public static TopicWatch of(Peer peer, String topic) {
    peer.subscribe(topic, Dict.of("get_retained", true));
    return new TopicWatch(peer, topic);
  }

  /**
   * The keyword arguments of the newest event when they satisfy the predicate; that may be the
   * event seen last. Fails when none comes for {@link Link#PATIENCE}.
   */
  public Map<String, Object> until(String wanted, Predicate<Map<String, Object>> predicate) {
    for (int count = 0; count < EVENTS_MAX; count++) {
      if (newest != null && predicate.test(newest)) {
        return newest;
      }
      newest = next(wanted);
    }
    throw new AssertionError(
        "expected %s at %s, got %d other events, the last %s"
            .formatted(wanted, topic, EVENTS_MAX, newest));
  }

  /** Waits for a value of good quality. */
  public Map<String, Object> untilGood(Predicate<Object> value, String wanted) {
    return until(
        wanted,
        kwargs -> {
          Object now = kwargs.get("value");
          return "good".equals(kwargs.get("quality")) && now != null && value.test(now);
        });
  }

  /** Waits for a quality. */
  public Map<String, Object> untilQuality(String quality) {
    return until("quality " + quality, kwargs -> quality.equals(kwargs.get("quality")));
  }

  private Map<String, Object> next(String wanted) {
    try {
      return peer.kwargs(peer.receive(Event.class));
    } catch (AssertionError e) {
      throw new AssertionError(
          "expected %s at %s; the newest event is %s".formatted(wanted, topic, newest), e);
    }
  }

  @Override
  public void close() {
    peer.close();
  }
}
