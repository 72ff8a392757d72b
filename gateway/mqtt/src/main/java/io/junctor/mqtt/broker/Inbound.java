package io.junctor.mqtt.broker;

import io.junctor.component.Arguments;
import io.junctor.component.Component;
import io.junctor.component.PublishOptions;
import io.junctor.component.WampError;
import io.junctor.component.session.SessionException;
import io.junctor.mqtt.link.LinkMessage;
import io.junctor.mqtt.mapping.Content;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.Unmappable;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages from the broker on their way to the realm: in order, one at a time, on a virtual thread.
 * Of those with QoS 1 the broker sends no more than it was allowed until we acknowledge; of those
 * with QoS 0 the oldest is dropped and counted when too many wait.
 */
final class Inbound implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

  /** Pause before a message is offered again to a router that is not there. */
  private static final long RETRY_MILLIS = 500;

  private final BrokerConfig config;
  private final List<TopicFilter> published; // topic filters with prefix
  private final List<TopicFilter> called; // topic filters with prefix
  private final BrokerCalls calls;
  private final Component component;
  private final int max;
  private final Thread thread;

  // under the lock: put by the link's thread, taken by ours
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Arrived> waiting = new ArrayDeque<>();
  private long dropped;
  private boolean closed;

  private record Arrived(LinkMessage message, Runnable acknowledge) {}

  Inbound(BrokerConfig config, BrokerLimits limits, Component component, BrokerCalls calls) {
    this.config = config;
    this.calls = calls;
    this.component = component;
    this.max = limits.inboundMax();
    this.published = config.subscribe().stream().map(config.map()::topicFilter).toList();
    this.called = config.call().stream().map(config.map()::topicFilter).toList();
    this.thread = Thread.ofVirtual().name("mqtt-in-" + config.clientId()).start(this::run);
  }

  /** Takes a message. Link's thread. */
  void offer(LinkMessage message, Runnable acknowledge) {
    lock.lock();
    try {
      if (waiting.size() >= max && !waiting.removeIf(new FirstOfQos0())) {
        return; // a broker that sends more of QoS 1 than it was allowed; it has to keep it
      }
      waiting.add(new Arrived(message, acknowledge));
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Matches the first message of QoS 0 and counts it as dropped. */
  private final class FirstOfQos0 implements java.util.function.Predicate<Arrived> {
    private boolean found;

    @Override
    public boolean test(Arrived arrived) {
      if (found || arrived.message().qos() > 0) {
        return false;
      }
      found = true;
      dropped++;
      return true;
    }
  }

  /** Messages of QoS 0 dropped so far. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (Arrived next = take(); next != null; next = take()) {
        handle(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private @org.jspecify.annotations.Nullable Arrived take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      return closed ? null : waiting.remove();
    } finally {
      lock.unlock();
    }
  }

  private void handle(Arrived arrived) throws InterruptedException {
    LinkMessage message = arrived.message();
    try {
      String uri = config.map().toUri(message.topic());
      if (called.stream().anyMatch(filter -> filter.matches(message.topic()))) {
        calls.start(uri, message);
      } else if (published.stream().anyMatch(filter -> filter.matches(message.topic()))) {
        publish(uri, message);
      } // else left from a session with other rules
    } catch (Unmappable e) {
      LOG.info("mqtt message refused client={} cause={}", config.clientId(), e.getMessage());
    } catch (WampError e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // closed meanwhile: the broker keeps it
      }
      LOG.warn(
          "mqtt message refused client={} topic={} cause={}",
          config.clientId(),
          message.topic(),
          e.getMessage());
    } catch (IllegalArgumentException e) {
      LOG.error("mqtt message lost client={} topic={}", config.clientId(), message.topic(), e);
    }
    arrived.acknowledge().run();
  }

  /** Until the router has it, or has refused it. */
  private void publish(String uri, LinkMessage message) throws InterruptedException {
    Content content = PayloadMapping.decode(message.payload());
    Arguments arguments = Arguments.of(content.args(), content.kwargs());
    PublishOptions options =
        message.retain() ? PublishOptions.ACKNOWLEDGE.withRetain() : PublishOptions.ACKNOWLEDGE;
    while (true) { // until close interrupts
      try {
        component.publish(uri, arguments, options);
        return;
      } catch (SessionException e) {
        if (message.qos() == 0) {
          return;
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }
}
