package io.junctor.server;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The wall time of the start plus the monotonic time since: never goes back and never jumps, so
 * that timeouts hold on a board whose clock is set after the start (no RTC). For deadlines; not for
 * showing to people.
 */
final class SteadyClock implements InstantSource {

  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return started.plusNanos(System.nanoTime() - startedNanos);
  }
}
