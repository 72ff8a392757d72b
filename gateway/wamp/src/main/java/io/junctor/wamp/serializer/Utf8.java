package io.junctor.wamp.serializer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks UTF-8 without building strings; the JDK's decoder would replace what is malformed. */
final class Utf8 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Whether the range is well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int index = asciiEnd(bytes, from, to);
    while (index < to) {
      index = bytes[index] >= 0 ? index + 1 : sequenceEnd(bytes, index, to);
      if (index < 0) {
        return false;
      }
    }
    return true;
  }

  /** Where the first byte beyond ASCII is, or {@code to}. */
  static int asciiEnd(byte[] bytes, int from, int to) {
    int index = from;
    int last = to - Long.BYTES;
    for (; index <= last; index += Long.BYTES) {
      long high = (long) LONG.get(bytes, index) & HIGH_BITS;
      if (high != 0) {
        return index + Long.numberOfTrailingZeros(high) / Byte.SIZE;
      }
    }
    while (index < to && bytes[index] >= 0) {
      index++;
    }
    return index;
  }

  /**
   * The end of the multi-byte sequence that starts at {@code index}.
   *
   * @return -1 when it is malformed or cut.
   */
  static int sequenceEnd(byte[] bytes, int index, int to) {
    int lead = bytes[index] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return to - index >= 2 && isTail(bytes[index + 1]) ? index + 2 : -1;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      return to - index >= 3 && isThree(lead, bytes[index + 1] & 0xff) && isTail(bytes[index + 2])
          ? index + 3
          : -1;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      return to - index >= 4
              && isFour(lead, bytes[index + 1] & 0xff)
              && isTail(bytes[index + 2])
              && isTail(bytes[index + 3])
          ? index + 4
          : -1;
    }
    return -1;
  }

  private static boolean isThree(int lead, int second) {
    int min = lead == 0xe0 ? 0xa0 : 0x80; // below: overlong
    int max = lead == 0xed ? 0x9f : 0xbf; // above: surrogates
    return second >= min && second <= max;
  }

  private static boolean isFour(int lead, int second) {
    int min = lead == 0xf0 ? 0x90 : 0x80; // below: overlong
    int max = lead == 0xf4 ? 0x8f : 0xbf; // above: beyond U+10FFFF
    return second >= min && second <= max;
  }

  private static boolean isTail(byte value) {
    return (value & 0xc0) == 0x80;
  }
}
