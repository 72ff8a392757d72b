package io.junctor.devices.config;

import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.modbus.ModbusEndpoint;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One step that brings an output to its safe value, as data: for a program that does it when the
 * device's own process is dead. Steps are independent of each other and can be repeated.
 */
public sealed interface SafeOutput {

  /**
   * The step in one line of printable ASCII, as {@code systemd/outputs-safe} reads it: {@code gpio
   * COMPRESSOR 0}, {@code i2c i2c-1 0x20 0x15 0x00}.
   */
  String text();

  /**
   * A level at a GPIO line.
   *
   * @param line which one
   * @param isHigh the voltage, not the meaning: true for an active-low output that is off
   */
  record Gpio(GpioLine line, boolean isHigh) implements SafeOutput {

    /** A name in the kernel has at most 31 characters, and chip names and offsets add to it. */
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,64}");

    public Gpio {
      if (!PRINTABLE.matcher(line.toString()).matches()) {
        throw new IllegalArgumentException(
            "line: expected 1..64 printable ASCII characters, got '" + line + "'");
      }
    }

    @Override
    public String text() {
      return "gpio " + line.toString().strip() + (isHigh ? " 1" : " 0");
    }
  }

  /**
   * A byte in a register of a chip.
   *
   * @param bus the bus, {@code i2c-1} or {@code /dev/i2c-1}
   * @param address 0x08 to 0x77
   * @param register 0x00 to 0xFF
   * @param value 0x00 to 0xFF
   */
  record I2c(String bus, int address, int register, int value) implements SafeOutput {

    private static final Pattern BUS = Pattern.compile("(/dev/)?[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public I2c {
      if (!BUS.matcher(bus).matches()) {
        throw new IllegalArgumentException("bus: expected such as i2c-1, got '" + bus + "'");
      }
      Checks.range("address", address, 0, 0x08, 0x77);
      Checks.range("register", register, 0, 0, 0xFF);
      Checks.range("value", value, 0, 0, 0xFF);
      bus = bus.startsWith("/dev/") ? bus.substring("/dev/".length()) : bus;
    }

    @Override
    public String text() {
      return String.format(
          Locale.ROOT, "i2c %s 0x%02x 0x%02x 0x%02x", bus, address, register, value);
    }
  }

  /**
   * Coils or registers of a machine behind Modbus.
   *
   * @param endpoint where; a server's name must have become an address until the step is read,
   *     which looks no names up: {@link #at}
   * @param unit 1 to 247 on a serial line, 0 to 255 over TCP
   * @param write what
   */
  record Modbus(ModbusEndpoint endpoint, int unit, SafeModbusWrite write) implements SafeOutput {

    /** The reader's limit is 127. */
    private static final Pattern WORD = Pattern.compile("[!-~]{1,127}");

    public Modbus {
      Checks.range("unit", unit, 0, 0, 255);
      if (!WORD.matcher(place(endpoint)).matches()) {
        throw new IllegalArgumentException(
            "connection: expected 1..127 printable ASCII characters without blanks where an output"
                + " has a safe value, got '"
                + place(endpoint)
                + "'");
      }
    }

    private static String place(ModbusEndpoint endpoint) {
      return switch (endpoint) {
        case ModbusEndpoint.Tcp server -> server.where();
        case ModbusEndpoint.Serial line -> Path.of(line.path()).toAbsolutePath().toString();
      };
    }

    /** The same at a server of this address; on a serial line the same. */
    public Modbus at(String address) {
      return endpoint instanceof ModbusEndpoint.Tcp server
          ? new Modbus(new ModbusEndpoint.Tcp(address, server.port()), unit, write)
          : this;
    }

    @Override
    public String text() {
      String where =
          switch (endpoint) {
            case ModbusEndpoint.Tcp server -> "modbus-tcp " + place(server);
            case ModbusEndpoint.Serial line ->
                // the settings' notation is that of the configuration: 19200 8E1 rs485
                "modbus-rtu " + place(line) + " " + line.settings();
          };
      return where + " " + unit + " " + write.text();
    }
  }
}
