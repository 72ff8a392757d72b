package io.junctor.drivers.linux;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The serial ports that are open, so that the end of the process can wait for them.
 *
 * <p>jSerialComm closes every port in a shutdown hook of its own, at the same time as ours brings
 * devices to their safe values: without waiting, the last commands would find the line closed.
 *
 * <p>Thread-safe.
 */
final class OpenPorts {

  /** A device that has not let its port go by then hangs, and the process must end. */
  static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(10);

  private final Set<Object> open = new HashSet<>(); // guarded by this

  synchronized void opened(Object port) {
    open.add(port);
  }

  synchronized void closed(Object port) {
    open.remove(port);
    notifyAll();
  }

  /** Waits until all are closed; false if some are not in time. */
  synchronized boolean awaitAllClosed(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      for (long left = atMost.toNanos(); !open.isEmpty() && left > 0; ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return open.isEmpty();
  }
}
