package io.junctor.mqtt.listener;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that may wait for all clients of a listener together: what one may have bounds no memory
 * when hundreds have it. It refuses nothing; a client keeps to less while it is exceeded.
 * Thread-safe.
 */
final class WaitingBudget {

  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();

  WaitingBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Takes bytes, or gives them back with a negative number. */
  void take(long count) {
    bytes.addAndGet(count);
  }

  boolean isExceeded() {
    return taken() > bytesMax;
  }

  long taken() {
    return bytes.get();
  }
}
