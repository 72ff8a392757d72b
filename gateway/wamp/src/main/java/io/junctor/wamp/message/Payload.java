package io.junctor.wamp.message;

import java.util.Objects;

/**
 * The arguments of a message as they came: an immutable byte range and the format it is written in.
 *
 * <p>A router must not decode what it only carries. The range holds the trailing elements of the
 * wire list, {@code Arguments} and {@code ArgumentsKw}, in {@link #format()}: for JSON the text
 * between the comma before the first and the closing bracket ({@code [1,2],{"a":3}}), for
 * MessagePack and CBOR the items back to back. A serializer of the same format copies the range;
 * one of another format transcodes it; {@code Serializer} turns it into values and back.
 *
 * <p>The array is never written after construction; whoever constructs a payload gives it away.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-application-payload">WAMP
 *     payload</a>
 */
public final class Payload {

  /** No arguments at all: neither {@code Arguments} nor {@code ArgumentsKw} is on the wire. */
  public static final Payload NONE = new Payload(Format.JSON, new byte[0], 0, 0, 0);

  private final Format format;
  private final byte[] bytes;
  private final int offset;
  private final int length;
  private final int elements;

  /**
   * A range of an encoded message.
   *
   * @param format the format the range is written in.
   * @param bytes the array that holds it; not copied, must not be written any more.
   * @param offset where the range starts, in bytes.
   * @param length how long it is, in bytes.
   * @param elements how many wire elements it holds: 0 (none), 1 (Arguments) or 2 (ArgumentsKw
   *     too).
   */
  public Payload(Format format, byte[] bytes, int offset, int length, int elements) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (elements < 0 || elements > 2) {
      throw new IllegalArgumentException("expected 0..2 payload elements, got " + elements);
    }
    this.format = format;
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.elements = elements;
  }

  /** The format the range is written in; meaningless when {@link #isEmpty()}. */
  public Format format() {
    return format;
  }

  /** The array that holds the range. Read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the range starts in {@link #bytes()}. */
  public int offset() {
    return offset;
  }

  /** How long the range is, in bytes. */
  public int length() {
    return length;
  }

  /** How many wire elements the range holds: 0, 1 or 2. */
  public int elements() {
    return elements;
  }

  /** Whether there are no arguments on the wire. */
  public boolean isEmpty() {
    return elements == 0;
  }

  @Override
  public String toString() {
    return isEmpty() ? "Payload[none]" : "Payload[" + format.id() + ", " + length + " bytes]";
  }
}
