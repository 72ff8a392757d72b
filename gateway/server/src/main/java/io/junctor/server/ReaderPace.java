package io.junctor.server;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the reader of an outbox keeps up, and who is held back for it while it does not.
 *
 * <pre>
 *              above the high-water mark, and it took something lately
 *   KEEPS_UP ─────────────────────────────────────────────────────────► BEHIND   publishers wait
 *      ▲  ▲         at the low-water mark                                  │
 *      │  └────────────────────────────────────────────────────────────────┤
 *      │  nothing waits any more                             patience over │
 *      └───────────────────────────── SLOW ◄───────────────────────────────┘     nobody waits
 *                                       ▲
 *        above the mark, and it took nothing for as long, or was waited for in vain lately
 * </pre>
 *
 * <p>A reader that reads can thus hold a publisher back only down to the speed at which it comes
 * from one mark to the other within the patience; one that does not read costs a publisher at most
 * one part in {@link #REST} of its time, and nothing at all where it stalled before the queue was
 * full.
 *
 * <p>Guarded by the outbox's lock. Times are those of {@link System#nanoTime}.
 */
final class ReaderPace {

  /** After having been waited for in vain a reader is not waited for again for so many times. */
  private static final int REST = 10;

  private final long patience;

  /** What the reader is taken for. */
  enum State {
    KEEPS_UP,
    BEHIND,
    SLOW
  }

  private State state = State.KEEPS_UP;
  private @Nullable Set<Brake> held; // null: nobody
  private long behindSince;
  private long tookAt; // when it last took something, or something began to wait
  private long restUntil;
  private boolean rests;

  /**
   * A reader that keeps up.
   *
   * @param patience nanoseconds that publishers wait for it.
   */
  ReaderPace(long patience) {
    this.patience = patience;
  }

  State state() {
    return state;
  }

  /** Something begins to wait, or it has taken something that waited. */
  void onTook(long now) {
    tookAt = now;
  }

  /** So much waits that publishers should. Returns whether it has fallen behind just now. */
  boolean onHigh(long now) {
    if (state != State.KEEPS_UP) {
      return false;
    }
    if (rests && now - restUntil >= 0) {
      rests = false;
    }
    if (patience == 0 || rests || now - tookAt >= patience) {
      state = State.SLOW;
      return false;
    }
    state = State.BEHIND;
    behindSince = now;
    return true;
  }

  /** So little waits that publishers may go on; returns whom to let go. */
  Set<Brake> onLow(boolean nothingWaits) {
    if (state == State.BEHIND || nothingWaits) {
      state = State.KEEPS_UP;
    }
    return letGo();
  }

  /** Holds a publisher back. Only while {@link State#BEHIND}. */
  void hold(Brake publisher) {
    if (state != State.BEHIND) {
      throw new IllegalStateException("nobody waits for a reader that is " + state);
    }
    if (held == null) {
      held = new LinkedHashSet<>();
    }
    if (held.add(publisher)) {
      publisher.hold();
    }
  }

  /** Nanoseconds until the patience is over; 0 or less: it is. Only while {@link State#BEHIND}. */
  long left(long now) {
    return patience - (now - behindSince);
  }

  /** The patience is over; returns whom to let go. */
  Set<Brake> giveUp(long now) {
    if (state == State.BEHIND) {
      state = State.SLOW;
      rests = true;
      restUntil = now + REST * patience;
    }
    return letGo();
  }

  /** Nobody waits for it any more; returns whom to let go. */
  Set<Brake> letGo() {
    Set<Brake> all = held;
    held = null;
    return all == null ? Set.of() : all;
  }
}
