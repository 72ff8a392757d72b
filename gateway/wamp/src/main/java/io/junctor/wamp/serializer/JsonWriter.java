package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes JSON without spaces.
 *
 * <p>Binary becomes a string of NUL and Base64. A string that itself starts with NUL would read as
 * binary, so it is written as the binary of its UTF-8 bytes. A number that is not finite becomes
 * null, as in ECMAScript.
 */
final class JsonWriter extends WireWriter {

  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");
  private static final byte[] BINARY_START = ascii("\"\\u0000");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private boolean comma; // a value was written, so the next one is separated from it

  JsonWriter(int capacity) {
    super(capacity);
  }

  @Override
  Format format() {
    return Format.JSON;
  }

  @Override
  void beginMessage(int size) {
    beginList(size);
  }

  @Override
  void endMessage() {
    oneByte(']');
  }

  @Override
  void beginRaw() {
    separate();
  }

  @Override
  public void nullValue() {
    literal(NULL);
  }

  @Override
  public void bool(boolean value) {
    literal(value ? TRUE : FALSE);
  }

  @Override
  public void integer(long value) {
    separate();
    if (value < 0) {
      oneByte('-');
    }
    int digits = digits(value);
    ensure(digits);
    long left = value;
    // the remainder has the sign of the value, so even the smallest long needs no case of its own
    for (int index = length + digits - 1; index >= length; index--) {
      buffer[index] = (byte) ('0' + Math.abs(left % 10));
      left /= 10;
    }
    length += digits;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long left = value / 10; left != 0; left /= 10) {
      digits++;
    }
    return digits;
  }

  @Override
  public void bigInteger(BigInteger value) {
    literal(ascii(value.toString()));
  }

  @Override
  public void floating(double value) {
    literal(Double.isFinite(value) ? ascii(Double.toString(value)) : NULL);
  }

  @Override
  public void text(byte[] utf8, int offset, int count) {
    if (count > 0 && utf8[offset] == 0) {
      binary(utf8, offset, count);
    } else {
      separate();
      quoted(utf8, offset, count);
    }
  }

  @Override
  public void binary(byte[] bytes, int offset, int count) {
    separate();
    raw(BINARY_START, 0, BINARY_START.length);
    byte[] source = new byte[count];
    System.arraycopy(bytes, offset, source, 0, count);
    byte[] base64 = Base64.getEncoder().encode(source);
    raw(base64, 0, base64.length);
    oneByte('"');
  }

  @Override
  public int beginList(int size) {
    separate();
    oneByte('[');
    comma = false;
    return 0;
  }

  @Override
  public void endList(int mark, int size) {
    oneByte(']');
    comma = true;
  }

  @Override
  public int beginDict(int size) {
    separate();
    oneByte('{');
    comma = false;
    return 0;
  }

  @Override
  public void key(byte[] utf8, int offset, int count) {
    separate();
    quoted(utf8, offset, count);
    oneByte(':');
    comma = false;
  }

  @Override
  void key(String key) {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    key(utf8, 0, utf8.length);
  }

  @Override
  public void endDict(int mark, int size) {
    oneByte('}');
    comma = true;
  }

  private void literal(byte[] literal) {
    separate();
    raw(literal, 0, literal.length);
  }

  private void separate() {
    if (comma) {
      oneByte(',');
    }
    comma = true;
  }

  private void quoted(byte[] utf8, int offset, int count) {
    oneByte('"');
    int to = offset + count;
    int from = offset; // of the part that is copied as it is
    for (int index = offset; index < to; index++) {
      byte next = utf8[index];
      if (next == '"' || next == '\\' || (next >= 0 && next < 0x20)) {
        raw(utf8, from, index - from);
        escape(next);
        from = index + 1;
      }
    }
    raw(utf8, from, to - from);
    oneByte('"');
  }

  private void escape(byte value) {
    oneByte('\\');
    switch (value) {
      case '"', '\\' -> oneByte(value);
      case '\n' -> oneByte('n');
      case '\r' -> oneByte('r');
      case '\t' -> oneByte('t');
      default -> {
        oneByte('u');
        oneByte('0');
        oneByte('0');
        oneByte(HEX[value >> 4]);
        oneByte(HEX[value & 0x0f]);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
