package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteppedSimClockTest {

  private final SteppedSimClock clock = new SteppedSimClock();
  private final List<String> ran = new ArrayList<>();
  private final long start = clock.nanos();

  @Test
  void tasksRunInOrderOfTimeThenOfScheduling() {
    // Given
    schedule(20, "c");
    schedule(10, "a");
    schedule(10, "b");
    // When
    clock.advance(Duration.ofMillis(15));
    // Then
    assertEquals(List.of("a@10", "b@10"), ran);
    clock.advance(Duration.ofMillis(5));
    assertEquals(List.of("a@10", "b@10", "c@20"), ran);
  }

  @Test
  void taskScheduledByATaskRunsWithinTheSameAdvance() {
    // Given
    clock.schedule(Duration.ofMillis(1), () -> schedule(1, "second"));
    // When
    clock.advance(Duration.ofMillis(2));
    // Then
    assertEquals(List.of("second@2"), ran);
  }

  @Test
  void cancelledTaskDoesNotRun() {
    // Given
    SimClock.Scheduled task = clock.schedule(Duration.ofMillis(1), () -> ran.add("never"));
    // When
    task.cancel();
    clock.advance(Duration.ofSeconds(1));
    // Then
    assertEquals(List.of(), ran);
  }

  @Test
  void sleepPassesTheWholeTimeAndRunsWhatFallsDue() {
    // Given
    schedule(10, "due");
    // When
    clock.sleep(Duration.ofMillis(25));
    // Then
    assertEquals(List.of("due@10"), ran);
    assertEquals(25_000_000, clock.nanos() - start);
  }

  private void schedule(int millis, String name) {
    clock.schedule(
        Duration.ofMillis(millis), () -> ran.add(name + "@" + (clock.nanos() - start) / 1_000_000));
  }
}
