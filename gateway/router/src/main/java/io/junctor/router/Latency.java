package io.junctor.router;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a callee takes to answer: a moving average of the time from INVOCATION to the first
 * YIELD, each new one with the weight {@value #WEIGHT}.
 *
 * <p>While a callee is not asked its figure fades, by half in {@link #HALF_LIFE}, so that one that
 * was slow is tried again. An error never betters the figure, else a callee that fails at once
 * would draw all calls.
 */
@OwnedBy("realm loop")
final class Latency {

  /** Two bad answers in a row outweigh all before; one does not. */
  private static final double WEIGHT = 0.3;

  /** A callee ten times slower than another is tried again after about half a minute. */
  private static final Duration HALF_LIFE = Duration.ofSeconds(10);

  /** What a callee is taken for that has only failed so far. */
  private static final Duration FAILING = Duration.ofSeconds(1);

  private double nanos;
  private @Nullable Instant measured; // null: never

  /** The first YIELD came this long after its INVOCATION. */
  void add(Duration took, Instant now) {
    double sample = Math.max(0, took.toNanos());
    nanos = measured == null ? sample : nanos + WEIGHT * (sample - nanos);
    measured = now;
  }

  /** An ERROR came this long after its INVOCATION. */
  void addError(Duration took, Instant now) {
    Duration present = measured == null ? FAILING : Duration.ofNanos((long) nanos);
    add(took.compareTo(present) > 0 ? took : present, now);
  }

  /**
   * What a further invocation is expected to take, in nanoseconds, behind those that are open.
   *
   * @param running open invocations.
   * @return 0 for a callee that was never measured and is idle, so that it is tried; infinity while
   *     it is tried.
   */
  double expectedNanos(int running, Instant now) {
    if (measured == null) {
      return running == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double idle = Math.max(0, Duration.between(measured, now).toNanos());
    return nanos * Math.pow(0.5, idle / HALF_LIFE.toNanos()) * (running + 1);
  }
}
