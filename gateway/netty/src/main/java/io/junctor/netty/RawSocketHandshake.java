package io.junctor.netty;

import io.junctor.wamp.message.Format;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The four octets each side sends first: {@code 0x7F | LLLL SSSS | 0 | 0}.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-rawsocket-transport">WAMP:
 *     RawSocket Transport</a>
 */
final class RawSocketHandshake {

  static final int BYTES = 4;
  static final int MAGIC = 0x7F;

  static final int ERROR_SERIALIZER = 1;
  static final int ERROR_RESERVED_BITS = 3;
  static final int ERROR_CONNECTIONS = 4;

  private static final int EXPONENT_MIN = 9;

  private RawSocketHandshake() {}

  /** What a client asked for. */
  sealed interface Request {

    /**
     * It can be served.
     *
     * @param peerFrameBytesMax largest frame the client accepts.
     */
    record Accepted(Format format, int peerFrameBytesMax) implements Request {}

    /** It cannot: one of the error numbers, range [1, 15]. */
    record Refused(int error) implements Request {}
  }

  static Request request(byte[] octets, Set<Format> offered) {
    if (octets[2] != 0 || octets[3] != 0) {
      return new Request.Refused(ERROR_RESERVED_BITS);
    }
    Format format = format(octets[1] & 0x0F);
    if (format == null || !offered.contains(format)) {
      return new Request.Refused(ERROR_SERIALIZER);
    }
    return new Request.Accepted(format, length(octets));
  }

  /** What either side says when it agrees. */
  static byte[] octets(Format format, int frameBytesMax) {
    int exponent = 31 - Integer.numberOfLeadingZeros(frameBytesMax) - EXPONENT_MIN;
    return new byte[] {MAGIC, (byte) (exponent << 4 | format.rawSocketId()), 0, 0};
  }

  static byte[] error(int error) {
    return new byte[] {MAGIC, (byte) (error << 4), 0, 0};
  }

  /** The largest frame the other side accepts, 2^9 to 2^24. */
  static int length(byte[] octets) {
    return 1 << (EXPONENT_MIN + ((octets[1] & 0xF0) >> 4));
  }

  /** The power of two at or below the bound: what is announced is what is enforced. */
  static int announced(int frameBytesMax) {
    return Integer.highestOneBit(frameBytesMax);
  }

  /** Why a router's reply is none that we can go on with; null when it is fine. */
  static @Nullable String refusal(byte[] reply, Format asked) {
    if (reply[0] != MAGIC) {
      return "no RawSocket: expected 0x7F, got 0x%02X".formatted(reply[0] & 0xFF);
    }
    if (reply[2] != 0 || reply[3] != 0) {
      return "RawSocket handshake: expected reserved octets 0";
    }
    int serializer = reply[1] & 0x0F;
    if (serializer == asked.rawSocketId()) {
      return null;
    }
    if (serializer != 0) {
      return "RawSocket handshake: asked for serializer %d, got %d"
          .formatted(asked.rawSocketId(), serializer);
    }
    int error = (reply[1] & 0xF0) >> 4;
    return switch (error) {
      case 1 -> "the router does not speak " + asked.id();
      case 2 -> "the router does not accept this frame length";
      case 3 -> "the router refused reserved bits";
      case 4 -> "the router has too many connections";
      default -> "the router refused with error " + error;
    };
  }

  private static @Nullable Format format(int rawSocketId) {
    for (Format format : Format.values()) {
      if (format.rawSocketId() == rawSocketId) {
        return format;
      }
    }
    return null;
  }
}
