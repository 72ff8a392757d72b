package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON, strictly by RFC 8259. A string that starts with NUL is binary.
 *
 * <blockquote>
 * If the string starts with a {@code \0} character, interpret the rest (after the first character)
 * as Base64 and decode to a byte array.
 * </blockquote>
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-binary-support-in-json">WAMP:
 *     Binary support in JSON</a>
 */
final class JsonReader extends JsonScanner {

  private boolean inMessage; // an element was read, so a comma or the end must follow

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

  /** Digits with the comma or bracket behind them at once, looked at once. */
  @Override
  long plainInteger() {
    int index = position;
    int limit = Math.min(end, position + LONG_DIGITS + 1);
    long value = 0;
    while (index < limit && bytes[index] >= '0' && bytes[index] <= '9') {
      value = value * 10 + (bytes[index] - '0');
      index++;
    }
    boolean isPlain =
        index > position
            && index < limit
            && (bytes[index] == ',' || bytes[index] == ']')
            && (bytes[position] != '0' || index == position + 1);
    if (!isPlain) {
      return -1;
    }
    position = index;
    return value;
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
}
