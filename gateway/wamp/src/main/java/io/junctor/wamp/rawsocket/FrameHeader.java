package io.junctor.wamp.rawsocket;

import io.junctor.wamp.message.ProtocolViolation;
import java.util.HexFormat;

/**
 * The four octets before a frame's payload.
 *
 * <pre>
 * RRRR XTTT | LLLL LLLL | LLLL LLLL | LLLL LLLL
 * </pre>
 *
 * <p>R is reserved and 0. X is the 25th bit of the length, set for a payload of exactly 2^24 bytes
 * and never else.
 *
 * @param type what the frame holds.
 * @param length bytes of the payload, range [0, 2^24].
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-rawsocket-transport">WAMP:
 *     RawSocket Framing</a>
 */
public record FrameHeader(FrameType type, int length) {

  /** Octets of a header. */
  public static final int BYTES = 4;

  /** The longest payload a header can tell. */
  public static final int LENGTH_MAX = 1 << 24;

  public FrameHeader {
    if (length < 0 || length > LENGTH_MAX) {
      throw new IllegalArgumentException("frame length: expected 0..2^24, got " + length);
    }
  }

  /**
   * Reads a header. To be called before any of the payload is buffered.
   *
   * @param messageBytesMax what we announced to take, see {@link Handshake#messageBytesMax()}.
   * @throws ProtocolViolation for reserved bits, an unknown type or a payload beyond the limit.
   */
  public static FrameHeader of(int octets, int messageBytesMax) {
    int first = octets >>> 24;
    if ((first & 0xf0) != 0) {
      throw violation(octets, "expected the reserved bits to be 0");
    }
    FrameType type =
        switch (first & 0x07) {
          case 0 -> FrameType.MESSAGE;
          case 1 -> FrameType.PING;
          case 2 -> FrameType.PONG;
          default ->
              throw violation(octets, "expected frame type 0, 1 or 2, got " + (first & 0x07));
        };
    int length = octets & 0x00ff_ffff;
    if ((first & 0x08) != 0) {
      if (length != 0) {
        throw violation(octets, "expected length 0 beside the 25th bit, got " + length);
      }
      length = LENGTH_MAX;
    }
    if (length > messageBytesMax) {
      throw violation(octets, "expected at most " + messageBytesMax + " bytes, got " + length);
    }
    return new FrameHeader(type, length);
  }

  /** The four octets. */
  public int toInt() {
    return toInt(type, length);
  }

  /**
   * The four octets of a header.
   *
   * @param length range [0, {@link #LENGTH_MAX}].
   */
  public static int toInt(FrameType type, int length) {
    int first = type.code() | (length == LENGTH_MAX ? 0x08 : 0);
    return (first << 24) | (length & 0x00ff_ffff);
  }

  private static ProtocolViolation violation(int octets, String what) {
    return new ProtocolViolation(
        "RawSocket frame " + HexFormat.of().toHexDigits(octets) + ": " + what);
  }
}
