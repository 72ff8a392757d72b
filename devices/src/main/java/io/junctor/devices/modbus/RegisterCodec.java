package io.junctor.devices.modbus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Registers as bytes, and the number or text in them. No scale, no meaning. Functions only.
 *
 * <p>On the wire a register has its high byte first, and the standard says no more. Where a value
 * takes several registers, {@code wordOrder} says which register holds the most significant word;
 * {@code byteOrder} little means that the unit swaps the two bytes of each register.
 */
final class RegisterCodec {

  private RegisterCodec() {}

  /** The integer in the registers. */
  static BigInteger integer(
      ValueType type, byte[] registers, boolean isByteLittle, boolean isWordLittle) {
    byte[] ordered = ordered(registers, isByteLittle, isWordLittle);
    return type.isUnsigned() ? new BigInteger(1, ordered) : new BigInteger(ordered);
  }

  /** The registers that hold the integer, which must fit. */
  static byte[] registers(
      ValueType type, BigInteger value, boolean isByteLittle, boolean isWordLittle) {
    if (value.compareTo(type.minimum()) < 0 || value.compareTo(type.maximum()) > 0) {
      throw new IllegalArgumentException(
          "expected "
              + type.minimum()
              + ".."
              + type.maximum()
              + " to fit "
              + type.text()
              + ", got "
              + value);
    }
    byte[] bytes = new byte[2 * type.registers()];
    BigInteger rest = value;
    for (int i = bytes.length - 1; i >= 0; i--) {
      bytes[i] = rest.byteValue();
      rest = rest.shiftRight(Byte.SIZE);
    }
    return ordered(bytes, isByteLittle, isWordLittle);
  }

  /**
   * The floating point number in the registers. One of single precision becomes the shortest
   * decimal that stands for it: 0.1, not 0.10000000149.
   */
  static double floating(
      ValueType type, byte[] registers, boolean isByteLittle, boolean isWordLittle) {
    ByteBuffer ordered = ByteBuffer.wrap(ordered(registers, isByteLittle, isWordLittle));
    if (type == ValueType.FLOAT64) {
      return ordered.getDouble();
    }
    float single = ordered.getFloat();
    return Float.isFinite(single)
        ? new BigDecimal(Float.toString(single)).doubleValue()
        : (double) single;
  }

  /** The registers that hold the floating point number. */
  static byte[] registers(
      ValueType type, double value, boolean isByteLittle, boolean isWordLittle) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * type.registers());
    if (type == ValueType.FLOAT64) {
      bytes.putDouble(value);
    } else {
      bytes.putFloat((float) value);
    }
    return ordered(bytes.array(), isByteLittle, isWordLittle);
  }

  /** The text in the registers: ISO 8859-1, up to the first NUL, without blanks at its end. */
  static String text(byte[] registers, boolean isByteLittle) {
    byte[] bytes = ordered(registers, isByteLittle, false);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** The registers that hold the text, filled up with NUL. */
  static byte[] registers(String text, int registers, boolean isByteLittle) {
    byte[] bytes = new byte[2 * registers];
    byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(latin, 0, bytes, 0, latin.length);
    return ordered(bytes, isByteLittle, false);
  }

  /** To or from most significant byte first; its own inverse. */
  private static byte[] ordered(byte[] bytes, boolean isByteLittle, boolean isWordLittle) {
    byte[] ordered = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int word = isWordLittle ? bytes.length / 2 - 1 - i / 2 : i / 2;
      int half = isByteLittle ? 1 - i % 2 : i % 2;
      ordered[i] = bytes[2 * word + half];
    }
    return ordered;
  }
}
