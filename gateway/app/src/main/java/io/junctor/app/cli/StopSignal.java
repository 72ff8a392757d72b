package io.junctor.app.cli;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for Ctrl-C or SIGTERM and closes what runs, outputs first, before the process ends.
 *
 * <p>It is installed before anything is opened: a signal that comes while the start is going on is
 * kept until that is complete, so that nothing is left as the start has made it.
 */
final class StopSignal implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

  /** A start takes a second, on a worn card some more; then the process ends as it is. */
  private static final int START_SECONDS_MAX = 10;

  private final CompletableFuture<AutoCloseable> running = new CompletableFuture<>();

  /** Begins to listen for the signals. */
  static StopSignal install() {
    StopSignal signal = new StopSignal();
    Thread hook =
        new Thread(
            () -> {
              if (signal.closeWhatRuns()) {
                Runtime.getRuntime().halt(0); // being stopped is no failure
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return signal;
  }

  /** The start is complete: waits until the process is told to stop, and does not return. */
  void await(AutoCloseable node) throws InterruptedException {
    running.complete(node);
    new CountDownLatch(1).await();
  }

  /** The start has failed and nothing is left open: a signal finds nothing to do. */
  @Override
  public void close() {
    running.cancel(false);
  }

  /**
   * Waits for the start and closes what it has started.
   *
   * @return false when there is nothing to close.
   */
  boolean closeWhatRuns() {
    try {
      running.get(START_SECONDS_MAX, TimeUnit.SECONDS).close();
      return true;
    } catch (CancellationException e) {
      return false;
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      log.error("cause={}: not stopped cleanly", e.toString());
      return false;
    } catch (Exception e) {
      log.error("cause={}: not stopped cleanly", e.toString(), e);
      return true;
    }
  }
}
