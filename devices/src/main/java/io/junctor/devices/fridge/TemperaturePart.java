package io.junctor.devices.fridge;

import io.junctor.devices.chip.Lm75;
import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LoopTimer;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.Board;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Property {@code temperature}. Owned by the loop. */
final class TemperaturePart implements Part {

  /** A single transfer spoilt by noise is repeated before it counts. */
  private static final int TRIES = 2;

  private final FridgeConfig.Temperature config;
  private final ThingRuntime thing;
  private final DeviceLoop loop;
  private final Board board;
  private final List<LoopTimer> timers = new ArrayList<>();

  TemperaturePart(
      FridgeConfig.Temperature config, ThingRuntime thing, DeviceLoop loop, Board board) {
    this.config = config;
    this.thing = thing;
    this.loop = loop;
    this.board = board;
  }

  @Override
  public void start() {
    timers.add(loop.every(Duration.ofMillis(config.pollMillis()), this::poll));
    poll();
  }

  private void poll() {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        thing.report(FridgeThing.TEMPERATURE, chip().readCelsius());
        return;
      } catch (I2cException failed) {
        if (attempt == TRIES) {
          thing.failed(FridgeThing.TEMPERATURE, String.valueOf(failed.getMessage()));
        }
      }
    }
  }

  private Lm75 chip() throws I2cException {
    return new Lm75(
        new I2cDevice(board.i2c(config.bus()), config.address()),
        config.resolutionBits() == 9 ? Lm75.Resolution.BITS_9 : Lm75.Resolution.BITS_11);
  }

  @Override
  public void safe(String why) {
    // measures only
  }

  @Override
  public void close() {
    timers.forEach(LoopTimer::cancel);
  }
}
