package io.junctor.devices.wamp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be published. Of a retained topic only the newest state waits, so their number is
 * bounded by the number of topics; events wait in order, and beyond the bound the oldest is dropped
 * and counted.
 *
 * <p>Guarded by its lock: put by the device's loop, which never waits, taken by the publisher's
 * thread.
 */
final class Publications {

  /** Events of a device come seconds apart; more waiting than this means nobody takes them. */
  static final int EVENTS_MAX = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Publications.class);

  /**
   * One publication.
   *
   * @param topic the full URI
   * @param isRetained whether it is the topic's state
   * @param data the keyword arguments
   */
  record Publication(String topic, boolean isRetained, Map<String, Object> data) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Publication> states = new LinkedHashMap<>(); // topic -> newest
  private final Queue<Publication> events = new ArrayDeque<>();
  private long droppedEvents;
  private boolean isTaken; // one is being published right now
  private boolean isClosed;

  /** Adds the newest state of a topic; does nothing after closing. */
  void state(String topic, Map<String, Object> data) {
    lock.lock();
    try {
      if (!isClosed) {
        states.put(topic, new Publication(topic, true, data));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds an event; does nothing after closing. */
  void event(String topic, Map<String, Object> data) {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      if (events.size() == EVENTS_MAX) {
        events.remove();
        droppedEvents++;
        LOG.warn("event dropped uri={} dropped={}", topic, droppedEvents);
      }
      events.add(new Publication(topic, false, data));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many events were dropped. */
  long droppedEvents() {
    lock.lock();
    try {
      return droppedEvents;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next one; null when closed and empty. The one taken before is done by that. */
  @Nullable Publication take() throws InterruptedException {
    lock.lock();
    try {
      isTaken = false;
      changed.signalAll();
      while (events.isEmpty() && states.isEmpty()) {
        if (isClosed) {
          return null;
        }
        changed.await();
      }
      isTaken = true;
      Publication event = events.poll();
      return event == null ? takeState() : event;
    } finally {
      lock.unlock();
    }
  }

  private Publication takeState() {
    String topic = states.keySet().iterator().next();
    Publication state = states.remove(topic);
    if (state == null) {
      throw new IllegalStateException("state of " + topic + " vanished");
    }
    return state;
  }

  /** Takes no more, and waits until all that was put has been published or the time is over. */
  void closeAndDrain(Duration atMost) {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
      long left = atMost.toNanos();
      while (left > 0 && (isTaken || !events.isEmpty() || !states.isEmpty())) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
