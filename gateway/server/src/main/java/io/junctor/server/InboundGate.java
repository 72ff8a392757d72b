package io.junctor.server;

import io.junctor.wamp.transport.Transport;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Counts what one session has waiting for its realm and stops reading from a peer that is ahead of
 * it, until half of that is done. It also stops for a peer that asks faster than it reads the
 * answers.
 *
 * <p>Thread-safe: the transport's thread puts in, the realm loop takes out. Every message beyond a
 * bound stops the reading anew, so that a stop that lost a race against the loop's "go on" costs
 * one more message and not the bound.
 */
final class InboundGate {

  private final Transport transport;
  private final InboundLimits limits;
  private final Budget budget;
  private final BooleanSupplier crowded;
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean stopped = new AtomicBoolean();

  /**
   * A gate for one link.
   *
   * @param budget of all links together.
   * @param crowded whether the peer should read its answers first.
   */
  InboundGate(Transport transport, InboundLimits limits, Budget budget, BooleanSupplier crowded) {
    this.transport = transport;
    this.limits = limits;
    this.budget = budget;
    this.crowded = crowded;
  }

  /** A message begins to wait. Transport's thread. */
  void enter(long size) {
    budget.take(size);
    boolean full = bytes.addAndGet(size) >= limits.bytesMax();
    if (messages.incrementAndGet() >= limits.messagesMax() || full || budget.isExceeded()) {
      stop();
    }
  }

  /** A message was handled without waiting. Transport's thread. */
  void passed() {
    if (crowded.getAsBoolean()) {
      stop();
    }
  }

  private void stop() {
    transport.setReading(false);
    stopped.set(true); // after it: who sees this may say "go on"
    goOnIfDone();
  }

  /** A message waits no more. Realm loop. */
  void leave(long size) {
    budget.take(-size);
    bytes.addAndGet(-size);
    messages.decrementAndGet();
    goOnIfDone();
  }

  /** Less waits than before. Any thread. */
  void goOnIfDone() {
    if (stopped.get() && mayRead() && stopped.compareAndSet(true, false)) {
      transport.setReading(true);
    }
  }

  private boolean mayRead() {
    if (crowded.getAsBoolean()) {
      return false;
    }
    int waiting = messages.get();
    return waiting == 0
        || (waiting <= limits.messagesMax() / 2
            && bytes.get() <= limits.bytesMax() / 2
            && !budget.isExceeded());
  }
}
