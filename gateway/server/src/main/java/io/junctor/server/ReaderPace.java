package io.junctor.server;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Future;
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
  private final boolean blocks;

  /** What the reader is taken for. */
  enum State {
    KEEPS_UP,
    BEHIND,
    SLOW;

    /** How it is written, such as {@code keeps-up}. */
    String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The worse of the two. */
    State or(State other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  private State state = State.KEEPS_UP;
  private @Nullable Set<Brake> held; // null: nobody
  private @Nullable Future<?> timer;
  private long behindSince;
  private long tookAt; // when it last took something, or something began to wait
  private long restUntil;
  private boolean rests;

  private ReaderPace(Duration patience, boolean blocks) {
    this.patience = patience.toNanos();
    this.blocks = blocks;
  }

  /** Publishers wait for it while it reads. */
  static ReaderPace patient(Duration patience) {
    return new ReaderPace(patience, false);
  }

  /** Publishers wait for it whether it reads or not, each time for so long. */
  static ReaderPace blocking(Duration time) {
    return new ReaderPace(time, true);
  }

  State state() {
    return state;
  }

  Duration patience() {
    return Duration.ofNanos(patience);
  }

  boolean hasTimer() {
    return timer != null;
  }

  /** What rings when the patience may be over; null once it has. */
  void setTimer(@Nullable Future<?> set) {
    timer = set;
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
    if (patience == 0 || (!blocks && (rests || now - tookAt >= patience))) {
      state = State.SLOW;
      return false;
    }
    state = State.BEHIND;
    behindSince = now;
    return true;
  }

  /**
   * So little waits that publishers may go on.
   *
   * @param released takes whom to let go, once the lock is.
   */
  void onLow(boolean nothingWaits, List<Brake> released) {
    if (state == State.BEHIND || nothingWaits) {
      state = State.KEEPS_UP;
    }
    letGo(released);
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

  /** The patience is over. */
  void giveUp(long now, List<Brake> released) {
    if (state == State.BEHIND) {
      state = State.SLOW;
      rests = true;
      restUntil = now + REST * patience;
    }
    letGo(released);
  }

  /** The reader is gone. */
  void end(List<Brake> released) {
    if (timer != null) {
      timer.cancel(false);
    }
    letGo(released);
  }

  private void letGo(List<Brake> released) {
    if (held != null) {
      released.addAll(held);
      held = null;
    }
  }
}
