package io.junctor.devices.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device loop on a daemon thread of its own. A platform thread, because bus transfers block in
 * the kernel and would pin a carrier thread of virtual ones.
 */
public final class ThreadLoop implements DeviceLoop {

  /**
   * Tasks that may wait to run. A device gets a few per second (calls, edges, readings); a thousand
   * means that a transfer hangs, and then more callers must be told so instead of piling up.
   */
  static final int QUEUED_TASKS_MAX = 1_000;

  /** How long a worker's step may wait: close() of a loop takes no longer than this. */
  static final Duration WORKER_WAIT = Duration.ofMillis(250);

  /** How long close() waits for the tasks handed over before: a few transfers. */
  static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);

  private final String name;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor executor;
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicReference<Consumer<Throwable>> crashHandler =
      new AtomicReference<>(cause -> {});
  private final ConcurrentLinkedQueue<WorkerThread> workers = new ConcurrentLinkedQueue<>();

  /**
   * @param name the device's name, for thread dumps and logs
   * @param clock what stamps are taken from
   */
  public ThreadLoop(String name, InstantSource clock) {
    this.name = name;
    this.clock = clock;
    executor =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("device-" + name).unstarted(task));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    if (queued.incrementAndGet() > QUEUED_TASKS_MAX) {
      queued.decrementAndGet();
      throw new RejectedExecutionException(
          "device " + name + ": " + QUEUED_TASKS_MAX + " tasks are waiting, its loop hangs");
    }
    try {
      executor.execute(
          () -> {
            queued.decrementAndGet();
            guarded(task);
          });
    } catch (RejectedExecutionException closed) {
      queued.decrementAndGet();
      throw closed;
    }
  }

  @Override
  public LoopTimer after(Duration delay, Runnable task) {
    ScheduledFuture<?> future =
        executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public LoopTimer every(Duration period, Runnable task) {
    Periodic periodic = new Periodic(period.toNanos(), task);
    periodic.schedule(System.nanoTime() + periodic.periodNanos);
    return () -> periodic.isCancelled.set(true);
  }

  @Override
  public LoopTimer work(String workerName, Worker worker) {
    WorkerThread thread = new WorkerThread(worker);
    workers.add(thread);
    Thread.ofPlatform().daemon().name("device-" + name + "-" + workerName).start(thread);
    return thread::cancel;
  }

  @Override
  public void pauseNanos(long nanos) {
    LockSupport.parkNanos(nanos);
  }

  @Override
  public void onCrash(Consumer<Throwable> handler) {
    crashHandler.set(handler);
  }

  @Override
  public void close() {
    workers.forEach(WorkerThread::cancel);
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("loop did not end device={} waitedMillis={}", name, CLOSE_WAIT.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever a task throws is a bug of the device: it is told so that it goes to safe. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error bug) {
      crashed(bug);
    }
  }

  private void crashed(Throwable bug) {
    LOG.error("device task failed device={}", name, bug);
    try {
      crashHandler.get().accept(bug);
    } catch (RuntimeException | Error second) {
      LOG.error("crash handler failed device={}", name, second);
    }
  }

  /** Keeps its rate without making up for runs that were missed. */
  private final class Periodic {
    private final long periodNanos;
    private final Runnable task;
    private final AtomicBoolean isCancelled = new AtomicBoolean();

    Periodic(long periodNanos, Runnable task) {
      this.periodNanos = periodNanos;
      this.task = task;
    }

    void schedule(long dueNanos) {
      if (executor.isShutdown()) {
        return;
      }
      try {
        var _ =
            executor.schedule(
                () -> run(dueNanos),
                Math.max(0, dueNanos - System.nanoTime()),
                TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        LOG.trace("periodic task ends with its loop device={}", name);
      }
    }

    private void run(long dueNanos) {
      if (isCancelled.get()) {
        return;
      }
      guarded(task);
      long behind = Math.max(0, System.nanoTime() - dueNanos);
      schedule(dueNanos + (behind / periodNanos + 1) * periodNanos);
    }
  }

  /** Steps a worker until cancelled. */
  private final class WorkerThread implements Runnable {
    private final Worker worker;
    private final AtomicBoolean isCancelled = new AtomicBoolean();

    WorkerThread(Worker worker) {
      this.worker = worker;
    }

    void cancel() {
      isCancelled.set(true);
      workers.remove(this);
    }

    @Override
    public void run() {
      while (!isCancelled.get()) {
        try {
          pause(worker.step(WORKER_WAIT));
        } catch (RuntimeException | Error bug) {
          cancel();
          execute(() -> crashed(bug));
        } catch (InterruptedException interrupted) {
          cancel();
          Thread.currentThread().interrupt();
        }
      }
    }

    /** Sleeps in slices, so that cancelling a worker in a long back-off does not take long. */
    private void pause(Duration pause) throws InterruptedException {
      long end = System.nanoTime() + pause.toNanos();
      for (long left = pause.toNanos(); left > 0 && !isCancelled.get(); ) {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, WORKER_WAIT.toNanos()));
        left = end - System.nanoTime();
      }
    }
  }
}
