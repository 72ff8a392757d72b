package io.junctor.wamp.rawsocket;

import io.junctor.wamp.message.Format;
import java.util.HexFormat;

/**
 * What one side of a RawSocket link announces in its handshake.
 *
 * <pre>
 * 0x7F | LLLL SSSS | 0000 0000 | 0000 0000
 * </pre>
 *
 * <p>The length is what the <em>announcing</em> side is ready to receive, so each direction has a
 * limit of its own.
 *
 * @param lengthExponent the longest message it takes is 2^lengthExponent bytes; range [9, 24].
 * @param format the serializer that it asks for, or that it agrees to.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-rawsocket-transport">WAMP:
 *     RawSocket Handshake</a>
 */
public record Handshake(int lengthExponent, Format format) {

  /** Octets of a handshake, in either direction. */
  public static final int BYTES = 4;

  /** The first octet; anything else is another protocol. */
  public static final int MAGIC = 0x7f;

  /** Announces 512 bytes. */
  public static final int LENGTH_EXPONENT_MIN = 9;

  /** Announces 16 MiB. */
  public static final int LENGTH_EXPONENT_MAX = 24;

  public Handshake {
    if (lengthExponent < LENGTH_EXPONENT_MIN || lengthExponent > LENGTH_EXPONENT_MAX) {
      throw new IllegalArgumentException("length exponent: expected 9..24, got " + lengthExponent);
    }
  }

  /**
   * The handshake of a side that takes messages of so many bytes: the next exponent that does not
   * promise more.
   *
   * @param messageBytesMax range [512, 2^24].
   */
  public static Handshake ofLimit(int messageBytesMax, Format format) {
    return new Handshake(Integer.SIZE - 1 - Integer.numberOfLeadingZeros(messageBytesMax), format);
  }

  /** Reads what a client sent. */
  public static Handshake ofRequest(int octets) throws HandshakeException {
    checkMagic(octets);
    if ((octets & 0xffff) != 0) {
      throw new HandshakeException(
          HandshakeError.RESERVED_BITS,
          "expected octets 3 and 4 to be 0000, got " + hex(octets).substring(4));
    }
    int serializer = octets >> 16 & 0x0f;
    for (Format format : Format.values()) {
      if (format.rawSocketId() == serializer) {
        return new Handshake(lengthExponent(octets), format);
      }
    }
    throw new HandshakeException(
        HandshakeError.SERIALIZER_UNSUPPORTED, "expected serializer 1, 2 or 3, got " + serializer);
  }

  /**
   * Reads what a router answered.
   *
   * @param asked the serializer that was asked for.
   */
  public static Handshake ofReply(int octets, Format asked) throws HandshakeException {
    checkMagic(octets);
    int serializer = octets >> 16 & 0x0f;
    if (serializer == 0) {
      throw HandshakeError.refusal(octets >> 20 & 0x0f);
    }
    if ((octets & 0xffff) != 0) {
      throw new HandshakeException(
          "expected octets 3 and 4 of the reply to be 0000, got " + hex(octets).substring(4));
    }
    if (serializer != asked.rawSocketId()) {
      throw new HandshakeException(
          "expected serializer " + asked.rawSocketId() + " in the reply, got " + serializer);
    }
    return new Handshake(lengthExponent(octets), asked);
  }

  /** The four octets. */
  public int toInt() {
    int length = lengthExponent - LENGTH_EXPONENT_MIN;
    return MAGIC << 24 | length << 20 | format.rawSocketId() << 16;
  }

  /** The longest message that may be sent to the side that announced this. */
  public int messageBytesMax() {
    return 1 << lengthExponent;
  }

  private static void checkMagic(int octets) throws HandshakeException {
    if (octets >>> 24 != MAGIC) {
      throw new HandshakeException("expected 7f as the first octet, got " + hex(octets));
    }
  }

  private static int lengthExponent(int octets) {
    return LENGTH_EXPONENT_MIN + (octets >> 20 & 0x0f);
  }

  private static String hex(int octets) {
    return HexFormat.of().toHexDigits(octets);
  }
}
