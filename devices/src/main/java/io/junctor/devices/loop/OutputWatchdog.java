package io.junctor.devices.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches an output off when whoever switched it on does not: on a loop, thus a thread, of its
 * own, so that it works while the device's loop hangs or has died.
 *
 * <p>It cannot help when the process dies or the bus itself hangs: for that the load needs
 * hardware, see devices/README.md.
 *
 * <p>{@link #arm} and {@link #disarm} may be called from any thread.
 */
public final class OutputWatchdog {

  /** Switching an output off. */
  @FunctionalInterface
  public interface Off {
    /** Switches it off; called on the watchdog's thread. */
    void off() throws Exception;
  }

  /** Between two tries to switch off: long enough for a glitch on the bus to pass. */
  private static final Duration RETRY = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(OutputWatchdog.class);

  private final String device;
  private final DeviceLoop loop;
  private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();

  /**
   * A watchdog with nothing to watch.
   *
   * @param device the device's name, for logs
   * @param loop a loop on another thread than the one that switches the output
   */
  public OutputWatchdog(String device, DeviceLoop loop) {
    this.device = device;
    this.loop = loop;
  }

  /**
   * Begins to watch; replaces what was watched before. Called before the output is switched on, and
   * again to give it more time.
   *
   * @param limit after how long the output is switched off
   * @param fired told, on the watchdog's thread, that it had to be
   */
  public void arm(Duration limit, Off off, Runnable fired) {
    Armed now = new Armed(limit, off, fired);
    Armed before = armed.getAndSet(now);
    now.timer.set(loop.after(limit, () -> fire(now)));
    cancel(before);
  }

  /** The output is off, as the chip confirmed. */
  public void disarm() {
    cancel(armed.getAndSet(null));
  }

  private static void cancel(@Nullable Armed before) {
    LoopTimer timer = before == null ? null : before.timer.get();
    if (timer != null) {
      timer.cancel();
    }
  }

  private boolean isArmed(Armed watched) {
    return watched.equals(armed.get());
  }

  private void fire(Armed expired) {
    if (!isArmed(expired)) {
      return;
    }
    try {
      expired.off.off();
    } catch (Exception failed) {
      // as long as it is armed nobody has confirmed off: never give up
      LOG.error("output cannot be switched off device={} cause={}", device, failed.getMessage());
      expired.timer.set(loop.after(RETRY, () -> fire(expired)));
      return;
    }
    LOG.error("output was on too long device={} limit={}", device, expired.limit);
    armed.compareAndSet(expired, null);
    expired.fired.run();
  }

  /** What is watched; two are never equal. */
  private static final class Armed {
    private final Duration limit;
    private final Off off;
    private final Runnable fired;
    private final AtomicReference<@Nullable LoopTimer> timer = new AtomicReference<>();

    Armed(Duration limit, Off off, Runnable fired) {
      this.limit = limit;
      this.off = off;
      this.fired = fired;
    }
  }
}
