package io.junctor.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for Ctrl-C or SIGTERM and closes what runs, outputs first, before the process ends. */
final class StopSignal {

  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

  private StopSignal() {}

  /**
   * Waits until the process is told to stop. The process then ends with status 0: being stopped is
   * no failure.
   */
  static void await(AutoCloseable running) throws InterruptedException {
    CountDownLatch forever = new CountDownLatch(1);
    AtomicBoolean stopping = new AtomicBoolean();
    Thread hook =
        new Thread(
            () -> {
              if (stopping.compareAndSet(false, true)) {
                close(running);
                Runtime.getRuntime().halt(0);
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    forever.await();
  }

  private static void close(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception e) {
      log.error("cause={}: not stopped cleanly", e.toString(), e);
    }
  }
}
