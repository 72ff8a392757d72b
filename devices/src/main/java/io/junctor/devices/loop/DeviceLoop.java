package io.junctor.devices.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The one thread of a device, its timers and its clocks.
 *
 * <p>{@link #execute}, {@link #after}, {@link #every}, {@link #work} and the clocks may be used
 * from any thread; the tasks run one after the other on the loop. A task that throws has a bug: the
 * loop hands the exception to the crash handler, which must bring the device to a safe state, and
 * goes on.
 */
public interface DeviceLoop extends AutoCloseable {

  /** Wall clock time, for stamps only: it may jump. */
  Instant now();

  /** Monotonic time in nanoseconds; only differences mean something. */
  long nanoTime();

  /**
   * Runs the task on the loop as soon as possible.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the loop is closed, or so far behind
   *     that its queue is full
   */
  void execute(Runnable task);

  /** Runs the task on the loop once, after the delay. */
  LoopTimer after(Duration delay, Runnable task);

  /**
   * Runs the task on the loop at a fixed rate, first after one period. Runs that were missed
   * because the loop was busy are skipped, not made up for.
   */
  LoopTimer every(Duration period, Runnable task);

  /**
   * Runs the steps of a worker, each after the other, beside the loop: for reads that wait. The
   * worker crosses over to the loop with {@link #execute}.
   *
   * @param name the worker's name, for thread dumps
   */
  LoopTimer work(String name, Worker worker);

  /**
   * Lets the calling thread wait, for the micro- and few milliseconds a chip needs between two
   * transfers.
   */
  void pauseNanos(long nanos);

  /** Sets what is told when a task throws; called on the loop. */
  void onCrash(Consumer<Throwable> handler);

  /** Ends workers and timers, and the loop after the tasks that were already handed over. */
  @Override
  void close();
}
