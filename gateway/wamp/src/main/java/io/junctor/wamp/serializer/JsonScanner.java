package io.junctor.wamp.serializer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The tokens of JSON: strings, numbers, literals and the space between; {@link JsonReader} knows
 * what they make up.
 */
abstract class JsonScanner extends WireReader {

  static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ESCAPED_NUL = "\\u0000".getBytes(StandardCharsets.US_ASCII);

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long EACH_HIGH = EACH << 7;

  /** An integer of so many digits fits a {@code long} whatever the digits are. */
  static final int LONG_DIGITS = 18;

  // of the string scanned last
  int stringStart;
  int stringEnd;
  boolean stringEscaped;

  JsonScanner(byte[] bytes, int from, int end) {
    super(bytes, from, end);
  }

  /** Checks the string that starts here, notes where its content is and moves behind it. */
  final void scanString() {
    stringStart = position + 1;
    stringEscaped = false;
    int index = plainEnd(stringStart);
    while (index < end) {
      byte next = bytes[index];
      if (next == '"') {
        stringEnd = index;
        position = index + 1;
        return;
      }
      if (next == '\\') {
        stringEscaped = true;
        index = plainEnd(escapeEnd(index));
      } else if (next >= 0x20) {
        index++;
      } else {
        index = plainEnd(sequenceEnd(index));
      }
    }
    position = end;
    throw truncated();
  }

  /**
   * Moves over characters that need no look of their own, eight at a time: to the first quote,
   * backslash, control character or byte beyond ASCII, or to the last seven bytes.
   */
  private int plainEnd(int from) {
    byte[] in = bytes;
    int last = end - Long.BYTES;
    int index = from;
    for (; index <= last; index += Long.BYTES) { // the compiler knows this form and checks no index
      long word = (long) WORDS.get(in, index);
      long special =
          (word - EACH * ' ') | zeroesIn(word ^ EACH * '"') | zeroesIn(word ^ EACH * '\\');
      special = (special | word) & EACH_HIGH;
      if (special != 0) {
        return index + Long.numberOfTrailingZeros(special) / Byte.SIZE;
      }
    }
    return index;
  }

  /** The high bit of each byte that is zero; perhaps of a byte behind one, never of one before. */
  private static long zeroesIn(long word) {
    return (word - EACH) & ~word;
  }

  private int sequenceEnd(int index) {
    int next = bytes[index] < 0 ? Utf8.sequenceEnd(bytes, index, end) : -1;
    if (next < 0) {
      position = index;
      throw unexpected("UTF-8 without control characters", bytes[index]);
    }
    return next;
  }

  /** Checks the escape that starts here; a surrogate must be the first half of a pair. */
  private int escapeEnd(int index) {
    position = index;
    if (remaining() < 2) {
      throw truncated();
    }
    return switch (bytes[index + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> index + 2;
      case 'u' -> unicodeEscapeEnd(index);
      default -> throw unexpected("an escape", bytes[index + 1]);
    };
  }

  private int unicodeEscapeEnd(int index) {
    int unit = hexUnit(index);
    if (!Character.isSurrogate((char) unit)) {
      return index + 6;
    }
    if (Character.isHighSurrogate((char) unit)
        && Character.isLowSurrogate((char) hexUnit(index + 6))) {
      return index + 12;
    }
    throw violation("expected a pair of surrogates");
  }

  /** The UTF-16 unit of an escape such as {@code \\u00e4}. */
  private int hexUnit(int index) {
    if (end - index < 6) {
      throw truncated();
    }
    if (bytes[index] != '\\' || bytes[index + 1] != 'u') {
      throw unexpected("\\u", bytes[index]);
    }
    int unit = 0;
    for (int digit = index + 2; digit < index + 6; digit++) {
      int value = Character.digit(bytes[digit], 16);
      if (value < 0) {
        throw unexpected("a hexadecimal digit", bytes[digit]);
      }
      unit = unit << 4 | value;
    }
    return unit;
  }

  /** The content of the string scanned last, without escapes, as UTF-8. */
  final byte[] unescaped() {
    return JsonStrings.unescape(bytes, stringStart, stringEnd);
  }

  final boolean startsWithNul(int from) {
    if (end - from < ESCAPED_NUL.length || bytes[from] != '\\') {
      return false;
    }
    for (int index = 1; index < ESCAPED_NUL.length; index++) {
      if (bytes[from + index] != ESCAPED_NUL[index]) {
        return false;
      }
    }
    return true;
  }

  /** The binary that the string scanned last stands for. */
  final byte[] binary() {
    byte[] text = JsonStrings.unescape(bytes, stringStart + ESCAPED_NUL.length, stringEnd);
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      position = stringStart;
      throw violation("expected Base64 after NUL: " + e.getMessage());
    }
  }

  final void literal(byte[] literal) {
    if (remaining() < literal.length) {
      throw truncated();
    }
    for (int index = 0; index < literal.length; index++) {
      if (bytes[position + index] != literal[index]) {
        throw unexpected(new String(literal, StandardCharsets.US_ASCII), peekByte());
      }
    }
    position += literal.length;
  }

  /** Checks the number that starts here; returns its end. */
  final int scanNumber(int from) {
    int index = from;
    if (index < end && bytes[index] == '-') {
      index++;
    }
    if (index < end && bytes[index] == '0') {
      index++;
    } else {
      index = digitsEnd(index);
    }
    if (index < end && bytes[index] == '.') {
      index = digitsEnd(index + 1);
    }
    if (index < end && (bytes[index] == 'e' || bytes[index] == 'E')) {
      index++;
      if (index < end && (bytes[index] == '+' || bytes[index] == '-')) {
        index++;
      }
      index = digitsEnd(index);
    }
    if (index - from >= Limits.NUMBER_DIGITS_MAX) {
      checkLongNumber(from, index);
    }
    return index;
  }

  /** The other formats bound an integer by its bits, so one that is nearly too long is counted. */
  private void checkLongNumber(int from, int to) {
    int length = bytes[from] == '-' ? to - from - 1 : to - from;
    if (length > Limits.NUMBER_DIGITS_MAX) {
      throw violation("expected a number of at most " + Limits.NUMBER_DIGITS_MAX + " characters");
    }
    if (isInteger(from, to)
        && new BigInteger(ascii(from, to)).bitLength() > Limits.BIG_INTEGER_BITS_MAX) {
      throw violation("expected an integer of at most " + Limits.BIG_INTEGER_BITS_MAX + " bits");
    }
  }

  /** Checks that one digit is here at least; returns the end of the digits. */
  private int digitsEnd(int from) {
    int index = from;
    while (index < end && bytes[index] >= '0' && bytes[index] <= '9') {
      index++;
    }
    if (index == from) {
      position = from;
      throw unexpected("a digit", peekByte());
    }
    return index;
  }

  final boolean isInteger(int from, int to) {
    for (int index = from; index < to; index++) {
      if (bytes[index] > '9' || bytes[index] == '.') {
        return false;
      }
    }
    return true;
  }

  final long smallInteger(int from, int to) {
    boolean negative = bytes[from] == '-';
    long value = 0;
    for (int index = negative ? from + 1 : from; index < to; index++) {
      value = value * 10 + (bytes[index] - '0');
    }
    return negative ? -value : value;
  }

  final String ascii(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  final void skipSpace() {
    while (position < end && isSpace(bytes[position])) {
      position++;
    }
  }

  static boolean isSpace(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }
}
