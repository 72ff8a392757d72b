package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import java.math.BigInteger;

/** Writes CBOR with definite lengths and the shortest heads; floats always have 64 bits. */
final class CborWriter extends WireWriter {

  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;

  CborWriter(int capacity) {
    super(capacity);
  }

  @Override
  Format format() {
    return Format.CBOR;
  }

  @Override
  void beginMessage(int size) {
    head(ARRAY, size);
  }

  @Override
  void endMessage() {
    // the head told the size
  }

  @Override
  void beginRaw() {
    // items stand back to back
  }

  @Override
  public void nullValue() {
    oneByte(0xf6);
  }

  @Override
  public void bool(boolean value) {
    oneByte(value ? 0xf5 : 0xf4);
  }

  @Override
  public void integer(long value) {
    if (value >= 0) {
      head(UNSIGNED, value);
    } else {
      head(NEGATIVE, ~value);
    }
  }

  @Override
  public void bigInteger(BigInteger value) {
    boolean negative = value.signum() < 0;
    BigInteger magnitude = negative ? value.not() : value;
    if (magnitude.bitLength() <= Long.SIZE) {
      oneByte((negative ? NEGATIVE : UNSIGNED) << 5 | 27);
      bigEndian(magnitude.longValue(), 8);
      return;
    }
    oneByte(negative ? 0xc3 : 0xc2);
    byte[] bytes = magnitude.toByteArray();
    int zeros = bytes[0] == 0 ? 1 : 0; // the sign's byte
    binary(bytes, zeros, bytes.length - zeros);
  }

  @Override
  public void floating(double value) {
    oneByte(0xfb);
    bigEndian(Double.doubleToRawLongBits(value), 8);
  }

  @Override
  public void text(byte[] utf8, int offset, int count) {
    head(TEXT, count);
    raw(utf8, offset, count);
  }

  @Override
  public void binary(byte[] bytes, int offset, int count) {
    head(BYTES, count);
    raw(bytes, offset, count);
  }

  @Override
  public int beginList(int size) {
    return begin(ARRAY, size);
  }

  @Override
  public void endList(int mark, int size) {
    end(mark, ARRAY, size);
  }

  @Override
  public int beginDict(int size) {
    return begin(MAP, size);
  }

  @Override
  public void key(byte[] utf8, int offset, int count) {
    text(utf8, offset, count);
  }

  @Override
  void key(String key) {
    text(key);
  }

  @Override
  public void endDict(int mark, int size) {
    end(mark, MAP, size);
  }

  private int begin(int major, int size) {
    if (size == UNKNOWN_SIZE) {
      int mark = length;
      oneByte(major << 5);
      return mark;
    }
    head(major, size);
    return UNKNOWN_SIZE; // nothing to mend at the end
  }

  /** Mends the head of a container whose size was not known; moves the content if it grows. */
  private void end(int mark, int major, int size) {
    if (mark == UNKNOWN_SIZE) {
      return;
    }
    int argumentBytes = argumentBytes(size);
    if (argumentBytes > 0) {
      insertGap(mark + 1, argumentBytes);
    }
    int behind = length;
    length = mark;
    head(major, size);
    length = behind;
  }

  private static int argumentBytes(long value) {
    if (value < 24) {
      return 0;
    }
    if (value <= 0xff) {
      return 1;
    }
    if (value <= 0xffff) {
      return 2;
    }
    return value <= 0xffffffffL ? 4 : 8;
  }

  private void head(int major, long value) {
    int argumentBytes = argumentBytes(value);
    if (argumentBytes == 0) {
      oneByte(major << 5 | (int) value);
      return;
    }
    oneByte(major << 5 | 24 + Integer.numberOfTrailingZeros(argumentBytes));
    bigEndian(value, argumentBytes);
  }
}
