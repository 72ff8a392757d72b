package io.junctor.drivers.linux;

import io.junctor.drivers.Board;
import io.junctor.drivers.i2c.I2cArguments;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.i2c.I2cException.Kind;
import io.junctor.drivers.i2c.I2cFunction;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The i2c commands of {@link Probe}. */
final class ProbeI2c {

  private final Board board;
  private final Supplier<List<String>> buses;
  private final PrintStream out;

  ProbeI2c(Board board, Supplier<List<String>> buses, PrintStream out) {
    this.board = board;
    this.buses = buses;
    this.out = out;
  }

  int run(List<String> arguments) throws I2cException {
    if (arguments.isEmpty()) {
      for (String bus : buses.get()) {
        out.println(bus + " " + board.i2c(bus).functions().stream().sorted().toList());
      }
      return Probe.OK;
    }
    I2cBus bus = board.i2c(Probe.argument(arguments, 1));
    return switch (arguments.getFirst()) {
      case "scan" -> scan(bus);
      case "get" -> get(device(bus, arguments), arguments);
      case "set" -> set(device(bus, arguments), arguments);
      default -> throw new IllegalArgumentException("unknown: i2c " + arguments.getFirst());
    };
  }

  private static I2cDevice device(I2cBus bus, List<String> arguments) {
    return new I2cDevice(bus, Probe.number(Probe.argument(arguments, 2)));
  }

  private int scan(I2cBus bus) throws I2cException {
    for (int address = I2cArguments.ADDRESS_MIN; address <= I2cArguments.ADDRESS_MAX; address++) {
      try {
        ask(bus, address);
        out.printf(Locale.ROOT, "0x%02x answers%n", address);
      } catch (I2cException e) {
        if (e.kind() == Kind.BUSY) {
          out.printf(Locale.ROOT, "0x%02x is held by a kernel driver%n", address);
        } else if (e.kind() != Kind.ABSENT && e.kind() != Kind.BUS_ERROR) {
          throw e; // an address nobody has is ABSENT, with a few adapters a bus error
        }
      }
    }
    return Probe.OK;
  }

  /**
   * EEPROMs and clocks (0x30..0x37, 0x50..0x5F) are read, as a quick write can lock or alter them.
   */
  private static void ask(I2cBus bus, int address) throws I2cException {
    boolean isReadSafer =
        (address >= 0x30 && address <= 0x37) || (address >= 0x50 && address <= 0x5F);
    if (isReadSafer || !bus.functions().contains(I2cFunction.QUICK)) {
      bus.readByte(address);
    } else {
      bus.quick(address);
    }
  }

  private int get(I2cDevice device, List<String> arguments) throws I2cException {
    int register = Probe.number(Probe.argument(arguments, 3));
    String width = Probe.argument(arguments, 4, "byte");
    String value =
        switch (width) {
          case "byte" -> String.format(Locale.ROOT, "0x%02x", device.readByteData(register));
          case "word" -> String.format(Locale.ROOT, "0x%04x", device.readWordDataSwapped(register));
          default ->
              HexFormat.ofDelimiter(" ")
                  .formatHex(device.readBlockData(register, Probe.number(width)));
        };
    out.println(value);
    return Probe.OK;
  }

  private int set(I2cDevice device, List<String> arguments) throws I2cException {
    int register = Probe.number(Probe.argument(arguments, 3));
    int value = Probe.number(Probe.argument(arguments, 4));
    switch (Probe.argument(arguments, 5, "byte")) {
      case "byte" -> device.writeByteData(register, value);
      case "word" -> device.writeWordDataSwapped(register, value);
      default -> throw new IllegalArgumentException("expected byte or word");
    }
    return Probe.OK;
  }
}
