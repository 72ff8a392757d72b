package io.junctor.devices.sim;

import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimClock;
import io.junctor.drivers.sim.SimGpioChip;
import io.junctor.drivers.sim.SimGpioLine;
import io.junctor.drivers.sim.SimI2cBus;
import io.junctor.drivers.sim.SimModbusServer;
import io.junctor.drivers.sim.SimSerialLine;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A simulated board with the header of a Raspberry Pi, on which several simulations put what their
 * devices expect; buses and chips are made when first asked for. Used by one thread, before the
 * devices start.
 */
public final class BoardWiring {

  /** Lines GPIO0 to GPIO27 are at the header (the same on Pi 2 to 5). */
  private static final int HEADER_LINES = 28;

  /** How many lines a chip gets that is only known by a number: more than any board's has. */
  private static final int OTHER_CHIP_LINES = 64;

  private final SimBoard board;
  private final Map<String, SimI2cBus> buses = new HashMap<>(); // name -> bus
  private final Map<String, SimGpioLine> named = new HashMap<>(); // line name -> line
  private final Map<String, SimSerialLine> modbusLines = new HashMap<>(); // path -> line
  private final Map<String, SimGpioChip> chips = new HashMap<>(); // chip name or label -> chip

  /**
   * Begins with the header; the board must be new.
   *
   * @param board a board without GPIO chips and I2C buses
   */
  public BoardWiring(SimBoard board) {
    this.board = board;
    List<String> names = IntStream.range(0, HEADER_LINES).mapToObj(line -> "GPIO" + line).toList();
    SimGpioChip header = board.addGpioChip("gpiochip0", "pinctrl-bcm2711", names);
    chips.put(header.name(), header);
    chips.put(header.label(), header);
    header.lines().forEach(line -> named.put(line.name(), line));
  }

  /** The board, to be used by devices. */
  public SimBoard board() {
    return board;
  }

  /** The board's time and event thread. */
  public SimClock clock() {
    return board.clock();
  }

  /** The bus of this name, in any of the forms a configuration may use. */
  public SimI2cBus bus(String configured) {
    String name =
        configured.startsWith("/dev/") ? configured.substring("/dev/".length()) : configured;
    return buses.computeIfAbsent(name.matches("\\d+") ? "i2c-" + name : name, board::addI2cBus);
  }

  /** The line a configuration means. */
  public SimGpioLine line(String configured) {
    return switch (GpioLine.parse(configured)) {
      case GpioLine.Named line ->
          named.computeIfAbsent(
              line.name(), name -> board.addGpioChip("sim-" + name, "sim", List.of(name)).line(0));
      case GpioLine.Numbered line ->
          chips
              .computeIfAbsent(
                  line.chip(),
                  chip -> board.addGpioChip(chip, "sim", Collections.nCopies(OTHER_CHIP_LINES, "")))
              .line(line.offset());
    };
  }

  /** A new serial line with this path. */
  public SimSerialLine serial(String path) {
    return board.addSerialLine(path);
  }

  /** The Modbus server at this endpoint; several devices may share it. */
  public SimModbusServer modbus(ModbusEndpoint endpoint) {
    return switch (endpoint) {
      case ModbusEndpoint.Tcp tcp -> board.network().server(tcp);
      case ModbusEndpoint.Serial serial ->
          board
              .network()
              .server(serial, modbusLines.computeIfAbsent(serial.path(), board::addSerialLine));
    };
  }
}
