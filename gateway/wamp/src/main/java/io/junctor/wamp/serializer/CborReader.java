package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads CBOR: all of RFC 8949 that has a value in WAMP, with definite and indefinite lengths and
 * integers of any length that the encoder chose.
 *
 * <p>Bignums (tags 2 and 3) are integers; any other tag is passed over, so its content counts.
 * Undefined reads as null. Other simple values are refused.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8949.html">RFC 8949</a>
 */
final class CborReader extends WireReader {

  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;

  private static final int INDEFINITE = 31;
  private static final int BREAK = 0xff;
  private static final int FALSE = 0xf4;
  private static final int TRUE = 0xf5;
  private static final int NULL = 0xf6;
  private static final int UNDEFINED = 0xf7;
  private static final int FLOAT16 = 0xf9;
  private static final int FLOAT32 = 0xfa;
  private static final int FLOAT64 = 0xfb;

  private static final int TAG_BIGNUM = 0xc2;
  private static final int TAG_NEGATIVE_BIGNUM = 0xc3;

  private static final int BIGNUM_BYTES_MAX = Limits.BIG_INTEGER_BITS_MAX / Byte.SIZE;

  private long messageElementsLeft; // ValueSink.UNKNOWN_SIZE when indefinite

  CborReader(byte[] bytes, int from, int end) {
    super(bytes, from, end);
  }

  @Override
  Format format() {
    return Format.CBOR;
  }

  @Override
  void beginMessage() {
    skipTags();
    expect(Kind.LIST);
    messageElementsLeft = containerSize(unsignedByte(), 1);
  }

  @Override
  boolean nextElement() {
    if (messageElementsLeft == ValueSink.UNKNOWN_SIZE) {
      if (!endsIndefinite()) {
        countElements(1);
        return true;
      }
      messageElementsLeft = 0;
    }
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
    int from = position;
    skipTags();
    Kind kind = kind(peekByte());
    position = from;
    return kind;
  }

  private Kind kind(int head) {
    return switch (head >> 5) {
      case UNSIGNED, NEGATIVE -> Kind.INTEGER;
      case BYTES -> Kind.BINARY;
      case TEXT -> Kind.STRING;
      case ARRAY -> Kind.LIST;
      case MAP -> Kind.DICT;
      case TAG -> Kind.INTEGER; // the other tags were passed over
      default ->
          switch (head) {
            case FALSE, TRUE -> Kind.BOOL;
            case NULL, UNDEFINED -> Kind.NULL;
            case FLOAT16, FLOAT32, FLOAT64 -> Kind.FLOAT;
            default -> throw unexpected("a value that WAMP knows", head);
          };
    };
  }

  /** Passes over tags; stops before a bignum's. */
  private void skipTags() {
    while (peekByte() >> 5 == TAG) {
      int head = peekByte();
      if (head == TAG_BIGNUM || head == TAG_NEGATIVE_BIGNUM) {
        return;
      }
      position++;
      argument(head);
    }
  }

  @Override
  boolean skipEmptyDict() {
    if (peekByte() != MAP << 5) {
      return false;
    }
    position++;
    return true;
  }

  @Override
  long integer() {
    Kind kind = peek();
    skipTags();
    int head = unsignedByte();
    if (kind == Kind.FLOAT) {
      return integral(floating(head));
    }
    if (kind != Kind.INTEGER || head >> 5 == TAG) {
      position--;
      throw violation("expected an integer of 63 bits, got " + kind);
    }
    long argument = argument(head);
    if (argument < 0) {
      throw violation("expected an integer of 63 bits, got " + Long.toUnsignedString(argument));
    }
    return head >> 5 == UNSIGNED ? argument : ~argument;
  }

  @Override
  String string(int bytesMax) {
    expect(Kind.STRING);
    skipTags();
    int head = unsignedByte();
    if ((head & 0x1f) == INDEFINITE) {
      byte[] joined = chunks(TEXT, bytesMax);
      return new String(joined, StandardCharsets.UTF_8);
    }
    int length = length(argument(head));
    checkStringLength(length, bytesMax);
    int from = position;
    position += length;
    return text(from, length);
  }

  @Override
  void skipValue(int depth) {
    skipTags();
    int head = unsignedByte();
    switch (head >> 5) {
      case UNSIGNED, NEGATIVE -> argument(head);
      case BYTES, TEXT -> skipString(head);
      case ARRAY -> skipList(containerSize(head, 1), deeper(depth));
      case MAP -> skipDict(containerSize(head, 2), deeper(depth));
      case TAG -> bignum(head);
      default -> {
        if (kind(head) == Kind.FLOAT) {
          advance(floatBytes(head));
        }
      }
    }
  }

  private void skipString(int head) {
    if ((head & 0x1f) == INDEFINITE) {
      while (!endsIndefinite()) {
        countElements(1);
        skipString(chunkHead(head >> 5));
      }
      return;
    }
    int length = length(argument(head));
    if (head >> 5 == TEXT) {
      checkUtf8(position, position + length);
    }
    position += length;
  }

  private void skipList(int size, int depth) {
    for (int index = 0; hasNext(size, index, 1); index++) {
      skipValue(depth);
    }
  }

  private void skipDict(int size, int depth) {
    for (int index = 0; hasNext(size, index, 2); index++) {
      expect(Kind.STRING);
      skipValue(depth);
      skipValue(depth);
    }
  }

  /** Whether a container has another entry; counts it if the container is indefinite. */
  private boolean hasNext(int size, int index, int valuesEach) {
    if (size != ValueSink.UNKNOWN_SIZE) {
      return index < size;
    }
    if (endsIndefinite()) {
      return false;
    }
    countElements(valuesEach);
    return true;
  }

  @Override
  void copyValue(ValueSink sink, int depth) {
    skipTags();
    int head = unsignedByte();
    switch (head >> 5) {
      case UNSIGNED, NEGATIVE -> copyInteger(sink, head);
      case BYTES -> copyString(sink, head);
      case TEXT -> copyString(sink, head);
      case ARRAY -> copyList(sink, containerSize(head, 1), deeper(depth));
      case MAP -> copyDict(sink, containerSize(head, 2), deeper(depth));
      case TAG -> copyBignum(sink, bignum(head));
      default -> copySimple(sink, head);
    }
  }

  private void copySimple(ValueSink sink, int head) {
    switch (kind(head)) {
      case BOOL -> sink.bool(head == TRUE);
      case FLOAT -> sink.floating(floating(head));
      default -> sink.nullValue();
    }
  }

  private void copyInteger(ValueSink sink, int head) {
    long argument = argument(head);
    boolean negative = head >> 5 == NEGATIVE;
    if (argument >= 0) {
      sink.integer(negative ? ~argument : argument);
      return;
    }
    BigInteger value = new BigInteger(Long.toUnsignedString(argument));
    sink.bigInteger(negative ? value.not() : value);
  }

  private static void copyBignum(ValueSink sink, BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      sink.integer(value.longValue());
    } else {
      sink.bigInteger(value);
    }
  }

  private void copyString(ValueSink sink, int head) {
    boolean text = head >> 5 == TEXT;
    if ((head & 0x1f) == INDEFINITE) {
      byte[] joined = chunks(head >> 5, Integer.MAX_VALUE);
      if (text) {
        sink.text(joined, 0, joined.length);
      } else {
        sink.binary(joined, 0, joined.length);
      }
      return;
    }
    int length = length(argument(head));
    if (text) {
      checkUtf8(position, position + length);
      sink.text(bytes, position, length);
    } else {
      sink.binary(bytes, position, length);
    }
    position += length;
  }

  private void copyList(ValueSink sink, int size, int depth) {
    int mark = sink.beginList(size);
    int index = 0;
    while (hasNext(size, index, 1)) {
      copyValue(sink, depth);
      index++;
    }
    sink.endList(mark, index);
  }

  private void copyDict(ValueSink sink, int size, int depth) {
    int mark = sink.beginDict(size);
    int index = 0;
    while (hasNext(size, index, 2)) {
      copyKey(sink);
      copyValue(sink, depth);
      index++;
    }
    sink.endDict(mark, index);
  }

  private void copyKey(ValueSink sink) {
    expect(Kind.STRING);
    skipTags();
    int head = unsignedByte();
    if ((head & 0x1f) == INDEFINITE) {
      byte[] joined = chunks(TEXT, Integer.MAX_VALUE);
      sink.key(joined, 0, joined.length);
      return;
    }
    int length = length(argument(head));
    checkUtf8(position, position + length);
    sink.key(bytes, position, length);
    position += length;
  }

  /** Joins the chunks of a string of indefinite length; each text chunk is UTF-8 by itself. */
  private byte[] chunks(int major, int bytesMax) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    while (!endsIndefinite()) {
      countElements(1);
      int length = length(argument(chunkHead(major)));
      if (major == TEXT) {
        checkUtf8(position, position + length);
      }
      checkStringLength((long) joined.size() + length, bytesMax);
      joined.write(bytes, position, length);
      position += length;
    }
    return joined.toByteArray();
  }

  private int chunkHead(int major) {
    int head = unsignedByte();
    if (head >> 5 != major || (head & 0x1f) == INDEFINITE) {
      throw unexpected("a chunk of the same string type", head);
    }
    return head;
  }

  private BigInteger bignum(int tag) {
    int head = unsignedByte();
    if (head >> 5 != BYTES || (head & 0x1f) == INDEFINITE) {
      throw unexpected("the bytes of a bignum", head);
    }
    int length = length(argument(head));
    if (length > BIGNUM_BYTES_MAX) {
      throw violation("expected a bignum of at most " + BIGNUM_BYTES_MAX + " bytes, got " + length);
    }
    BigInteger value = new BigInteger(1, Arrays.copyOfRange(bytes, position, position + length));
    position += length;
    return tag == TAG_BIGNUM ? value : value.not();
  }

  private int containerSize(int head, int valuesEach) {
    if ((head & 0x1f) == INDEFINITE) {
      return ValueSink.UNKNOWN_SIZE;
    }
    return size(argument(head), valuesEach);
  }

  private boolean endsIndefinite() {
    if (peekByte() != BREAK) {
      return false;
    }
    position++;
    return true;
  }

  /** The number in or behind an initial byte; negative when it needs all 64 bits. */
  private long argument(int head) {
    int info = head & 0x1f;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw unexpected("an initial byte with a length", head);
    }
    return bigEndian(1 << (info - 24));
  }

  private static int floatBytes(int head) {
    return 1 << (head - FLOAT16 + 1);
  }

  private double floating(int head) {
    long bits = bigEndian(floatBytes(head));
    return switch (head) {
      case FLOAT16 -> Float.float16ToFloat((short) bits);
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      default -> Double.longBitsToDouble(bits);
    };
  }
}
