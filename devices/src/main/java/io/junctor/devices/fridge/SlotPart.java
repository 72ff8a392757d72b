package io.junctor.devices.fridge;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LoopTimer;
import io.junctor.devices.loop.OutputWatchdog;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.Board;
import io.junctor.drivers.i2c.I2cException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Properties {@code slots} and {@code bottles}, action {@code dispense}. Owned by the loop. */
final class SlotPart implements Part {

  /** A single transfer spoilt by noise is repeated before it counts. */
  private static final int TRIES = 2;

  private static final Logger LOG = LoggerFactory.getLogger(SlotPart.class);

  private final FridgeConfig.Slots config;
  private final SlotUnit unit;
  private final Dispenser dispenser;
  private final ThingRuntime thing;
  private final DeviceLoop loop;
  private final List<LoopTimer> timers = new ArrayList<>();
  private boolean isClosed;

  SlotPart(
      FridgeConfig.Slots config,
      ThingRuntime thing,
      DeviceLoop loop,
      Board board,
      OutputWatchdog watchdog) {
    this.config = config;
    this.thing = thing;
    this.loop = loop;
    unit = new SlotUnit(board, config);
    dispenser = new Dispenser(config, unit, thing, loop, watchdog, this::poll);
    thing.actor(FridgeThing.DISPENSE, dispenser::dispense);
  }

  @Override
  public void start() {
    timers.add(loop.every(Duration.ofMillis(config.pollMillis()), this::pollAndTell));
    poll(true);
  }

  private void pollAndTell() {
    List<Boolean> bottles = poll();
    if (bottles != null) {
      dispenser.onBottles(bottles);
    }
  }

  private @Nullable List<Boolean> poll() {
    return poll(false);
  }

  /** Reads the slots and reports them; sets the chip up first where it is not. */
  private @Nullable List<Boolean> poll(boolean isFirst) {
    for (int attempt = 1; ; attempt++) {
      try {
        return read(isFirst);
      } catch (I2cException failed) {
        if (attempt == TRIES) {
          String reason = String.valueOf(failed.getMessage());
          thing.failed(FridgeThing.SLOTS, reason);
          thing.failed(FridgeThing.BOTTLES, reason);
          return null;
        }
      }
    }
  }

  private List<Boolean> read(boolean isFirst) throws I2cException {
    if (isFirst || !unit.isStarted()) {
      LOG.info("slot expander set up device={} first={}", thing.thing().name(), isFirst);
      unit.start();
    }
    List<Boolean> bottles = unit.readBottles();
    thing.report(FridgeThing.SLOTS, bottles);
    thing.report(FridgeThing.BOTTLES, bottles.stream().filter(bottle -> bottle).count());
    return bottles;
  }

  @Override
  public void safe(String why) {
    dispenser.safe(why);
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      timers.forEach(LoopTimer::cancel);
      dispenser.safe("the device is closed");
    }
  }
}
