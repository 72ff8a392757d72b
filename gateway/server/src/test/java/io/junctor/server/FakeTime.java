package io.junctor.server;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Stands still until the test says how much time passes. Any thread may look. */
final class FakeTime implements Timekeeper {

  private record Task(long at, Runnable task, CompletableFuture<Void> future) {}

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
  private long now = 1_000_000_007L; // as arbitrary as that of a JVM

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized Future<?> after(Duration delay, Runnable task) {
    Task added = new Task(now + delay.toNanos(), task, new CompletableFuture<>());
    tasks.add(added);
    return added.future();
  }

  /** Tasks that wait and were not cancelled. */
  synchronized long waiting() {
    return tasks.stream().filter(task -> !task.future().isCancelled()).count();
  }

  void pass(Duration time) {
    long until = nanoTime() + time.toNanos();
    for (Task next = nextUntil(until); next != null; next = nextUntil(until)) {
      if (!next.future().isCancelled()) {
        next.task().run();
      }
    }
  }

  /** The next task that is due by then; null when there is none, and then it is that late. */
  private synchronized Task nextUntil(long until) {
    boolean due = !tasks.isEmpty() && tasks.peek().at() <= until;
    now = due ? tasks.peek().at() : until;
    return due ? tasks.remove() : null;
  }
}
