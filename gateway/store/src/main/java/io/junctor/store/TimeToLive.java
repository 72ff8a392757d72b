package io.junctor.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When an event is too old to be wanted, by the clock of this machine.
 *
 * @param time from the publication; zero for ever.
 * @param clock of this machine.
 */
record TimeToLive(Duration time, InstantSource clock) {

  /** A board whose clock was not set yet writes earlier times; nobody can say how old that is. */
  private static final Instant CLOCKS_SINCE = Instant.parse("2026-01-01T00:00:00Z");

  /** Whether an event of that time is too old. */
  boolean isOver(Instant published) {
    return !time.isZero()
        && published.isAfter(CLOCKS_SINCE)
        && published.plus(time).isBefore(clock.instant());
  }
}
