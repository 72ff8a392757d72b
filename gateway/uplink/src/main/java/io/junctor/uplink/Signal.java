package io.junctor.uplink;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread, now or when it waits next; several wakings are one. Any thread. */
final class Signal {

  private final Semaphore woken = new Semaphore(0);

  void wake() {
    woken.drainPermits();
    woken.release();
  }

  /**
   * Waits until woken, for at most so long.
   *
   * @return whether it was woken.
   */
  boolean await(Duration atMost) throws InterruptedException {
    boolean isWoken = woken.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (isWoken) {
      woken.drainPermits();
    }
    return isWoken;
  }
}
