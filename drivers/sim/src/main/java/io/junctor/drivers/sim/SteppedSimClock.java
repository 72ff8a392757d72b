package io.junctor.drivers.sim;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until {@link #advance}. Events run on the calling thread, at once or while
 * advancing; a wait for something advances the time itself, so nothing ever blocks. For one thread
 * only.
 */
public final class SteppedSimClock implements SimClock {

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::order));
  private long nowNanos;
  private long nextOrder;

  /** Starts an hour after zero, so that differences into the past stay positive. */
  public SteppedSimClock() {
    nowNanos = Duration.ofHours(1).toNanos();
  }

  /** Lets the time pass, running what falls due at the moment it falls due. */
  public void advance(Duration duration) {
    long target = nowNanos + duration.toNanos();
    for (Task next = tasks.peek(); next != null && next.dueNanos() <= target; next = tasks.peek()) {
      tasks.remove(next);
      nowNanos = Math.max(nowNanos, next.dueNanos());
      next.task().run();
    }
    nowNanos = Math.max(nowNanos, target);
  }

  @Override
  public long nanos() {
    return nowNanos;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    Task entry = new Task(nowNanos + delay.toNanos(), nextOrder++, task);
    tasks.add(entry);
    return () -> tasks.remove(entry);
  }

  /** Advances to the next task that falls due within the time, or by all of it. */
  @Override
  public void pause(Object monitor, Duration atMost) {
    @Nullable Task next = tasks.peek();
    long untilNext = next == null ? Long.MAX_VALUE : Math.max(0, next.dueNanos() - nowNanos);
    advance(Duration.ofNanos(Math.min(untilNext, atMost.toNanos())));
  }

  private record Task(long dueNanos, long order, Runnable task) {}
}
