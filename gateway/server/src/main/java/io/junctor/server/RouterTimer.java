package io.junctor.server;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The router's one timer thread; its tasks are short. Thread-safe. */
final class RouterTimer implements Timekeeper {

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().name("router-timer").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy()); // a late task of a router that has stopped

  RouterTimer() {
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /** Runs a task later; never once the timer has stopped. */
  @Override
  public Future<?> after(Duration delay, Runnable task) {
    return executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Tasks that wait for their time. */
  int size() {
    return executor.getQueue().size();
  }

  void stop() {
    executor.shutdownNow();
  }
}
