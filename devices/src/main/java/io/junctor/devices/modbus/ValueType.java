package io.junctor.devices.modbus;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/** What registers hold. */
enum ValueType {
  BOOL(1),
  INT16(1),
  UINT16(1),
  INT32(2),
  UINT32(2),
  INT64(4),
  UINT64(4),
  FLOAT32(2),
  FLOAT64(4),
  STRING(0);

  private final int registers;

  ValueType(int registers) {
    this.registers = registers;
  }

  /** As the configuration names it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many registers one value takes; 0 for a string, which says so itself. */
  int registers() {
    return registers;
  }

  boolean isInteger() {
    return switch (this) {
      case INT16, UINT16, INT32, UINT32, INT64, UINT64 -> true;
      case BOOL, FLOAT32, FLOAT64, STRING -> false;
    };
  }

  boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }

  boolean isUnsigned() {
    return this == UINT16 || this == UINT32 || this == UINT64;
  }

  /** The smallest integer that fits. */
  BigInteger minimum() {
    return isUnsigned() ? BigInteger.ZERO : BigInteger.TWO.pow(16 * registers - 1).negate();
  }

  /** The largest integer that fits. */
  BigInteger maximum() {
    return BigInteger.TWO.pow(16 * registers - (isUnsigned() ? 0 : 1)).subtract(BigInteger.ONE);
  }

  static ValueType parse(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "type: expected one of "
                        + Arrays.stream(values()).map(ValueType::text).toList()
                        + ", got '"
                        + text.toLowerCase(Locale.ROOT)
                        + "'"));
  }
}
