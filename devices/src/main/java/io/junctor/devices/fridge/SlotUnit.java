package io.junctor.devices.fridge;

import io.junctor.devices.chip.Mcp23017;
import io.junctor.devices.chip.Mcp23017.Port;
import io.junctor.drivers.Board;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The I/O expander as it is wired in the fridge: switches at port A, solenoids at port B. Every
 * output that is written is read back. Owned by the loop, but {@link #solenoidsOff} is one
 * transaction and may be called from any thread.
 */
final class SlotUnit {

  private static final Port SWITCHES = Port.A;
  static final Port SOLENOIDS = Port.B;
  private static final int ALL_PINS = 0xFF;

  private final Board board;
  private final FridgeConfig.Slots config;

  SlotUnit(Board board, FridgeConfig.Slots config) {
    this.board = board;
    this.config = config;
  }

  /** Sets the chip up, all solenoids off. */
  void start() throws I2cException {
    Mcp23017 chip = chip();
    chip.makeOutputsLow(SOLENOIDS);
    // a bottle closes its switch to ground: inverted, so that 1 means a bottle
    chip.makeInputs(SWITCHES, ALL_PINS, ALL_PINS);
  }

  /** Whether the chip is set up; after a brown-out it is not, and its outputs float. */
  boolean isStarted() throws I2cException {
    return chip().isOutputs(SOLENOIDS);
  }

  /** Slot by slot whether there is a bottle. */
  List<Boolean> readBottles() throws I2cException {
    int pins = chip().readPins(SWITCHES);
    List<Boolean> bottles = new ArrayList<>();
    for (int slot = 0; slot < config.count(); slot++) {
      bottles.add((pins >> slot & 1) == 1);
    }
    return List.copyOf(bottles);
  }

  /**
   * Switches one solenoid on and all others off.
   *
   * @param slot 1 to 8
   */
  void solenoidOn(int slot) throws I2cException {
    write(1 << (slot - 1));
  }

  /** Switches all solenoids off and reads that back. */
  void solenoidsOff() throws I2cException {
    write(0);
  }

  private void write(int bits) throws I2cException {
    Mcp23017 chip = chip();
    chip.writeLatch(SOLENOIDS, bits);
    int latch = chip.readLatch(SOLENOIDS);
    if (latch != bits) {
      throw I2cException.at(
          I2cException.Kind.BUS_ERROR,
          config.bus(),
          config.address(),
          String.format(
              Locale.ROOT, "solenoid latch: wrote 0x%02x, read back 0x%02x", bits, latch));
    }
  }

  private Mcp23017 chip() throws I2cException {
    return new Mcp23017(new I2cDevice(board.i2c(config.bus()), config.address()));
  }
}
