package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Payload;

/**
 * One message as it goes over the wire, without what a transport puts around it: bytes of its own
 * and, somewhere between them, a payload as it came, which is carried and not copied.
 *
 * <p>Immutable; other receivers may share it.
 */
public final class Frame {

  /** What is shorter is copied: a range of its own costs more than that. */
  private static final int CARRIED_BYTES_MIN = 256;

  private final byte[] own;
  private final int ownLength;
  private final int split; // where the carried payload stands between the own bytes
  private final Payload carried; // NONE: all bytes are own

  private Frame(byte[] own, int ownLength, int split, Payload carried) {
    this.own = own;
    this.ownLength = ownLength;
    this.split = split;
    this.carried = carried;
  }

  /** Takes the bytes of a frame, in order. */
  @FunctionalInterface
  public interface Sink {

    /** The next bytes; the array is not to be written, nor kept. */
    void write(byte[] bytes, int offset, int length);
  }

  /** The frame of these bytes; the array is given away. */
  public static Frame of(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  /** The frame of the first bytes of an array, which is given away. */
  static Frame of(byte[] buffer, int length) {
    return new Frame(buffer, length, length, Payload.NONE);
  }

  /** The frame of the first bytes of an array, with a payload between them. */
  static Frame around(byte[] buffer, int length, int split, Payload carried) {
    return new Frame(buffer, length, split, carried);
  }

  /**
   * Whether a payload is carried, if it is in the frame's format: a short one is not, nor one that
   * would keep a much longer array in memory.
   */
  static boolean carries(Payload payload) {
    return payload.length() >= CARRIED_BYTES_MIN && payload.length() >= payload.bytes().length / 2;
  }

  /** How many bytes it has. */
  public int length() {
    return ownLength + carried.length();
  }

  /** Hands over all bytes. */
  public void writeTo(Sink sink) {
    sink.write(own, 0, split);
    if (!carried.isEmpty()) {
      sink.write(carried.bytes(), carried.offset(), carried.length());
      sink.write(own, split, ownLength - split);
    }
  }

  /** All bytes in one array, which is read only: it may be the frame's own. */
  public byte[] toByteArray() {
    if (own.length == length() && carried.isEmpty()) {
      return own;
    }
    byte[] all = new byte[length()];
    System.arraycopy(own, 0, all, 0, split);
    System.arraycopy(carried.bytes(), carried.offset(), all, split, carried.length());
    System.arraycopy(own, split, all, split + carried.length(), ownLength - split);
    return all;
  }
}
