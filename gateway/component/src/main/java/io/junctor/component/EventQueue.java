package io.junctor.component;

import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.MissedEvents;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of one subscription on their way to its handler: in order, one at a time, on a virtual
 * thread that exists only while there are some. Full, it drops the oldest and tells with the next.
 */
final class EventQueue {

  /** Handles one event; catches what the author's code throws. */
  interface Handler {
    /**
     * Handles one.
     *
     * @param missed what it comes after: dropped here, or by the router.
     */
    void handle(Event event, MissedEvents missed);
  }

  private final String name;
  private final int max;
  private final Handler handler;
  private final ReentrantLock lock = new ReentrantLock();

  // under the lock
  private final Deque<Event> events = new ArrayDeque<>();
  private boolean running;
  private boolean closed;
  private MissedEvents missedSinceLast = MissedEvents.NONE;
  private long dropped;

  EventQueue(String name, int max, Handler handler) {
    this.name = name;
    this.max = max;
    this.handler = handler;
  }

  /** Takes an event; never blocks. */
  void offer(Event event) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (events.size() >= max) {
        drop(events.removeFirst());
      }
      events.addLast(event);
      dropped += MissedEvents.of(event.details()).dropped();
      if (!running) {
        running = true;
        Thread.ofVirtual().name("event " + name).start(this::drain);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What it had to tell the next one tells. Under the lock. */
  private void drop(Event event) {
    missedSinceLast =
        missedSinceLast.plus(MissedEvents.of(event.details())).plus(new MissedEvents(1, 0));
    dropped++;
  }

  /** Discards what waits and takes no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      events.clear();
    } finally {
      lock.unlock();
    }
  }

  /** How many were dropped so far, here or by the router. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    for (Next next = take(); next != null; next = take()) {
      handler.handle(next.event(), next.missed());
    }
  }

  private record Next(Event event, MissedEvents missed) {}

  private @Nullable Next take() {
    lock.lock();
    try {
      Event event = events.pollFirst();
      if (event == null) {
        running = false;
        return null;
      }
      Next next = new Next(event, missedSinceLast.plus(MissedEvents.of(event.details())));
      missedSinceLast = MissedEvents.NONE;
      return next;
    } finally {
      lock.unlock();
    }
  }
}
