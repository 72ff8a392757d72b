package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads JSON, strictly by RFC 8259. A string that starts with NUL is binary.
 *
 * <blockquote>
 * Binary data follows a convention for conversion to JSON strings: a byte array is converted to a
 * JSON string by Base64 encoding and prepending a NUL character.
 * </blockquote>
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-binary-conversion-of-json-s">WAMP:
 *     Binary support in JSON</a>
 */
final class JsonReader extends WireReader {

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ESCAPED_NUL = "\\u0000".getBytes(StandardCharsets.US_ASCII);

  /** An integer of so many digits fits a {@code long} whatever the digits are. */
  private static final int LONG_DIGITS = 18;

  private boolean inMessage; // an element was read, so a comma or the end must follow

  // of the string scanned last
  private int stringStart;
  private int stringEnd;
  private boolean stringEscaped;

  JsonReader(byte[] bytes, int from, int end) {
    super(bytes, from, end);
  }

  @Override
  Format format() {
    return Format.JSON;
  }

  @Override
  void beginMessage() {
    skipSpace();
    expect(Kind.LIST);
    position++;
  }

  @Override
  boolean nextElement() {
    boolean more = inMessage ? moreAfterValue(']') : moreAfterOpening(']');
    inMessage = true;
    if (more) {
      countElements(1);
      return true;
    }
    while (position < end && isSpace(bytes[position])) {
      position++;
    }
    if (position != end) {
      throw trailing();
    }
    return false;
  }

  @Override
  void nextPayloadElement() {
    skipSpace();
    if (unsignedByte() != ',') {
      position--;
      throw unexpected("','", peekByte());
    }
    skipSpace();
  }

  @Override
  Kind peek() {
    int first = peekByte();
    return switch (first) {
      case '"' -> startsWithNul(position + 1) ? Kind.BINARY : Kind.STRING;
      case '{' -> Kind.DICT;
      case '[' -> Kind.LIST;
      case 't', 'f' -> Kind.BOOL;
      case 'n' -> Kind.NULL;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          isInteger(position, scanNumber(position)) ? Kind.INTEGER : Kind.FLOAT;
      default -> throw unexpected("a JSON value", first);
    };
  }

  @Override
  boolean skipEmptyDict() {
    int from = position;
    if (peekByte() == '{') {
      position++;
      skipSpace();
      if (peekByte() == '}') {
        position++;
        return true;
      }
    }
    position = from;
    return false;
  }

  @Override
  long integer() {
    int from = position;
    int first = peekByte();
    if (first != '-' && (first < '0' || first > '9')) {
      throw violation("expected integer, got " + peek());
    }
    int to = scanNumber(from);
    position = to;
    if (!isInteger(from, to)) {
      return integral(Double.parseDouble(ascii(from, to)));
    }
    if (to - from <= LONG_DIGITS) {
      return smallInteger(from, to);
    }
    BigInteger value = new BigInteger(ascii(from, to));
    if (value.bitLength() >= Long.SIZE) {
      throw violation("expected an integer of 63 bits, got " + (to - from) + " digits");
    }
    return value.longValue();
  }

  @Override
  String string(int bytesMax) {
    expect(Kind.STRING);
    scanString();
    checkStringLength(stringEnd - stringStart, bytesMax);
    if (!stringEscaped) {
      return new String(bytes, stringStart, stringEnd - stringStart, StandardCharsets.UTF_8);
    }
    return new String(unescaped(), StandardCharsets.UTF_8);
  }

  @Override
  void skipValue(int depth) {
    int first = peekByte();
    switch (first) {
      case '"' -> {
        scanString();
        if (startsWithNul(stringStart)) {
          binary();
        }
      }
      case '{' -> skipDict(deeper(depth));
      case '[' -> skipList(deeper(depth));
      case 't' -> literal(TRUE);
      case 'f' -> literal(FALSE);
      case 'n' -> literal(NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> position = scanNumber(position);
      default -> throw unexpected("a JSON value", first);
    }
  }

  private void skipList(int depth) {
    position++;
    boolean more = moreAfterOpening(']');
    while (more) {
      countElements(1);
      skipValue(depth);
      more = moreAfterValue(']');
    }
  }

  private void skipDict(int depth) {
    position++;
    boolean more = moreAfterOpening('}');
    while (more) {
      countElements(2);
      scanKey();
      skipValue(depth);
      more = moreAfterValue('}');
    }
  }

  @Override
  void copyValue(ValueSink sink, int depth) {
    int first = peekByte();
    switch (first) {
      case '"' -> copyString(sink);
      case '{' -> copyDict(sink, deeper(depth));
      case '[' -> copyList(sink, deeper(depth));
      case 't' -> {
        literal(TRUE);
        sink.bool(true);
      }
      case 'f' -> {
        literal(FALSE);
        sink.bool(false);
      }
      case 'n' -> {
        literal(NULL);
        sink.nullValue();
      }
      default -> copyNumber(sink);
    }
  }

  private void copyString(ValueSink sink) {
    scanString();
    if (startsWithNul(stringStart)) {
      byte[] binary = binary();
      sink.binary(binary, 0, binary.length);
    } else if (stringEscaped) {
      byte[] text = unescaped();
      sink.text(text, 0, text.length);
    } else {
      sink.text(bytes, stringStart, stringEnd - stringStart);
    }
  }

  private void copyList(ValueSink sink, int depth) {
    position++;
    int mark = sink.beginList(ValueSink.UNKNOWN_SIZE);
    int size = 0;
    boolean more = moreAfterOpening(']');
    while (more) {
      countElements(1);
      copyValue(sink, depth);
      size++;
      more = moreAfterValue(']');
    }
    sink.endList(mark, size);
  }

  private void copyDict(ValueSink sink, int depth) {
    position++;
    int mark = sink.beginDict(ValueSink.UNKNOWN_SIZE);
    int size = 0;
    boolean more = moreAfterOpening('}');
    while (more) {
      countElements(2);
      scanKey();
      if (stringEscaped) {
        byte[] key = unescaped();
        sink.key(key, 0, key.length);
      } else {
        sink.key(bytes, stringStart, stringEnd - stringStart);
      }
      copyValue(sink, depth);
      size++;
      more = moreAfterValue('}');
    }
    sink.endDict(mark, size);
  }

  private void copyNumber(ValueSink sink) {
    int from = position;
    int to = scanNumber(from);
    position = to;
    if (!isInteger(from, to)) {
      sink.floating(Double.parseDouble(ascii(from, to)));
    } else if (to - from <= LONG_DIGITS) {
      sink.integer(smallInteger(from, to));
    } else {
      BigInteger value = new BigInteger(ascii(from, to));
      if (value.bitLength() < Long.SIZE) {
        sink.integer(value.longValue());
      } else {
        sink.bigInteger(value);
      }
    }
  }

  /** Behind an opening bracket: moves to the first value, or behind the closing bracket. */
  private boolean moreAfterOpening(char closing) {
    skipSpace();
    if (peekByte() != closing) {
      return true;
    }
    position++;
    return false;
  }

  /** Behind a value: moves to the next value, or behind the closing bracket. */
  private boolean moreAfterValue(char closing) {
    skipSpace();
    int next = peekByte();
    if (next == ',') {
      position++;
      skipSpace();
      return true;
    }
    if (next == closing) {
      position++;
      return false;
    }
    throw unexpected("',' or '" + closing + "'", next);
  }

  private void scanKey() {
    if (peekByte() != '"') {
      throw unexpected("a key", peekByte());
    }
    scanString();
    skipSpace();
    if (peekByte() != ':') {
      throw unexpected("':'", peekByte());
    }
    position++;
    skipSpace();
  }

  /** Checks the string that starts here, notes where its content is and moves behind it. */
  private void scanString() {
    int index = position + 1;
    stringStart = index;
    stringEscaped = false;
    while (index < end) {
      byte next = bytes[index];
      if (next == '"') {
        stringEnd = index;
        position = index + 1;
        return;
      }
      if (next == '\\') {
        stringEscaped = true;
        index = escapeEnd(index);
      } else if (next >= 0x20) {
        index++;
      } else {
        index = sequenceEnd(index);
      }
    }
    position = end;
    throw truncated();
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
  private byte[] unescaped() {
    return JsonStrings.unescape(bytes, stringStart, stringEnd);
  }

  private boolean startsWithNul(int from) {
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
  private byte[] binary() {
    byte[] text = JsonStrings.unescape(bytes, stringStart + ESCAPED_NUL.length, stringEnd);
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      position = stringStart;
      throw violation("expected Base64 after NUL: " + e.getMessage());
    }
  }

  private void literal(byte[] literal) {
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
  private int scanNumber(int from) {
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

  private boolean isInteger(int from, int to) {
    for (int index = from; index < to; index++) {
      if (bytes[index] > '9' || bytes[index] == '.') {
        return false;
      }
    }
    return true;
  }

  private long smallInteger(int from, int to) {
    boolean negative = bytes[from] == '-';
    long value = 0;
    for (int index = negative ? from + 1 : from; index < to; index++) {
      value = value * 10 + (bytes[index] - '0');
    }
    return negative ? -value : value;
  }

  private String ascii(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  private void skipSpace() {
    while (position < end && isSpace(bytes[position])) {
      position++;
    }
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }
}
