package io.junctor.wamp.serializer;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The heads of CBOR: lengths, tags, chunks and bignums; {@link CborReader} knows what they make up.
 */
abstract class CborScanner extends WireReader {

  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;

  static final int INDEFINITE = 31;
  private static final int BREAK = 0xff;
  private static final int FALSE = 0xf4;
  static final int TRUE = 0xf5;
  private static final int NULL = 0xf6;
  private static final int UNDEFINED = 0xf7;
  private static final int FLOAT16 = 0xf9;
  private static final int FLOAT32 = 0xfa;
  private static final int FLOAT64 = 0xfb;

  private static final int TAG_BIGNUM = 0xc2;
  private static final int TAG_NEGATIVE_BIGNUM = 0xc3;

  private static final int BIGNUM_BYTES_MAX = Limits.BIG_INTEGER_BITS_MAX / Byte.SIZE;

  CborScanner(byte[] bytes, int from, int end) {
    super(bytes, from, end);
  }

  final Kind kind(int head) {
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
  final void skipTags() {
    while (peekByte() >> 5 == TAG) {
      int head = peekByte();
      if (head == TAG_BIGNUM || head == TAG_NEGATIVE_BIGNUM) {
        return;
      }
      position++;
      argument(head);
    }
  }

  /** Joins the chunks of a string of indefinite length; each text chunk is UTF-8 by itself. */
  final byte[] chunks(int major, int bytesMax) {
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

  final int chunkHead(int major) {
    int head = unsignedByte();
    if (head >> 5 != major || (head & 0x1f) == INDEFINITE) {
      throw unexpected("a chunk of the same string type", head);
    }
    return head;
  }

  final BigInteger bignum(int tag) {
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

  final int containerSize(int head, int valuesEach) {
    if ((head & 0x1f) == INDEFINITE) {
      return ValueSink.UNKNOWN_SIZE;
    }
    return size(argument(head), valuesEach);
  }

  final boolean endsIndefinite() {
    if (peekByte() != BREAK) {
      return false;
    }
    position++;
    return true;
  }

  /** The number in or behind an initial byte; negative when it needs all 64 bits. */
  final long argument(int head) {
    int info = head & 0x1f;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw unexpected("an initial byte with a length", head);
    }
    return bigEndian(1 << (info - 24));
  }

  static int floatBytes(int head) {
    return 1 << (head - FLOAT16 + 1);
  }

  final double floating(int head) {
    long bits = bigEndian(floatBytes(head));
    return switch (head) {
      case FLOAT16 -> Float.float16ToFloat((short) bits);
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      default -> Double.longBitsToDouble(bits);
    };
  }
}
