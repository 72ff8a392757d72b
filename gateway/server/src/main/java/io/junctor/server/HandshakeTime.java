package io.junctor.server;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The time that a peer has to join. What it waits because we make it wait does not count, and ends
 * with its link. Any thread, under a lock that is only ever held for a moment.
 */
final class HandshakeTime {

  private final Timekeeper time;
  private final Runnable whenOver;

  // guarded by this
  private Duration left;
  private long sinceNanos; // when the timer was started
  private @Nullable Future<?> timer; // null: it does not run
  private @Nullable CompletionStage<?> waiting; // what the peer waits for on our account
  private boolean ended;

  /**
   * Starts it.
   *
   * @param whenOver called once at most, on the timer's thread, never after {@link #end}.
   */
  HandshakeTime(Timekeeper time, Duration allowed, Runnable whenOver) {
    this.time = time;
    this.whenOver = whenOver;
    this.left = allowed;
    start();
  }

  /** From now on the peer waits for us; its time goes on with {@link #goOn}. */
  synchronized void waitFor(CompletionStage<?> turn) {
    if (ended) {
      cancel(turn);
      return;
    }
    waiting = turn;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
      left = left.minusNanos(time.nanoTime() - sinceNanos);
    }
  }

  /** It is the peer's turn again. */
  synchronized void goOn() {
    waiting = null;
    if (timer == null && !ended) {
      start();
    }
  }

  /** The session has joined, or its link is gone: nothing is waited for any more. */
  synchronized void end() {
    ended = true;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    CompletionStage<?> turn = waiting;
    waiting = null;
    if (turn != null) {
      cancel(turn);
    }
  }

  private synchronized void start() {
    sinceNanos = time.nanoTime();
    timer = time.after(left.isNegative() ? Duration.ZERO : left, this::over);
  }

  private void over() {
    synchronized (this) {
      if (ended || waiting != null) {
        return; // it came while the timer was being stopped
      }
    }
    whenOver.run();
  }

  private static void cancel(CompletionStage<?> turn) {
    turn.toCompletableFuture().cancel(false);
  }
}
