package io.junctor.app.node;

import io.junctor.devices.thing.Pending;
import io.junctor.uplink.Uplink;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The switch of a line. Who turns it here cuts the line until somebody mends it; who turns it from
 * the other end cuts it for {@link #AWHILE}, as nobody there could mend it.
 *
 * <p>Any thread.
 */
final class LineSwitch implements AutoCloseable {

  /** Long enough to see what happens without the line, short enough to wait for it. */
  static final Duration AWHILE = Duration.ofSeconds(10);

  /** The answer to who cuts the line goes over the line; it is waiting behind nothing. */
  private static final Duration ANSWER_FIRST = Duration.ofMillis(500);

  private static final String ITSELF = "itself";

  private final Uplink uplink;
  private final Runnable onChange;
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch closing = new CountDownLatch(1);

  // under the lock
  private long turns; // so that a newer turn takes the place of one that waits
  private boolean desired = true;
  private @Nullable Pending pending;

  /**
   * The switch of an uplink that is up.
   *
   * @param onChange runs after each change.
   */
  LineSwitch(Uplink uplink, Runnable onChange) {
    this.uplink = uplink;
    this.onChange = onChange;
  }

  /** Whether the line shall be up at this moment. */
  boolean isUp() {
    return uplink.isEnabled();
  }

  /** What it will be. */
  boolean desired() {
    return locked(() -> desired);
  }

  /** The change that is still to come; null when there is none. */
  @Nullable Pending pending() {
    return locked(() -> pending);
  }

  private interface Read<T extends @Nullable Object> {
    T get();
  }

  private <T extends @Nullable Object> T locked(Read<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  /** Turns it, at once and until it is turned again. */
  void turn(boolean up) {
    lock.lock();
    try {
      turns++;
      desired = up;
      pending = null;
      uplink.setEnabled(up);
    } finally {
      lock.unlock();
    }
    onChange.run();
  }

  /** Cuts the line, soon, and mends it after {@link #AWHILE}. */
  void cutForAWhile(String by) {
    long turn = announce(false, by);
    Thread.ofVirtual().name("uplink-switch").start(() -> cutAndMend(turn));
  }

  private long announce(boolean up, String by) {
    lock.lock();
    try {
      desired = up;
      pending = new Pending(Instant.now(), by);
      return ++turns;
    } finally {
      lock.unlock();
    }
  }

  private void cutAndMend(long turn) {
    try {
      if (isClosedWithin(ANSWER_FIRST) || !cut(turn) || isClosedWithin(AWHILE)) {
        return;
      }
      if (locked(() -> turns == turn)) {
        turn(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosedWithin(Duration time) throws InterruptedException {
    return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean cut(long turn) {
    lock.lock();
    try {
      if (turns != turn) {
        return false;
      }
      desired = true;
      pending = new Pending(Instant.now(), ITSELF);
      uplink.setEnabled(false);
    } finally {
      lock.unlock();
    }
    onChange.run();
    return true;
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
