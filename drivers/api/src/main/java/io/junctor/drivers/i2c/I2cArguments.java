package io.junctor.drivers.i2c;

import java.util.Locale;

/**
 * The argument checks every bus implementation shares. All throw {@link IllegalArgumentException}.
 */
public final class I2cArguments {

  /** 0x00..0x07 are reserved by the I2C specification (UM10204, table 4). */
  public static final int ADDRESS_MIN = 0x08;

  /** 0x78..0x7F are reserved (10-bit addressing, device id). */
  public static final int ADDRESS_MAX = 0x77;

  private I2cArguments() {}

  /** Returns the address if it is a usable 7-bit one. */
  public static int requireAddress(int address) {
    if (address < ADDRESS_MIN || address > ADDRESS_MAX) {
      String hint =
          address >= 0x80 && address <= 0xEF
              ? String.format(Locale.ROOT, "; as an 8-bit address it would be 0x%02x", address >> 1)
              : "";
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "I2C address: expected 7 bits, 0x%02x..0x%02x, got 0x%02x%s",
              ADDRESS_MIN,
              ADDRESS_MAX,
              address,
              hint));
    }
    return address;
  }

  /** Returns the value if it fits an unsigned byte. */
  public static int requireByte(int value) {
    return requireRange("I2C byte", value, 0, 0xFF);
  }

  /** Returns the value if it fits an unsigned 16-bit word. */
  public static int requireWord(int value) {
    return requireRange("I2C word", value, 0, 0xFFFF);
  }

  /** Returns the length if an SMBus block can have it. */
  public static int requireBlockLength(int length) {
    return requireRange("I2C block length", length, 1, I2cBus.BLOCK_BYTES_MAX);
  }

  /** Returns the length if a plain transfer can have it. */
  public static int requirePlainLength(int length) {
    return requireRange("I2C transfer length", length, 1, I2cBus.PLAIN_BYTES_MAX);
  }

  private static int requireRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + ": expected " + min + ".." + max + ", got " + value);
    }
    return value;
  }
}
