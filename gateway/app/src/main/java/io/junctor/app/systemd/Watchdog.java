package io.junctor.app.systemd;

import io.junctor.app.node.RunningNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the service manager's watchdog as long as everything in a process that must answer does. If
 * one does not, it is not fed, and the process is killed and started again.
 *
 * <p>Asks twice per watchdog time, and feeds the moment the last has answered: what is slow but
 * answers within half the time lives, what hangs is killed at most the watchdog time after it began
 * to.
 *
 * <p>A daemon thread of its own; it only waits.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  /** How often the status is renewed where there is no watchdog to feed. */
  private static final Duration STATUS_PERIOD = Duration.ofSeconds(10);

  private final Notifier notifier;
  private final RunningNode node;
  private final Duration period;
  private final Thread thread;

  private Watchdog(Notifier notifier, RunningNode node) {
    this.notifier = notifier;
    this.node = node;
    this.period = notifier.watchdog().map(time -> time.dividedBy(2)).orElse(STATUS_PERIOD);
    this.thread = Thread.ofPlatform().daemon().name("watchdog").unstarted(this::run);
  }

  /** Starts to ask and feed. */
  public static Watchdog start(Notifier notifier, RunningNode node) {
    Watchdog watchdog = new Watchdog(notifier, node);
    watchdog.thread.start();
    return watchdog;
  }

  private void run() {
    try {
      long left = period.toNanos(); // a node that has just started has answered
      while (true) {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
        long begin = System.nanoTime();
        look();
        left = period.toNanos() - (System.nanoTime() - begin);
      }
    } catch (InterruptedException e) {
      log.trace("watchdog ends");
    } catch (ExecutionException e) {
      log.error("cause={}: the watchdog is not fed any more", e.toString(), e);
    }
  }

  private void look() throws InterruptedException, ExecutionException {
    List<String> silent = node.health().silent(period).get();
    if (silent.isEmpty()) {
      notifier.alive(node.status());
    } else {
      String who = String.join(", ", silent);
      log.error("no answer within {} ms from {}", period.toMillis(), who);
      Stacks.log(log);
      notifier.status("no answer from " + who);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
