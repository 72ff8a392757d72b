package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads CBOR: all of RFC 8949 that has a value in WAMP, with definite and indefinite lengths and
 * integers of any length that the encoder chose.
 *
 * <p>Bignums (tags 2 and 3) are integers; any other tag is passed over, so its content counts.
 * Undefined reads as null. Other simple values are refused.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8949.html">RFC 8949</a>
 */
final class CborReader extends CborScanner {

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
      throw violation("expected an integer of 63 bits, got a bignum");
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
}
