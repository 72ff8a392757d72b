package io.junctor.server;

import io.junctor.router.ReaderPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The two paces of one reader: for events of a policy that may block their publisher whatever the
 * reader does, and for all others. Sets the timers of both. Guarded by the outbox's lock.
 */
final class ReaderPaces {

  private final OutboxLimits limits;
  private final Timekeeper time;
  private final Consumer<ReaderPace> onTimer;
  private final ReaderPace pace;
  private @Nullable ReaderPace block; // null: no event of that policy was too much yet

  /**
   * A reader that keeps up.
   *
   * @param onTimer the patience with one of them may be over; any thread, calls {@link
   *     #onPatienceOver} under the lock.
   */
  ReaderPaces(OutboxLimits limits, Timekeeper time, Consumer<ReaderPace> onTimer) {
    this.limits = limits;
    this.time = time;
    this.onTimer = onTimer;
    this.pace = ReaderPace.patient(limits.patience());
  }

  /** The worse of the two. */
  ReaderPace.State state() {
    return block == null ? pace.state() : pace.state().or(block.state());
  }

  /** Something begins to wait, or the reader has taken something that waited. */
  void onTook() {
    pace.onTook(time.nanoTime());
  }

  /** Whether publishers wait for it that it may block. */
  boolean blocks() {
    return block != null && block.state() == ReaderPace.State.BEHIND;
  }

  /** More waits than there is room for: those that it blocks may go on. */
  void endBlock(List<Brake> released) {
    if (block != null) {
      block.giveUp(time.nanoTime(), released);
    }
  }

  /**
   * So much waits that publishers of events of that policy should.
   *
   * @return what they are to be held back by; null: nothing.
   */
  @Nullable ReaderPace onHigh(ReaderPolicy policy) {
    ReaderPace one = policy == ReaderPolicy.BLOCK_PUBLISHER ? block() : pace;
    if (one.onHigh(time.nanoTime()) && !one.hasTimer()) {
      one.setTimer(time.after(one.patience(), () -> onTimer.accept(one)));
    }
    return one.state() == ReaderPace.State.BEHIND ? one : null;
  }

  private ReaderPace block() {
    if (block == null) {
      block = ReaderPace.blocking(limits.blockMax());
    }
    return block;
  }

  /** So little waits that publishers may go on. */
  void onLow(boolean nothingWaits, List<Brake> released) {
    pace.onLow(nothingWaits, released);
    if (block != null) {
      block.onLow(nothingWaits, released);
    }
  }

  /** One timer at a time, and none is stopped when the reader catches up: that happens often. */
  void onPatienceOver(ReaderPace one, boolean closed, List<Brake> released) {
    one.setTimer(null);
    if (closed || one.state() != ReaderPace.State.BEHIND) {
      return;
    }
    long now = time.nanoTime();
    long left = one.left(now);
    if (left <= 0) {
      one.giveUp(now, released);
    } else {
      one.setTimer(time.after(Duration.ofNanos(left), () -> onTimer.accept(one)));
    }
  }

  /** The reader is gone. */
  void end(List<Brake> released) {
    pace.end(released);
    if (block != null) {
      block.end(released);
    }
  }
}
