package io.junctor.netty;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A RawSocket frame.
 *
 * @param type what it is.
 * @param payload its bytes.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record RawSocketFrame(Type type, byte[] payload) {

  static final int HEADER_BYTES = 4;

  /** The last three bits of the first octet. */
  enum Type {
    MESSAGE(0),
    PING(1),
    PONG(2);

    private final int code;

    Type(int code) {
      this.code = code;
    }
  }

  /** The type of a code; null for a reserved one. */
  static @Nullable Type type(int code) {
    return switch (code) {
      case 0 -> Type.MESSAGE;
      case 1 -> Type.PING;
      case 2 -> Type.PONG;
      default -> null;
    };
  }

  static void writeHeader(ByteBuf out, Type type, int length) {
    // 2^24 does not fit 24 bits; its top bit goes to the fifth bit of the first octet.
    out.writeByte(type.code | (length >>> 24) << 3);
    out.writeMedium(length & 0xFFFFFF);
  }
}
