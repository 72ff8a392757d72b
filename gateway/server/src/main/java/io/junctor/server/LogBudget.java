package io.junctor.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many lines strangers can make us write: a few at once, then one every few seconds, with the
 * number of those that were left out. Any thread.
 */
final class LogBudget {

  /** What a person sees of an ordinary mistake. */
  private static final int BURST = 20;

  /** Then at most 17,000 lines a day, 3 MB. */
  private static final Duration REFILL = Duration.ofSeconds(5);

  private final LongSupplier nanos;

  // guarded by this
  private long lines = BURST;
  private long atNanos;
  private long unwritten;

  LogBudget(LongSupplier nanos) {
    this.nanos = nanos;
    this.atNanos = nanos.getAsLong();
  }

  /** Asks for a line: how many were left out since the last one; -1 to leave this one out, too. */
  synchronized long take() {
    long now = nanos.getAsLong();
    long earned = (now - atNanos) / REFILL.toNanos();
    atNanos += earned * REFILL.toNanos();
    lines = Math.min(BURST, lines + earned);
    if (lines == 0) {
      unwritten++;
      return -1;
    }
    lines--;
    long before = unwritten;
    unwritten = 0;
    return before;
  }
}
