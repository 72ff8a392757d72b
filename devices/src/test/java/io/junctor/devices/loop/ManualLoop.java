package io.junctor.devices.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A loop whose time stands still until a test moves it. Tasks run inside {@link #advance} and
 * {@link #settle}, on the test's thread, in order of their due time. Several loops can share one
 * clock: see {@link #beside}.
 */
public final class ManualLoop implements DeviceLoop {

  /** How often a worker is stepped: ten times per reading of the ranger. */
  private static final Duration WORKER_STEP = Duration.ofMillis(10);

  private final Shared shared;
  private final List<Throwable> crashes = new ArrayList<>();
  private final List<Entry> workers = new ArrayList<>();
  private Consumer<Throwable> crashHandler = cause -> {};
  private boolean isShutdown;
  private boolean isClosed;
  private boolean isStuck;

  public ManualLoop() {
    this(new Shared());
  }

  private ManualLoop(Shared shared) {
    this.shared = shared;
  }

  /** Another loop with the same clock, as two threads have. */
  public ManualLoop beside() {
    return new ManualLoop(shared);
  }

  /** From now on no task of this loop runs, as when a transfer hangs for ever. */
  public void hang() {
    isStuck = true;
  }

  public List<Throwable> crashes() {
    return crashes;
  }

  /** Runs what is due now. */
  public void settle() {
    advance(Duration.ZERO);
  }

  /** Moves the time of all loops that share it, running each task at its due time. */
  public void advance(Duration duration) {
    shared.advance(duration.toNanos());
  }

  public void advanceMillis(long millis) {
    advance(Duration.ofMillis(millis));
  }

  @Override
  public Instant now() {
    return Instant.parse("2026-01-01T00:00:00Z").plusNanos(shared.nowNanos);
  }

  @Override
  public long nanoTime() {
    return shared.nowNanos;
  }

  @Override
  public void execute(Runnable task) {
    requireOpen();
    shared.add(new Entry(this, shared.nowNanos, task));
  }

  @Override
  public LoopTimer after(Duration delay, Runnable task) {
    requireOpen();
    Entry entry = new Entry(this, shared.nowNanos + delay.toNanos(), task);
    shared.add(entry);
    return () -> entry.isCancelled = true;
  }

  @Override
  public LoopTimer every(Duration period, Runnable task) {
    Entry entry = new Entry(this, shared.nowNanos + period.toNanos(), task);
    entry.periodNanos = period.toNanos();
    shared.add(entry);
    return () -> entry.isCancelled = true;
  }

  @Override
  public LoopTimer work(String name, Worker worker) {
    Entry[] holder = new Entry[1];
    Runnable step =
        () -> {
          Duration pause = worker.step(Duration.ZERO);
          holder[0].periodNanos = Math.max(pause.toNanos(), WORKER_STEP.toNanos());
        };
    Entry entry = new Entry(this, shared.nowNanos, step);
    entry.periodNanos = WORKER_STEP.toNanos();
    holder[0] = entry;
    workers.add(entry);
    shared.add(entry);
    return () -> entry.isCancelled = true;
  }

  /** The thread is blocked that long: time goes on, nothing else runs. */
  @Override
  public void pauseNanos(long nanos) {
    shared.nowNanos += nanos;
  }

  @Override
  public void onCrash(Consumer<Throwable> handler) {
    crashHandler = handler;
  }

  private void requireOpen() {
    if (isShutdown) {
      throw new RejectedExecutionException("closed");
    }
  }

  /** As an executor shut down: takes nothing new, does what is due. */
  @Override
  public void close() {
    isShutdown = true;
    if (!isStuck) {
      settle();
    }
    isClosed = true;
    workers.forEach(entry -> entry.isCancelled = true);
  }

  private void run(Entry entry) {
    if (isClosed || isStuck || entry.isCancelled) {
      return;
    }
    try {
      entry.task.run();
    } catch (RuntimeException | Error bug) {
      crashes.add(bug);
      crashHandler.accept(bug);
    }
    if (entry.periodNanos > 0 && !entry.isCancelled) {
      entry.dueNanos = shared.nowNanos + entry.periodNanos;
      shared.add(entry);
    }
  }

  private static final class Entry {
    private final ManualLoop loop;
    private final Runnable task;
    private long dueNanos;
    private long order;
    private long periodNanos;
    private boolean isCancelled;

    Entry(ManualLoop loop, long dueNanos, Runnable task) {
      this.loop = loop;
      this.dueNanos = dueNanos;
      this.task = task;
    }
  }

  private static final class Shared {
    private final PriorityQueue<Entry> entries =
        new PriorityQueue<>(
            Comparator.<Entry>comparingLong(entry -> entry.dueNanos)
                .thenComparingLong(entry -> entry.order));
    // tasks may come from other threads (a simulated line's events): handed over here
    private final ArrayDeque<Entry> incoming = new ArrayDeque<>();
    private long nowNanos;
    private long orders;
    private boolean isRunning;

    synchronized void add(Entry entry) {
      entry.order = orders++;
      incoming.add(entry);
    }

    private synchronized void takeIncoming() {
      entries.addAll(incoming);
      incoming.clear();
    }

    void advance(long nanos) {
      if (isRunning) {
        return; // a task closing its own loop: the outer advance goes on with it
      }
      isRunning = true;
      try {
        long end = nowNanos + nanos;
        for (takeIncoming(); isDue(end); takeIncoming()) {
          Entry entry = entries.poll();
          nowNanos = Math.max(nowNanos, entry.dueNanos);
          entry.loop.run(entry);
        }
        nowNanos = Math.max(nowNanos, end);
      } finally {
        isRunning = false;
      }
    }

    private boolean isDue(long end) {
      return !entries.isEmpty() && entries.peek().dueNanos <= end;
    }
  }
}
