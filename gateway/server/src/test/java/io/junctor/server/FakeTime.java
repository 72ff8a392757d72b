package io.junctor.server;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Stands still until the test says how much time passes. */
final class FakeTime implements Timekeeper {

  private record Task(long at, Runnable task, CompletableFuture<Void> future) {}

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
  private long now = 1_000_000_007L; // as arbitrary as that of a JVM

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Future<?> after(Duration delay, Runnable task) {
    Task added = new Task(now + delay.toNanos(), task, new CompletableFuture<>());
    tasks.add(added);
    return added.future();
  }

  /** Tasks that wait and were not cancelled. */
  long waiting() {
    return tasks.stream().filter(task -> !task.future().isCancelled()).count();
  }

  void pass(Duration time) {
    long until = now + time.toNanos();
    while (!tasks.isEmpty() && tasks.peek().at() <= until) {
      Task next = tasks.remove();
      now = next.at();
      if (!next.future().isCancelled()) {
        next.task().run();
      }
    }
    now = until;
  }
}
