package io.junctor.store;

import io.junctor.router.Journal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is appended, many records with one fsync, in the order of the calls.
 *
 * <p>One thread writes. While it waits for the disk others append to the queue, which is bounded in
 * records and bytes; beyond that an append fails at once. A receipt is confirmed on the writer's
 * thread, after the fsync.
 */
final class LogWriter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogWriter.class);

  /** Closing waits so long for what is queued: a worn card blocks for seconds. */
  private static final long CLOSE_MILLIS_MAX = 10_000;

  private final SegmentLog segments;
  private final StoreLimits limits;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;

  // under the lock
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private long queuedBytes;
  private long rejected;
  private @Nullable String problem;
  private boolean closing;

  private static final class Waiting {
    private final byte[] payload;
    private final Journal.Receipt receipt;

    Waiting(byte[] payload, Journal.Receipt receipt) {
      this.payload = payload;
      this.receipt = receipt;
    }
  }

  LogWriter(SegmentLog segments, StoreLimits limits) {
    this.segments = segments;
    this.limits = limits;
    this.thread = Thread.ofPlatform().name("store-writer").daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Runs an action after each group that was confirmed, on the writer's thread. */
  void onConfirmed(Runnable listener) {
    listeners.add(listener);
  }

  void append(byte[] payload, Journal.Receipt receipt) {
    String refusal = enqueue(payload, receipt);
    if (refusal != null) {
      receipt.failed(refusal);
    }
  }

  private @Nullable String enqueue(byte[] payload, Journal.Receipt receipt) {
    lock.lock();
    try {
      if (closing) {
        rejected++;
        return "the store is closed";
      }
      boolean full =
          queue.size() >= limits.queueRecordsMax()
              || (!queue.isEmpty() && queuedBytes + payload.length > limits.queueBytesMax());
      if (full) {
        rejected++;
        return "the disk does not keep up: %d records wait".formatted(queue.size());
      }
      queue.add(new Waiting(payload, receipt));
      queuedBytes += payload.length;
      changed.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long lastForceNanos = System.nanoTime() - limits.groupDelay().toNanos();
    try {
      List<Waiting> group = take(lastForceNanos);
      while (!group.isEmpty()) {
        lastForceNanos = System.nanoTime();
        write(group);
        group = take(lastForceNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next group; empty when closed and nothing is left. */
  private List<Waiting> take(long lastForceNanos) throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closing) {
        changed.await();
      }
      long left = limits.groupDelay().toNanos() - (System.nanoTime() - lastForceNanos);
      while (left > 0 && queuedBytes < limits.groupBytes() && !closing) {
        left = changed.awaitNanos(left);
      }
      List<Waiting> group = new ArrayList<>(queue);
      queue.clear();
      queuedBytes = 0;
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Waiting> group) {
    int done = 0;
    String failure = null;
    while (done < group.size() && failure == null) {
      List<Waiting> rest = group.subList(done, group.size());
      try {
        int count = segments.append(rest.stream().map(one -> one.payload).toList());
        rest.subList(0, count).forEach(one -> one.receipt.confirmed());
        done += count;
        listeners.forEach(Runnable::run);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      } catch (RuntimeException e) {
        failure = "internal error: " + e;
        log.error("store writer failed cause={}", failure, e);
      }
    }
    settle(failure, group.size() - done);
    for (Waiting one : group.subList(done, group.size())) {
      one.receipt.failed(String.valueOf(failure));
    }
  }

  private void settle(@Nullable String failure, int lost) {
    lock.lock();
    try {
      if (failure != null && problem == null) {
        log.error("store does not take records cause={}", failure);
      } else if (failure == null && problem != null) {
        log.info("store takes records again");
      }
      problem = failure;
      rejected += lost;
    } finally {
      lock.unlock();
    }
  }

  StoreState state() {
    lock.lock();
    try {
      return segments.state(problem, rejected);
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is queued, then ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(CLOSE_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
