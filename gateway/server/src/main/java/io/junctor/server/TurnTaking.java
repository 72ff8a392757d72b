package io.junctor.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may touch a realm: one thread at a time, whichever has something to do there.
 *
 * <p>A thread that finds it free does its work at once, so that on the way from one link to another
 * no thread has to be woken; one that finds it taken leaves its task in the queue, and the thread
 * that has taken it does that before it lets go. After {@link #TURN_TASKS} tasks of others it hands
 * the rest to a thread of its own, because it has links to serve.
 *
 * <p>The queue needs no bound of its own: each session may have a bounded number of tasks in it
 * ({@link InboundLimits}), and there is a bounded number of sessions.
 */
final class TurnTaking {

  private static final Logger log = LoggerFactory.getLogger(TurnTaking.class);

  /** A quarter of what one session may have waiting: a millisecond or so. */
  private static final int TURN_TASKS = 64;

  private final String realm;
  private final Executor relief;
  private final Runnable onRelease;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile boolean stopped;

  /**
   * A realm that nobody has taken.
   *
   * @param realm for the log.
   * @param relief runs what a thread with links to serve leaves.
   * @param onRelease called by who has taken it, each time before it lets go.
   */
  TurnTaking(String realm, Executor relief, Runnable onRelease) {
    this.realm = realm;
    this.relief = relief;
    this.onRelease = onRelease;
  }

  /**
   * Runs a task, at once if the realm is free, and after all that were given before. Any thread.
   */
  void execute(Runnable task) {
    tasks.add(task);
    workThrough();
  }

  /** Takes the realm if it is free and nothing waits. Whoever gets true must {@link #release}. */
  boolean tryTake() {
    if (!taken.compareAndSet(false, true)) {
      return false;
    }
    // what was left in the queue came first
    if (tasks.isEmpty() && !stopped) {
      return true;
    }
    release();
    return false;
  }

  /** Lets go of the realm, after the tasks that were left meanwhile. */
  void release() {
    onRelease.run();
    taken.set(false);
    workThrough();
  }

  /** Nobody takes it from now on; tasks still run. Who has taken it. */
  void stop() {
    stopped = true;
  }

  private void workThrough() {
    int done = 0;
    while (!tasks.isEmpty() && taken.compareAndSet(false, true)) {
      try {
        while (done < TURN_TASKS && runNext()) {
          done++;
        }
        onRelease.run();
      } finally {
        taken.set(false);
      }
      if (done == TURN_TASKS) {
        relief.execute(this::workThrough);
        return;
      }
    }
  }

  private boolean runNext() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError e) {
      log.error("realm task failed realm={} cause={}", realm, e.toString(), e);
    }
    return true;
  }
}
