package io.junctor.server;

import io.junctor.wamp.message.Message;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Holds a peer back that publishes faster than readers take it: while any reader holds it, its link
 * is not read, and what was read already is parked here in order.
 *
 * <p>Held and released from any thread; what is parked belongs to whoever has taken the realm.
 */
final class Brake {

  /** What came while it was held. */
  record Parked(Message message, long size) {}

  private final Runnable onHeld;
  private final Runnable onReleased;
  private final AtomicInteger holders = new AtomicInteger();
  private volatile boolean ended;
  private @Nullable ArrayDeque<Parked> parked; // null: it was never held

  /**
   * A brake that is not held.
   *
   * @param onHeld the first reader holds it; must not block.
   * @param onReleased the last one has let go, or it has no effect any more.
   */
  Brake(Runnable onHeld, Runnable onReleased) {
    this.onHeld = onHeld;
    this.onReleased = onReleased;
  }

  /** One more reader holds it. */
  void hold() {
    if (holders.incrementAndGet() == 1) {
      onHeld.run();
    }
  }

  /** A reader that held it does no longer. Not under an outbox's lock: the peer goes on at once. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      onReleased.run();
    }
  }

  /** Nobody holds it any more, now and later: its session ends. */
  void end() {
    if (!ended) {
      ended = true;
      onReleased.run();
    }
  }

  boolean isHeld() {
    return holders.get() > 0 && !ended;
  }

  /** Whether what comes has to be parked. Whoever has taken the realm. */
  boolean parks() {
    return isHeld() || hasParked();
  }

  boolean hasParked() {
    return parked != null && !parked.isEmpty();
  }

  /** Keeps a message for later. Whoever has taken the realm. */
  void park(Message message, long size) {
    if (parked == null) {
      parked = new ArrayDeque<>();
    }
    parked.add(new Parked(message, size));
  }

  /** The oldest that was parked; null when there is none. Whoever has taken the realm. */
  @Nullable Parked next() {
    return parked == null ? null : parked.poll();
  }
}
