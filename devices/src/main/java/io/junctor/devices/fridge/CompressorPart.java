package io.junctor.devices.fridge;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LoopTimer;
import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.Facts;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.GpioOutput;
import io.junctor.drivers.gpio.OutputSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Property {@code compressor}: the relay, with a minimum off-time that also holds after the start
 * of the device, when nobody knows how long it has been off. Owned by the loop.
 */
final class CompressorPart implements Part {

  /** How often the relay is read back, and a lost line opened again. */
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

  private final FridgeConfig.Compressor config;
  private final ThingRuntime thing;
  private final DeviceLoop loop;
  private final GpioChips gpio;
  private final List<LoopTimer> timers = new ArrayList<>();
  private @Nullable GpioOutput output;
  private boolean isOn; // as read back last
  private long offSinceNanos;

  CompressorPart(
      FridgeConfig.Compressor config, ThingRuntime thing, DeviceLoop loop, GpioChips gpio) {
    this.config = config;
    this.thing = thing;
    this.loop = loop;
    this.gpio = gpio;
    offSinceNanos = loop.nanoTime();
    thing.setter(FridgeThing.COMPRESSOR, this::set);
  }

  @Override
  public void start() {
    timers.add(loop.every(LOOK_PERIOD, this::look));
    look();
  }

  private void set(Object value, Caller caller, CompletableFuture<PropertyState> done) {
    boolean wanted = (Boolean) value;
    try {
      if (wanted && !isOn) {
        requireRested();
      }
      if (output == null) {
        throw ThingException.unavailable(
            String.valueOf(thing.property(FridgeThing.COMPRESSOR).reason()));
      }
      thing.want(FridgeThing.COMPRESSOR, wanted, caller);
      output.set(wanted);
      look();
      if (output == null || isOn != wanted) {
        throw ThingException.unavailable("the relay does not read back what was set");
      }
      thing.settle(FridgeThing.COMPRESSOR, wanted);
      done.complete(thing.property(FridgeThing.COMPRESSOR));
    } catch (GpioException failed) {
      onLineFailed(failed);
      done.completeExceptionally(ThingException.unavailable(String.valueOf(failed.getMessage())));
    } catch (ThingException refused) {
      if (thing.property(FridgeThing.COMPRESSOR).pending() != null) {
        thing.settle(FridgeThing.COMPRESSOR, null);
      }
      done.completeExceptionally(refused);
    }
  }

  private void requireRested() throws ThingException {
    long restNanos =
        Duration.ofSeconds(config.minimumOffSeconds()).toNanos()
            - (loop.nanoTime() - offSinceNanos);
    if (restNanos > 0) {
      long seconds = (restNanos + 999_999_999) / 1_000_000_000;
      throw ThingException.interlock(
          "the compressor must stay off for another " + seconds + " s",
          Facts.of("reason", "minimumOffTime", "remainingSeconds", seconds));
    }
  }

  /** Reads the relay back; opens the line, which switches it off, where it is not open. */
  private void look() {
    try {
      GpioOutput line = output == null ? open() : output;
      output = line;
      observe(line.isActive());
      thing.report(FridgeThing.COMPRESSOR, isOn);
    } catch (GpioException failed) {
      onLineFailed(failed);
    }
  }

  private GpioOutput open() throws GpioException {
    return gpio.openOutput(
        GpioLine.parse(config.line()),
        OutputSettings.of("junctor compressor").withActiveLow(config.activeLow()).withSafe(false));
  }

  private void observe(boolean nowOn) {
    if (isOn && !nowOn) {
      offSinceNanos = loop.nanoTime();
    }
    isOn = nowOn;
  }

  /** The line is gone, and with it what the relay does: as far as we can know it is off. */
  private void onLineFailed(GpioException cause) {
    observe(false);
    release();
    thing.settle(FridgeThing.COMPRESSOR, null);
    thing.failed(FridgeThing.COMPRESSOR, String.valueOf(cause.getMessage()));
  }

  private void release() {
    if (output != null) {
      output.close();
      output = null;
    }
  }

  @Override
  public void safe(String why) {
    if (output == null) {
      return;
    }
    try {
      output.set(false);
      thing.settle(FridgeThing.COMPRESSOR, null);
      look();
    } catch (GpioException failed) {
      onLineFailed(failed);
    }
  }

  @Override
  public void close() {
    timers.forEach(LoopTimer::cancel);
    safe("the device is closed");
    release();
  }
}
