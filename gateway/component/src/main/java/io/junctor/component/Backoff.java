package io.junctor.component;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: 100 ms, doubling to 30 s or another bound, give or take 30
 * %, so that a thousand boards do not come back in the same instant. Not thread-safe.
 */
public final class Backoff {

  /** Short enough not to be noticed after a restart of the router. */
  public static final Duration MIN = Duration.ofMillis(100);

  /** A person who plugs the cable in again waits at most this long. */
  public static final Duration MAX = Duration.ofSeconds(30);

  private static final double JITTER = 0.3;

  private final RandomGenerator random;
  private final long maxMillis;
  private long nextMillis = MIN.toMillis();

  /** Begins at the shortest delay; the random numbers decide on the jitter. */
  public Backoff(RandomGenerator random) {
    this(random, MAX);
  }

  /** As the other, with another longest delay, at least {@link #MIN}. */
  public Backoff(RandomGenerator random, Duration max) {
    this.random = random;
    this.maxMillis = max.toMillis();
  }

  /** The next delay, from 100 ms to the longest. */
  public Duration next() {
    double jittered = nextMillis * (1 + JITTER * (2 * random.nextDouble() - 1));
    nextMillis = Math.min(nextMillis * 2, maxMillis);
    return Duration.ofMillis(Math.clamp((long) jittered, MIN.toMillis(), maxMillis));
  }

  /** Begins again at the shortest delay. */
  public void reset() {
    nextMillis = MIN.toMillis();
  }
}
