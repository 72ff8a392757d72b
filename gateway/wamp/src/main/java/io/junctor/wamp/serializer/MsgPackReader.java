package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import java.math.BigInteger;

/**
 * Reads MessagePack. Extension types are refused: WAMP has no value for them, and no other format
 * could carry them on. The one exception is {@code d4 00 00}, which JavaScript's libraries write
 * for {@code undefined}: it reads as nil, as CBOR's undefined does.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack
 *     specification</a>
 */
final class MsgPackReader extends WireReader {

  private static final int NIL = 0xc0;
  private static final int FALSE = 0xc2;
  private static final int TRUE = 0xc3;
  private static final int BIN8 = 0xc4;
  private static final int BIN16 = 0xc5;
  private static final int BIN32 = 0xc6;
  private static final int FLOAT32 = 0xca;
  private static final int FLOAT64 = 0xcb;
  private static final int UINT8 = 0xcc;
  private static final int UINT16 = 0xcd;
  private static final int UINT32 = 0xce;
  private static final int UINT64 = 0xcf;
  private static final int INT8 = 0xd0;
  private static final int INT16 = 0xd1;
  private static final int INT32 = 0xd2;
  private static final int INT64 = 0xd3;
  private static final int FIXEXT1 = 0xd4;
  private static final int STR8 = 0xd9;
  private static final int STR16 = 0xda;
  private static final int STR32 = 0xdb;
  private static final int ARRAY16 = 0xdc;
  private static final int ARRAY32 = 0xdd;
  private static final int MAP16 = 0xde;
  private static final int MAP32 = 0xdf;

  private int messageElementsLeft;

  MsgPackReader(byte[] bytes, int from, int end) {
    super(bytes, from, end);
  }

  @Override
  Format format() {
    return Format.MSGPACK;
  }

  @Override
  void beginMessage() {
    expect(Kind.LIST);
    messageElementsLeft = listSize(unsignedByte());
  }

  @Override
  boolean nextElement() {
    if (messageElementsLeft > 0) {
      messageElementsLeft--;
      return true;
    }
    if (position != end) {
      throw trailing();
    }
    return false;
  }

  @Override
  void nextPayloadElement() {
    // items stand back to back
  }

  @Override
  Kind peek() {
    return kind(peekByte());
  }

  private Kind kind(int type) {
    if (type <= 0x7f || type >= 0xe0) {
      return Kind.INTEGER;
    }
    if (type <= 0x8f) {
      return Kind.DICT;
    }
    if (type <= 0x9f) {
      return Kind.LIST;
    }
    if (type <= 0xbf) {
      return Kind.STRING;
    }
    return switch (type) {
      case NIL, FIXEXT1 -> Kind.NULL;
      case FALSE, TRUE -> Kind.BOOL;
      case BIN8, BIN16, BIN32 -> Kind.BINARY;
      case FLOAT32, FLOAT64 -> Kind.FLOAT;
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> Kind.INTEGER;
      case STR8, STR16, STR32 -> Kind.STRING;
      case ARRAY16, ARRAY32 -> Kind.LIST;
      case MAP16, MAP32 -> Kind.DICT;
      default -> throw unexpected("a value that WAMP knows (no extension type)", type);
    };
  }

  @Override
  boolean skipEmptyDict() {
    if (peekByte() != 0x80) {
      return false;
    }
    position++;
    return true;
  }

  @Override
  long integer() {
    Kind kind = peek();
    if (kind == Kind.FLOAT) {
      return integral(floating(unsignedByte()));
    }
    expect(Kind.INTEGER);
    int type = unsignedByte();
    long value = integer(type);
    if (type == UINT64 && value < 0) {
      throw violation("expected an integer of 63 bits, got " + Long.toUnsignedString(value));
    }
    return value;
  }

  @Override
  String string(int bytesMax) {
    expect(Kind.STRING);
    int length = textLength(unsignedByte());
    checkStringLength(length, bytesMax);
    int from = position;
    position += length;
    return text(from, length);
  }

  @Override
  void skipValue(int depth) {
    int type = unsignedByte();
    if (type <= 0x7f || type >= 0xe0) {
      return;
    }
    if (type >= 0xa0 && type <= 0xbf) {
      skipText(type);
      return;
    }
    switch (kind(type)) {
      case NULL -> skipNull(type);
      case BOOL -> {}
      case INTEGER, FLOAT -> advance(numberBytes(type));
      case STRING -> skipText(type);
      case BINARY -> advance(binaryLength(type));
      case LIST -> skipList(listSize(type), deeper(depth));
      case DICT -> skipDict(dictSize(type), deeper(depth));
    }
  }

  private void skipNull(int type) {
    if (type == FIXEXT1 && bigEndian(2) != 0) {
      throw unexpected("a value that WAMP knows (no extension type)", type);
    }
  }

  private void skipText(int type) {
    int length = textLength(type);
    checkUtf8(position, position + length);
    position += length;
  }

  private void skipList(int size, int depth) {
    for (int index = 0; index < size; index++) {
      skipValue(depth);
    }
  }

  private void skipDict(int size, int depth) {
    for (int index = 0; index < size; index++) {
      expect(Kind.STRING);
      skipText(unsignedByte());
      skipValue(depth);
    }
  }

  @Override
  void copyValue(ValueSink sink, int depth) {
    int type = unsignedByte();
    switch (kind(type)) {
      case NULL -> {
        skipNull(type);
        sink.nullValue();
      }
      case BOOL -> sink.bool(type == TRUE);
      case INTEGER -> copyInteger(sink, type);
      case FLOAT -> sink.floating(floating(type));
      case STRING -> {
        int length = textLength(type);
        checkUtf8(position, position + length);
        sink.text(bytes, position, length);
        position += length;
      }
      case BINARY -> {
        int length = binaryLength(type);
        sink.binary(bytes, position, length);
        position += length;
      }
      case LIST -> copyList(sink, listSize(type), deeper(depth));
      case DICT -> copyDict(sink, dictSize(type), deeper(depth));
    }
  }

  private void copyInteger(ValueSink sink, int type) {
    long value = integer(type);
    if (type == UINT64 && value < 0) {
      sink.bigInteger(new BigInteger(Long.toUnsignedString(value)));
    } else {
      sink.integer(value);
    }
  }

  private void copyList(ValueSink sink, int size, int depth) {
    int mark = sink.beginList(size);
    for (int index = 0; index < size; index++) {
      copyValue(sink, depth);
    }
    sink.endList(mark, size);
  }

  private void copyDict(ValueSink sink, int size, int depth) {
    int mark = sink.beginDict(size);
    for (int index = 0; index < size; index++) {
      expect(Kind.STRING);
      int length = textLength(unsignedByte());
      checkUtf8(position, position + length);
      sink.key(bytes, position, length);
      position += length;
      copyValue(sink, depth);
    }
    sink.endDict(mark, size);
  }

  private long integer(int type) {
    return switch (type) {
      case UINT8 -> bigEndian(1);
      case UINT16 -> bigEndian(2);
      case UINT32 -> bigEndian(4);
      case UINT64, INT64 -> bigEndian(8);
      case INT8 -> (byte) bigEndian(1);
      case INT16 -> (short) bigEndian(2);
      case INT32 -> (int) bigEndian(4);
      default -> (byte) type; // fixint
    };
  }

  private double floating(int type) {
    return type == FLOAT32
        ? Float.intBitsToFloat((int) bigEndian(4))
        : Double.longBitsToDouble(bigEndian(8));
  }

  private static int numberBytes(int type) {
    return switch (type) {
      case UINT8, INT8 -> 1;
      case UINT16, INT16 -> 2;
      case UINT32, INT32, FLOAT32 -> 4;
      default -> 8;
    };
  }

  private int textLength(int type) {
    return switch (type) {
      case STR8 -> length(bigEndian(1));
      case STR16 -> length(bigEndian(2));
      case STR32 -> length(bigEndian(4));
      default -> length(type & 0x1f);
    };
  }

  private int binaryLength(int type) {
    return switch (type) {
      case BIN8 -> length(bigEndian(1));
      case BIN16 -> length(bigEndian(2));
      default -> length(bigEndian(4));
    };
  }

  private int listSize(int type) {
    long size =
        switch (type) {
          case ARRAY16 -> bigEndian(2);
          case ARRAY32 -> bigEndian(4);
          default -> type & 0x0f;
        };
    return size(size, 1);
  }

  private int dictSize(int type) {
    long size =
        switch (type) {
          case MAP16 -> bigEndian(2);
          case MAP32 -> bigEndian(4);
          default -> type & 0x0f;
        };
    return size(size, 2);
  }
}
