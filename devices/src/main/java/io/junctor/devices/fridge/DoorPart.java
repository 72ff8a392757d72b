package io.junctor.devices.fridge;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LoopTimer;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.gpio.Bias;
import io.junctor.drivers.gpio.EdgeEvent;
import io.junctor.drivers.gpio.EdgeListener;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.gpio.GpioException;
import io.junctor.drivers.gpio.GpioInput;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.gpio.InputSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Property {@code door}: true while open. An edge only makes it look: what is reported is the level
 * read from the line, so a dropped edge cannot leave a wrong state. Owned by the loop; edges come
 * on the board's event thread and are handed over.
 */
final class DoorPart implements Part {

  /** How often the level is read without an edge, and a lost line opened again. */
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(DoorPart.class);

  private final FridgeConfig.Door config;
  private final ThingRuntime thing;
  private final DeviceLoop loop;
  private final GpioChips gpio;
  private final List<LoopTimer> timers = new ArrayList<>();
  private @Nullable GpioInput input;

  DoorPart(FridgeConfig.Door config, ThingRuntime thing, DeviceLoop loop, GpioChips gpio) {
    this.config = config;
    this.thing = thing;
    this.loop = loop;
    this.gpio = gpio;
  }

  @Override
  public void start() {
    timers.add(loop.every(LOOK_PERIOD, this::look));
    look();
  }

  private void look() {
    try {
      GpioInput line = input == null ? open() : input;
      input = line;
      thing.report(FridgeThing.DOOR, line.isActive());
    } catch (GpioException failed) {
      release();
      thing.failed(FridgeThing.DOOR, String.valueOf(failed.getMessage()));
    }
  }

  private GpioInput open() throws GpioException {
    return gpio.openInput(
        GpioLine.parse(config.line()),
        InputSettings.of("junctor door")
            .withBias(config.activeLow() ? Bias.AS_IS : Bias.PULL_UP)
            .withActiveLow(config.activeLow())
            .withDebounce(Duration.ofMillis(config.debounceMillis())),
        new EdgeListener() {
          @Override
          public void onEdge(EdgeEvent event) {
            handOver();
          }

          @Override
          public void onLost(GpioException cause) {
            handOver();
          }
        });
  }

  private void handOver() {
    try {
      loop.execute(this::lookIfOpen);
    } catch (RejectedExecutionException closed) {
      LOG.trace("edge after the end device={}", thing.thing().name());
    }
  }

  /** An event may arrive after the line was closed. */
  private void lookIfOpen() {
    if (input != null) {
      look();
    }
  }

  private void release() {
    if (input != null) {
      input.close();
      input = null;
    }
  }

  @Override
  public void safe(String why) {
    // measures only
  }

  @Override
  public void close() {
    timers.forEach(LoopTimer::cancel);
    release();
  }
}
