package io.junctor.server;

import io.junctor.router.WallTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The wall time of the start plus the monotonic time since: never goes back and never jumps, so
 * that timeouts hold on a board whose clock is set after the start (no RTC). People are told {@link
 * #of its times as the wall clock has them}: once that is set, also of what was before.
 *
 * <p>Both clocks of Linux go equally fast while the wall clock is only slowed or hurried. While a
 * machine sleeps the monotonic one stands still, and what was before is told too late afterwards.
 */
final class SteadyClock implements InstantSource, WallTime {

  /** Less than a clock is set by, and more than passes between a look at the two clocks. */
  private static final Duration SET_MIN = Duration.ofMillis(200);

  private final LongSupplier wallMillis;
  private final LongSupplier nanoTime;
  private final Instant started;
  private final long startedNanos;
  private volatile long setByMillis; // since the start

  SteadyClock() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  /**
   * The same of other clocks.
   *
   * @param wallMillis in ms since 1970.
   * @param nanoTime in ns, monotonic.
   */
  SteadyClock(LongSupplier wallMillis, LongSupplier nanoTime) {
    this.wallMillis = wallMillis;
    this.nanoTime = nanoTime;
    this.started = Instant.ofEpochMilli(wallMillis.getAsLong());
    this.startedNanos = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    return started.plusNanos(nanoTime.getAsLong() - startedNanos);
  }

  @Override
  public Instant of(Instant time) {
    long ahead = wallMillis.getAsLong() - instant().toEpochMilli();
    if (Math.abs(ahead - setByMillis) >= SET_MIN.toMillis()) {
      setByMillis = ahead;
    }
    return time.plusMillis(setByMillis);
  }
}
