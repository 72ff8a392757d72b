package io.junctor.mqtt.broker;

import io.junctor.mqtt.link.LinkMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the broker, in order, over any number of links. A message leaves when the broker
 * has acknowledged it; what was in flight on a lost link is sent again on the next one, before
 * everything else, so the broker may get it twice but never in another order.
 *
 * <p>Bounded in number and bytes; beyond that the oldest that waits is dropped and counted.
 * Thread-safe.
 */
final class LinkOutbox {

  /** A message with what has become of it. */
  static final class Entry {

    private final LinkMessage message;
    private final boolean outlivesLink;

    Entry(LinkMessage message, boolean outlivesLink) {
      this.message = message;
      this.outlivesLink = outlivesLink;
    }

    LinkMessage message() {
      return message;
    }
  }

  private final int max;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // under the lock
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
  private final Set<Entry> inFlight = new LinkedHashSet<>(); // at most a window, in order
  private long bytes; // of those that wait
  private long dropped;
  private boolean lost = true; // no link yet

  LinkOutbox(int max, long bytesMax) {
    this.max = max;
    this.bytesMax = bytesMax;
  }

  /** Takes a message that is to arrive, over whatever link. */
  void offer(LinkMessage message) {
    add(new Entry(message, true));
  }

  /** Takes an answer: without a link nobody waits for it any more. */
  void offerAnswer(LinkMessage message) {
    add(new Entry(message, false));
  }

  private void add(Entry entry) {
    lock.lock();
    try {
      if (lost && !entry.outlivesLink) {
        return;
      }
      waiting.add(entry);
      bytes += entry.message.bytes();
      while (waiting.size() > max || bytes > bytesMax) {
        bytes -= waiting.remove().message.bytes();
        dropped++;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A link is there. */
  void linkOpened() {
    lock.lock();
    try {
      lost = false;
    } finally {
      lock.unlock();
    }
  }

  /** The link is gone: what was in flight waits again, and answers are forgotten. */
  void linkLost() {
    lock.lock();
    try {
      lost = true;
      List<Entry> again = new ArrayList<>(inFlight);
      inFlight.clear();
      again.reversed().forEach(waiting::addFirst);
      waiting.removeIf(entry -> !entry.outlivesLink);
      bytes = waiting.stream().mapToLong(entry -> entry.message.bytes()).sum();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a message that may be sent now, and takes it into flight.
   *
   * @param window how many of QoS 1 may be in flight.
   * @return null when the link is lost.
   */
  @Nullable Entry take(int window) throws InterruptedException {
    lock.lock();
    try {
      while (!lost) {
        Entry next = waiting.peek();
        if (next != null && inFlight.size() < window) {
          bytes -= next.message.bytes();
          waiting.remove();
          inFlight.add(next);
          return next;
        }
        changed.await();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The broker has it, or will never take it. */
  void settled(Entry entry) {
    lock.lock();
    try {
      if (inFlight.remove(entry)) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing waits or is in flight, for at most so long. */
  void awaitEmpty(long millis) throws InterruptedException {
    long nanos = java.util.concurrent.TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lock();
    try {
      while (!lost && nanos > 0 && !(waiting.isEmpty() && inFlight.isEmpty())) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Messages that wait or are in flight. */
  int size() {
    lock.lock();
    try {
      return waiting.size() + inFlight.size();
    } finally {
      lock.unlock();
    }
  }

  /** Messages dropped so far because too many waited. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
