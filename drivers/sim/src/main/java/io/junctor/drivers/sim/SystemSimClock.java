package io.junctor.drivers.sim;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Time as it passes, with one daemon thread for events. Thread-safe; closing ends the thread. */
public final class SystemSimClock implements SimClock, AutoCloseable {

  private final ScheduledExecutorService events =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sim-events").daemon().factory());

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    if (!events.isShutdown()) {
      events.execute(guarded(task));
    }
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    if (events.isShutdown()) {
      return () -> {};
    }
    Future<?> future = events.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // the caller loops, as the interface demands
  public void pause(Object monitor, Duration atMost) {
    try {
      TimeUnit.NANOSECONDS.timedWait(monitor, atMost.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    events.shutdownNow();
  }

  /** A listener that throws is reported and does not end the events of the others. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        System.getLogger(SystemSimClock.class.getName())
            .log(System.Logger.Level.ERROR, "Event listener failed", e);
      }
    };
  }
}
