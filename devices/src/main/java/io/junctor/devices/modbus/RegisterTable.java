package io.junctor.devices.modbus;

import io.junctor.drivers.modbus.ModbusMaster;
import java.util.Arrays;
import java.util.Locale;

/** The four tables of a Modbus unit. */
enum RegisterTable {
  COIL(true, true, ModbusMaster.READ_BITS_MAX),
  DISCRETE(true, false, ModbusMaster.READ_BITS_MAX),
  HOLDING(false, true, ModbusMaster.READ_REGISTERS_MAX),
  INPUT(false, false, ModbusMaster.READ_REGISTERS_MAX);

  private final boolean isBits;
  private final boolean isWritable;
  private final int readMax;

  RegisterTable(boolean isBits, boolean isWritable, int readMax) {
    this.isBits = isBits;
    this.isWritable = isWritable;
    this.readMax = readMax;
  }

  /** As the configuration names it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it holds bits and not registers of 16. */
  boolean isBits() {
    return isBits;
  }

  boolean isWritable() {
    return isWritable;
  }

  /** The most one request can read. */
  int readMax() {
    return readMax;
  }

  static RegisterTable parse(String text) {
    return Arrays.stream(values())
        .filter(table -> table.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "register: expected coil, discrete, holding or input, got '" + text + "'"));
  }
}
