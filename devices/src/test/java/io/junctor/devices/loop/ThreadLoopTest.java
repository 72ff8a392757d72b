package io.junctor.devices.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadLoopTest {

  private final ThreadLoop loop = new ThreadLoop("test", InstantSource.system());

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void tasksAndTimersRunOnOneThread() throws Exception {
    // Given
    List<String> threads = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(3);
    Runnable note =
        () -> {
          threads.add(Thread.currentThread().getName());
          done.countDown();
        };
    // When
    loop.execute(note);
    loop.after(Duration.ofMillis(1), note);
    LoopTimer periodic = loop.every(Duration.ofMillis(1), note);
    done.await();
    periodic.cancel();
    // Then
    assertEquals(List.of("device-test"), threads.stream().distinct().toList());
  }

  @Test
  void bugInATaskIsToldAndTheLoopGoesOn() throws Exception {
    // Given
    List<Throwable> crashes = new CopyOnWriteArrayList<>();
    loop.onCrash(crashes::add);
    AtomicInteger runs = new AtomicInteger();
    // When
    LoopTimer periodic =
        loop.every(
            Duration.ofMillis(1),
            () -> {
              runs.incrementAndGet();
              throw new IllegalStateException("a bug");
            });
    // Then
    await().atMost(Duration.ofSeconds(5)).until(() -> runs.get() >= 3 && crashes.size() >= 3);
    periodic.cancel();
  }

  @Test
  void loopThatHangsRefusesMoreThanItsBound() throws Exception {
    // Given
    CountDownLatch transfer = new CountDownLatch(1);
    CountDownLatch hanging = new CountDownLatch(1);
    loop.execute(
        () -> {
          hanging.countDown();
          awaitQuietly(transfer);
        });
    hanging.await();
    for (int i = 0; i < ThreadLoop.QUEUED_TASKS_MAX; i++) {
      loop.execute(() -> {});
    }
    // When
    RejectedExecutionException refused =
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    // Then
    assertTrue(refused.getMessage().contains("its loop hangs"));
    transfer.countDown();
  }

  @Test
  void missedPeriodsAreSkippedNotMadeUpFor() throws Exception {
    // Given
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch transfer = new CountDownLatch(1);
    LoopTimer periodic =
        loop.every(
            Duration.ofMillis(20),
            () -> {
              if (runs.incrementAndGet() == 1) {
                first.countDown();
                awaitQuietly(transfer);
              }
            });
    first.await();
    // When: ten periods pass while it hangs
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    transfer.countDown();
    CountDownLatch after = new CountDownLatch(1);
    loop.execute(after::countDown);
    after.await();
    // Then
    assertTrue(runs.get() <= 3, runs + " runs");
    periodic.cancel();
  }

  @Test
  void workerStepsBesideTheLoopUntilCancelled() throws Exception {
    // Given
    AtomicInteger steps = new AtomicInteger();
    List<String> threads = new CopyOnWriteArrayList<>();
    // When
    LoopTimer worker =
        loop.work(
            "reader",
            longest -> {
              threads.add(Thread.currentThread().getName());
              steps.incrementAndGet();
              return Duration.ofMillis(1);
            });
    await().atMost(Duration.ofSeconds(5)).until(() -> steps.get() >= 3);
    worker.cancel();
    // Then
    assertEquals("device-test-reader", threads.getFirst());
    int before = steps.get();
    await().pollDelay(Duration.ofMillis(30)).until(() -> steps.get() <= before + 1);
  }

  @Test
  void closedLoopRefuses() {
    // Given
    loop.close();
    // Then
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
  }

  @Test
  void closingRunsWhatWasHandedOverBefore() {
    // Given
    AtomicInteger runs = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      loop.execute(runs::incrementAndGet);
    }
    // When
    loop.close();
    // Then
    assertEquals(10, runs.get());
  }

  @Test
  void disarmedWatchdogDoesNotFireAndArmedOneDoesOnce() {
    // Given
    ManualLoop manual = new ManualLoop();
    OutputWatchdog watchdog = new OutputWatchdog("test", manual);
    AtomicInteger offs = new AtomicInteger();
    watchdog.arm(Duration.ofMillis(100), offs::incrementAndGet, () -> {});
    watchdog.disarm();
    manual.advanceMillis(500);
    assertEquals(0, offs.get());
    // When
    watchdog.arm(Duration.ofMillis(100), offs::incrementAndGet, () -> {});
    manual.advanceMillis(90);
    watchdog.arm(Duration.ofMillis(100), offs::incrementAndGet, () -> {});
    manual.advanceMillis(90);
    assertEquals(0, offs.get());
    manual.advanceMillis(500);
    // Then
    assertEquals(1, offs.get());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
