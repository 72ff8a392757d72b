package io.junctor.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after another, in order, on an executor's threads; takes no thread while idle.
 *
 * <p>It has no bound of its own: who posts asks {@link #size()} first.
 */
final class Mailbox {

  /** Tasks of one turn; then other mailboxes of the same executor get theirs. */
  private static final int TURN_DEFAULT = 256;

  private final Executor executor;
  private final int turn;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Queue<Runnable> urgent = new ArrayDeque<>(0); // done first, also while paused
  private boolean running;
  private boolean paused;

  Mailbox(Executor executor) {
    this(executor, TURN_DEFAULT);
  }

  /**
   * A mailbox with turns of its own length.
   *
   * @param turn tasks of one turn, at least 1.
   */
  Mailbox(Executor executor, int turn) {
    this.executor = executor;
    this.turn = turn;
  }

  /** Appends a task. Any thread. */
  void post(Runnable task) {
    lock.lock();
    try {
      tasks.add(task);
      if (running || paused) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    executor.execute(this::turn);
  }

  /** Has a task done before all others, also while the mailbox is paused. Any thread. */
  void postUrgent(Runnable task) {
    lock.lock();
    try {
      urgent.add(task);
      if (running) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    executor.execute(this::turn);
  }

  /** How many tasks wait. Any thread. */
  int size() {
    lock.lock();
    try {
      return tasks.size();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the tasks waiting that are not urgent, or goes on with them. Any thread. */
  void setPaused(boolean pause) {
    lock.lock();
    try {
      paused = pause;
      if (paused || running || tasks.isEmpty()) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    executor.execute(this::turn);
  }

  private void turn() {
    for (int i = 0; i < turn; i++) {
      Runnable task = next();
      if (task == null) {
        return;
      }
      run(task);
    }
    nextTurn();
  }

  /** What a task throws is the executor's to report; those behind it are not to blame. */
  private void run(Runnable task) {
    boolean done = false;
    try {
      task.run();
      done = true;
    } finally {
      if (!done) {
        nextTurn();
      }
    }
  }

  private void nextTurn() {
    try {
      executor.execute(this::turn);
    } catch (RejectedExecutionException stopped) {
      // the router stops: what still waits is for nobody
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable task = urgent.poll();
      if (task == null && !paused) {
        task = tasks.poll();
      }
      running = task != null;
      return task;
    } finally {
      lock.unlock();
    }
  }
}
