package io.junctor.component;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: 100 ms, doubling to 30 s or another bound, give or take 30
 * %, so that a thousand boards do not come back in the same instant. Not thread-safe.
 */
final class Backoff {

  /** Short enough not to be noticed after a restart of the router. */
  static final Duration MIN = Duration.ofMillis(100);

  /** A person who plugs the cable in again waits at most this long. */
  static final Duration MAX = Duration.ofSeconds(30);

  private static final double JITTER = 0.3;

  private final RandomGenerator random;
  private final long maxMillis;
  private long nextMillis = MIN.toMillis();

  Backoff(RandomGenerator random) {
    this(random, MAX);
  }

  Backoff(RandomGenerator random, Duration max) {
    this.random = random;
    this.maxMillis = max.toMillis();
  }

  /** The next delay, from 100 ms to the bound. */
  Duration next() {
    double jittered = nextMillis * (1 + JITTER * (2 * random.nextDouble() - 1));
    nextMillis = Math.min(nextMillis * 2, maxMillis);
    return Duration.ofMillis(Math.clamp((long) jittered, MIN.toMillis(), maxMillis));
  }

  /** Begins again at the shortest delay. */
  void reset() {
    nextMillis = MIN.toMillis();
  }
}
