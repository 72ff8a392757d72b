package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import java.math.BigInteger;

/**
 * Writes MessagePack, always in the shortest form. An integer that needs more than 64 bits, which
 * MessagePack does not have, becomes the nearest float.
 */
final class MsgPackWriter extends WireWriter {

  MsgPackWriter(int capacity) {
    super(capacity);
  }

  @Override
  Format format() {
    return Format.MSGPACK;
  }

  @Override
  void beginMessage(int size) {
    beginList(size);
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
    oneByte(0xc0);
  }

  @Override
  public void bool(boolean value) {
    oneByte(value ? 0xc3 : 0xc2);
  }

  @Override
  public void integer(long value) {
    if (value >= 0) {
      unsigned(value);
    } else if (value >= -0x20) {
      oneByte((int) value);
    } else if (value >= Byte.MIN_VALUE) {
      number(0xd0, value, 1);
    } else if (value >= Short.MIN_VALUE) {
      number(0xd1, value, 2);
    } else if (value >= Integer.MIN_VALUE) {
      number(0xd2, value, 4);
    } else {
      number(0xd3, value, 8);
    }
  }

  private void unsigned(long value) {
    if (value <= 0x7f) {
      oneByte((int) value);
    } else if (value <= 0xff) {
      number(0xcc, value, 1);
    } else if (value <= 0xffff) {
      number(0xcd, value, 2);
    } else if (value <= 0xffffffffL) {
      number(0xce, value, 4);
    } else {
      number(0xcf, value, 8);
    }
  }

  @Override
  public void bigInteger(BigInteger value) {
    if (value.signum() > 0 && value.bitLength() <= Long.SIZE) {
      number(0xcf, value.longValue(), 8);
    } else {
      floating(value.doubleValue());
    }
  }

  @Override
  public void floating(double value) {
    number(0xcb, Double.doubleToRawLongBits(value), 8);
  }

  @Override
  public void text(byte[] utf8, int offset, int count) {
    if (count < 0x20) {
      oneByte(0xa0 | count);
    } else if (count <= 0xff) {
      number(0xd9, count, 1);
    } else if (count <= 0xffff) {
      number(0xda, count, 2);
    } else {
      number(0xdb, count, 4);
    }
    raw(utf8, offset, count);
  }

  @Override
  public void binary(byte[] bytes, int offset, int count) {
    if (count <= 0xff) {
      number(0xc4, count, 1);
    } else if (count <= 0xffff) {
      number(0xc5, count, 2);
    } else {
      number(0xc6, count, 4);
    }
    raw(bytes, offset, count);
  }

  @Override
  public int beginList(int size) {
    return begin(0x90, 0xdc, size);
  }

  @Override
  public void endList(int mark, int size) {
    end(mark, 0x90, 0xdc, size);
  }

  @Override
  public int beginDict(int size) {
    return begin(0x80, 0xde, size);
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
    end(mark, 0x80, 0xde, size);
  }

  private int begin(int shortType, int type16, int size) {
    if (size == UNKNOWN_SIZE) {
      int mark = length;
      oneByte(shortType);
      return mark;
    }
    if (size < 0x10) {
      oneByte(shortType | size);
    } else if (size <= 0xffff) {
      number(type16, size, 2);
    } else {
      number(type16 + 1, size, 4);
    }
    return UNKNOWN_SIZE; // nothing to mend at the end
  }

  /** Mends the head of a container whose size was not known; moves the content if it grows. */
  private void end(int mark, int shortType, int type16, int size) {
    if (mark == UNKNOWN_SIZE) {
      return;
    }
    if (size >= 0x10) {
      insertGap(mark + 1, size <= 0xffff ? 2 : 4);
    }
    int behind = length;
    length = mark;
    begin(shortType, type16, size);
    length = behind;
  }

  private void number(int type, long value, int count) {
    oneByte(type);
    bigEndian(value, count);
  }
}
