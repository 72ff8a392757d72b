package io.junctor.drivers.sim;

import io.junctor.drivers.Board;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.modbus.ModbusMasters;
import io.junctor.drivers.modbus.link.ModbusLinks;
import io.junctor.drivers.serial.SerialPorts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A simulated board. Put chips, buses and lines on it with {@code add...}, use it as any {@link
 * Board}.
 *
 * <p>Thread-safe. Closing it closes the clock if the board made it.
 */
public final class SimBoard implements Board, AutoCloseable {

  private final SimClock clock;
  private final boolean isClockOwned;
  private final SimGpioChips gpio = new SimGpioChips();
  private final SimSerialPorts serial = new SimSerialPorts();
  private final SimModbusNetwork network;
  private final ModbusLinks modbus;
  // bus name -> bus
  private final Map<String, SimI2cBus> buses = new ConcurrentSkipListMap<>();

  /** A board that lives in wall time. */
  public SimBoard() {
    this(new SystemSimClock(), true);
  }

  /** A board that lives in the time of the given clock. */
  public SimBoard(SimClock clock) {
    this(clock, false);
  }

  private SimBoard(SimClock clock, boolean isClockOwned) {
    this.clock = clock;
    this.isClockOwned = isClockOwned;
    network = new SimModbusNetwork(clock);
    modbus = new ModbusLinks(serial, network, clock::nanos);
  }

  /** The time everything on this board lives in. */
  public SimClock clock() {
    return clock;
  }

  /**
   * Adds a GPIO chip.
   *
   * @param name the device name, for example {@code gpiochip0}
   * @param label the chip's label
   * @param lineNames one per line; empty for a line without a name
   */
  public SimGpioChip addGpioChip(String name, String label, List<String> lineNames) {
    return gpio.add(new SimGpioChip(name, label, lineNames, clock));
  }

  /** Adds an I2C bus, for example {@code i2c-1}, whose adapter can do everything. */
  public SimI2cBus addI2cBus(String name) {
    return addI2cBus(new SimI2cBus(name, clock));
  }

  /** Adds an I2C bus made elsewhere. */
  public SimI2cBus addI2cBus(SimI2cBus bus) {
    if (buses.putIfAbsent(bus.name(), bus) != null) {
      throw new IllegalArgumentException("I2C bus " + bus.name() + " exists already");
    }
    return bus;
  }

  /** Adds a serial line that ends at the given path on the board. */
  public SimSerialLine addSerialLine(String path) {
    return serial.add(new SimSerialLine(path, clock));
  }

  /** The simulated Modbus servers this board can reach. */
  public SimModbusNetwork network() {
    return network;
  }

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public GpioChips gpio() {
    return gpio;
  }

  @Override
  public I2cBus i2c(String bus) throws I2cException {
    String name = bus.startsWith("/dev/") ? bus.substring("/dev/".length()) : bus;
    SimI2cBus found = buses.get(name.matches("\\d+") ? "i2c-" + name : name);
    if (found == null) {
      throw I2cException.of(
          I2cException.Kind.NO_BUS, bus, "no such bus, the board has " + buses.keySet());
    }
    return found;
  }

  @Override
  public SerialPorts serial() {
    return serial;
  }

  @Override
  public ModbusMasters modbus() {
    return modbus;
  }

  @Override
  public void close() {
    modbus.close();
    if (isClockOwned && clock instanceof SystemSimClock system) {
      system.close();
    }
  }
}
