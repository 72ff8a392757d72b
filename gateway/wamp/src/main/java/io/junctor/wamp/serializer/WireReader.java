package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.ProtocolViolation;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Reads one frame, or the payload range of one, from left to right. Not thread-safe.
 *
 * <p>Nothing is allocated from a length that the peer claims: a length must fit in the bytes that
 * are there before anything is done with it. Nesting, the number of elements and the length of
 * numbers are bounded by {@link Limits}. Every failure is a {@link ProtocolViolation} that names
 * the byte.
 */
abstract class WireReader {

  /** The nesting of a value that is an element of the message's own list. */
  private static final int ELEMENT_DEPTH = 1;

  final byte[] bytes;
  final int end;
  int position;
  private int elementsLeft = Limits.ELEMENTS_MAX;

  WireReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  static WireReader of(Format format, byte[] bytes, int from, int end) {
    return switch (format) {
      case JSON -> new JsonReader(bytes, from, end);
      case MSGPACK -> new MsgPackReader(bytes, from, end);
      case CBOR -> new CborReader(bytes, from, end);
    };
  }

  abstract Format format();

  /** Enters the message's list. */
  abstract void beginMessage();

  /**
   * Moves to the next element of the message's list.
   *
   * @return false when there is none; then the frame is known to end here.
   */
  abstract boolean nextElement();

  /** Moves from the first to the second element of a payload range. */
  abstract void nextPayloadElement();

  /** What the next value is; does not move. */
  abstract Kind peek();

  /** Whether the next value is a dict without entries; moves behind it if so. */
  abstract boolean skipEmptyDict();

  /**
   * Reads an integer that is written in the usual way and not negative, such as most ids; what it
   * is not certain of is left to {@link #peek} and {@link #integer}.
   *
   * @return -1, and does not move, when something else is here.
   */
  long plainInteger() {
    return -1;
  }

  /**
   * Reads an integer. A float without fraction counts: some clients write every integer above 32
   * bits as a float.
   */
  abstract long integer();

  /** Reads a string of at most {@link Limits#URI_BYTES_MAX} bytes, or {@code bytesMax}. */
  abstract String string(int bytesMax);

  /** Checks one value at the given nesting and moves behind it. */
  abstract void skipValue(int depth);

  /** Checks one value, hands it to the sink and moves behind it. */
  abstract void copyValue(ValueSink sink, int depth);

  /** Checks one element of the message and moves behind it. */
  final void skip() {
    skipValue(ELEMENT_DEPTH);
  }

  /** Hands one element of the message to the sink and moves behind it. */
  final void copyTo(ValueSink sink) {
    copyValue(sink, ELEMENT_DEPTH);
  }

  /** Reads options or details. */
  final Dict dict() {
    if (skipEmptyDict()) {
      return Dict.EMPTY;
    }
    expect(Kind.DICT);
    ValueBuilder builder = ValueBuilder.ofDict();
    copyTo(builder);
    return builder.dict();
  }

  final void expect(Kind kind) {
    Kind found = peek();
    if (found != kind) {
      throw violation("expected " + kind + ", got " + found);
    }
  }

  /** How many bytes are left. */
  final int remaining() {
    return end - position;
  }

  /** Counts elements against {@link Limits#ELEMENTS_MAX}. */
  final void countElements(int count) {
    elementsLeft -= count;
    if (elementsLeft < 0) {
      throw violation("expected at most " + Limits.ELEMENTS_MAX + " elements in a frame");
    }
  }

  /** The nesting inside a container at {@code depth}. */
  final int deeper(int depth) {
    if (depth >= Limits.DEPTH_MAX) {
      throw violation("expected at most " + Limits.DEPTH_MAX + " levels of nesting");
    }
    return depth + 1;
  }

  /** Moves over bytes that must be there. */
  final void advance(long count) {
    if (count > remaining() || count < 0) {
      throw violation("expected " + count + " more bytes, got " + remaining());
    }
    position += (int) count;
  }

  /** Reads an unsigned number of 1, 2, 4 or 8 bytes. */
  final long bigEndian(int count) {
    int from = position;
    advance(count);
    long value = 0;
    for (int index = 0; index < count; index++) {
      value = (value << 8) | (bytes[from + index] & 0xff);
    }
    return value;
  }

  /** A length that the peer claims, once it is known to fit in the bytes that are left. */
  final int length(long claimed) {
    if (claimed > remaining() || claimed < 0) {
      throw violation("expected " + Long.toUnsignedString(claimed) + " bytes, got " + remaining());
    }
    return (int) claimed;
  }

  /**
   * The size of a container that the peer claims, once it is known to fit in the bytes that are
   * left; its elements are counted.
   *
   * @param valuesEach 1 in a list, 2 in a dict; every value has at least one byte.
   */
  final int size(long claimed, int valuesEach) {
    if (claimed > remaining() / valuesEach || claimed < 0) {
      throw violation(
          "expected "
              + Long.toUnsignedString(claimed)
              + " elements, got "
              + remaining()
              + " bytes");
    }
    countElements((int) claimed * valuesEach);
    return (int) claimed;
  }

  /** Reads one byte as a number in [0, 255]. */
  final int unsignedByte() {
    if (position >= end) {
      throw truncated();
    }
    return bytes[position++] & 0xff;
  }

  /** Looks at the next byte as a number in [0, 255]. */
  final int peekByte() {
    if (position >= end) {
      throw truncated();
    }
    return bytes[position] & 0xff;
  }

  /** A string from bytes that are checked here. */
  final String text(int from, int length) {
    int to = from + length;
    if (Utf8.asciiEnd(bytes, from, to) == to) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    checkUtf8(from, to);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  final void checkUtf8(int from, int to) {
    if (!Utf8.isValid(bytes, from, to)) {
      throw new ProtocolViolation(prefix(from) + "expected UTF-8");
    }
  }

  final void checkStringLength(long length, int bytesMax) {
    if (length > bytesMax) {
      throw violation("expected a string of at most " + bytesMax + " bytes, got " + length);
    }
  }

  /** The integer that a float stands for. */
  final long integral(double value) {
    long rounded = (long) value;
    if (rounded != value || Math.abs(rounded) > Ids.MAX) {
      throw violation("expected integer, got float " + value);
    }
    return rounded;
  }

  final ProtocolViolation truncated() {
    return violation("expected more bytes, got the end of the frame");
  }

  final ProtocolViolation unexpected(String expected, int got) {
    return violation("expected " + expected + ", got 0x" + HexFormat.of().toHexDigits((byte) got));
  }

  final ProtocolViolation trailing() {
    return violation("expected the end of the frame, got " + remaining() + " more bytes");
  }

  final ProtocolViolation violation(String what) {
    return new ProtocolViolation(prefix(position) + what);
  }

  private String prefix(int at) {
    return format().id() + " byte " + at + ": ";
  }
}
