package io.junctor.devices.fridge;

import io.junctor.devices.loop.DeviceLoop;
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
final class OutputWatchdog {

  /** Switching an output off. */
  @FunctionalInterface
  interface Off {
    /** Switches it off; may be called from any thread. */
    void off() throws Exception;
  }

  /** Between two tries to switch off: long enough for a glitch on the bus to pass. */
  private static final Duration RETRY = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(OutputWatchdog.class);

  private final String device;
  private final DeviceLoop loop;
  private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();

  OutputWatchdog(String device, DeviceLoop loop) {
    this.device = device;
    this.loop = loop;
  }

  /**
   * Begins to watch; replaces what was watched before. Called before the output is switched on.
   *
   * @param limit after how long the output is switched off
   * @param fired told, on the watchdog's thread, that it had to be
   */
  void arm(Duration limit, Off off, Runnable fired) {
    Armed now = new Armed(limit, off, fired);
    armed.set(now);
    var _ = loop.after(limit, () -> fire(now));
  }

  /** The output is off, as the chip confirmed. */
  void disarm() {
    armed.set(null);
  }

  private void fire(Armed expired) {
    if (armed.get() != expired) {
      return;
    }
    try {
      expired.off.off();
      LOG.error("output was on too long device={} limit={}", device, expired.limit);
      armed.compareAndSet(expired, null);
      expired.fired.run();
    } catch (Exception failed) {
      // as long as it is armed nobody has confirmed off: never give up
      LOG.error("output cannot be switched off device={} cause={}", device, failed.getMessage());
      var _ = loop.after(RETRY, () -> fire(expired));
    }
  }

  private static final class Armed {
    private final Duration limit;
    private final Off off;
    private final Runnable fired;

    Armed(Duration limit, Off off, Runnable fired) {
      this.limit = limit;
      this.off = off;
      this.fired = fired;
    }
  }
}
