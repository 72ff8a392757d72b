package io.junctor.devices.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Defaults and range checks. The checks return the value or throw {@link IllegalArgumentException}.
 */
public final class Checks {

  private Checks() {}

  /** The value, or the default where none was written. */
  public static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }

  /** The value, which must have been written. */
  public static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + ": expected a value, got none");
    }
    return value;
  }

  /** A whole number within the range, or its default. */
  public static Integer range(
      String name, @Nullable Integer value, int fallback, int minimum, int maximum) {
    int number = or(value, fallback);
    if (number < minimum || number > maximum) {
      throw new IllegalArgumentException(
          name + ": expected " + minimum + ".." + maximum + ", got " + number);
    }
    return number;
  }

  /** A number within the range, or its default. */
  public static Double range(
      String name, @Nullable Double value, double fallback, double minimum, double maximum) {
    double number = or(value, fallback);
    if (!(number >= minimum && number <= maximum)) {
      throw new IllegalArgumentException(
          name + ": expected " + minimum + ".." + maximum + ", got " + number);
    }
    return number;
  }

  /** An I2C address within the range the chip can have, or its default. */
  public static Integer address(
      String name, @Nullable Integer value, int fallback, int minimum, int maximum) {
    int address = or(value, fallback);
    if (address < minimum || address > maximum) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected a 7-bit address 0x%02x..0x%02x, got 0x%02x",
              name,
              minimum,
              maximum,
              address));
    }
    return address;
  }

  /** A text that is not blank, or its default. */
  public static String text(String name, @Nullable String value, String fallback) {
    String text = or(value, fallback);
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + ": expected a text, got a blank");
    }
    return text;
  }

  /** The claim on one address of an I2C bus. */
  public static String i2cClaim(String bus, int address) {
    String name = bus.startsWith("/dev/") ? bus.substring("/dev/".length()) : bus;
    String kernelName = name.matches("\\d+") ? "i2c-" + name : name;
    return String.format(Locale.ROOT, "%s 0x%02x", kernelName, address);
  }

  /** Fails with the message unless the condition holds. */
  public static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
