package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The clock over two that the test sets. */
class SteadyClockTest {

  private static final Duration DAY = Duration.ofDays(1);

  private Instant wall = Instant.parse("1970-01-01T00:00:10Z");
  private long nanos = -5;
  private final SteadyClock clock = new SteadyClock(() -> wall.toEpochMilli(), () -> nanos);

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  @Test
  void doesNotJumpWhenTheWallClockIsSet() {
    // Given
    pass(Duration.ofSeconds(1));
    Instant before = clock.instant();

    // When
    wall = Instant.parse("2026-11-23T00:00:00Z");

    // Then
    assertEquals(Instant.parse("1970-01-01T00:00:11Z"), before);
    assertEquals(before, clock.instant());
  }

  @Test
  void tellsWhatWasBeforeTheClockWasSetAsItIsSetNow() {
    // Given
    Instant event = clock.instant();
    pass(Duration.ofSeconds(3));

    // When
    wall = Instant.parse("2026-11-23T12:00:00Z");

    // Then
    assertEquals(Instant.parse("2026-11-23T11:59:57Z"), clock.of(event));
  }

  @Test
  void tellsTheSameAgainWhenNobodyHasSetTheClock() {
    // Given
    wall = wall.plus(DAY);
    Instant event = clock.instant();
    Instant told = clock.of(event);

    // When the two are not looked at in the same moment
    pass(Duration.ofHours(1));
    wall = wall.plusMillis(150);

    // Then
    assertEquals(told, clock.of(event));
  }

  @Test
  void followsAClockThatIsSetBack() {
    // Given
    Instant event = clock.instant();
    clock.of(event);

    // When
    wall = wall.minus(DAY);

    // Then
    assertEquals(event.minus(DAY), clock.of(event));
  }
}
