package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemSimClockTest {

  private final SystemSimClock clock = new SystemSimClock();
  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    clock.close();
  }

  @Test
  void tasksRunOnTheDaemonEventThread() throws Exception {
    // When
    clock.execute(
        () -> ran.add(Thread.currentThread().getName() + " " + Thread.currentThread().isDaemon()));
    // Then
    assertEquals("sim-events true", ran.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void taskThatFailsDoesNotEndTheThread() throws Exception {
    // Given
    clock.execute(
        () -> {
          throw new IllegalStateException("a listener bug");
        });
    // When
    clock.execute(() -> ran.add("next"));
    // Then
    assertEquals("next", ran.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void scheduledTaskRunsAfterItsDelay() throws Exception {
    // Given
    long start = System.nanoTime();
    // When
    clock.schedule(Duration.ofMillis(30), () -> ran.add("due"));
    // Then
    assertEquals("due", ran.poll(10, TimeUnit.SECONDS));
    assertTrue(System.nanoTime() - start >= 30_000_000);
  }

  @Test
  void cancelledTaskDoesNotRun() throws Exception {
    // Given: the event thread is busy until the task was cancelled
    CountDownLatch isCancelled = new CountDownLatch(1);
    clock.execute(
        () -> {
          try {
            isCancelled.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    SimClock.Scheduled task = clock.schedule(Duration.ZERO, () -> ran.add("never"));
    clock.schedule(Duration.ZERO, () -> ran.add("later"));
    // When
    task.cancel();
    isCancelled.countDown();
    // Then
    assertEquals("later", ran.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void sleepTakesItsTime() {
    // Given
    long start = System.nanoTime();
    // When
    clock.sleep(Duration.ofMillis(30));
    // Then
    assertTrue(System.nanoTime() - start >= 30_000_000);
  }

  @Test
  void closedClockRunsNothing() throws Exception {
    // When
    clock.close();
    clock.execute(() -> ran.add("never"));
    clock.schedule(Duration.ZERO, () -> ran.add("never")).cancel();
    // Then
    assertNull(ran.poll());
  }
}
