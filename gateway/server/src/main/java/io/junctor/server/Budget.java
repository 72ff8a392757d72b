package io.junctor.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that all sessions together may have waiting in one direction. It refuses nothing itself:
 * each session asks whether the budget is exceeded and then keeps to less. Thread-safe.
 */
final class Budget {

  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();

  Budget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Takes bytes, or gives them back with a negative number. */
  void take(long count) {
    bytes.addAndGet(count);
  }

  boolean isExceeded() {
    return bytes.get() > bytesMax;
  }

  /** Whether it will soon be exceeded. */
  boolean isHalfTaken() {
    return bytes.get() > bytesMax / 2;
  }

  long taken() {
    return bytes.get();
  }
}
