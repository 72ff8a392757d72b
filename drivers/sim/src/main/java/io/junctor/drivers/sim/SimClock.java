package io.junctor.drivers.sim;

import java.time.Duration;

/**
 * The time of a simulation, and the thread its events come on. {@link SystemSimClock} follows the
 * wall, {@link SteppedSimClock} stands still until a test moves it.
 */
public interface SimClock {

  /** Monotonic nanoseconds; only differences mean something. */
  long nanos();

  /** Runs the task on the event thread, in order. */
  void execute(Runnable task);

  /** Runs the task on the event thread once the delay has passed. */
  Scheduled schedule(Duration delay, Runnable task);

  /**
   * Waits on the monitor, which the caller holds, until it is notified or the time has passed; may
   * return earlier, so it belongs into a loop.
   */
  void pause(Object monitor, Duration atMost);

  /** Lets the time pass. */
  default void sleep(Duration duration) {
    Object monitor = new Object();
    long deadline = nanos() + duration.toNanos();
    synchronized (monitor) {
      for (long left = duration.toNanos();
          left > 0 && !Thread.currentThread().isInterrupted();
          left = deadline - nanos()) {
        pause(monitor, Duration.ofNanos(left));
      }
    }
  }

  /** A task that was scheduled. */
  interface Scheduled {
    /** Keeps the task from running, if it has not begun. */
    void cancel();
  }
}
