package io.junctor.netty;

import io.junctor.netty.ReceivedFrame.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to {@link ReceivedFrame}s: what RFC 6455 says about one frame and about the order of
 * frames, both sides. A frame is refused at its header, before any of its payload is kept. What
 * comes after a violation is not looked at.
 *
 * <p>In the place of Netty's, which unmasks within its buffers and makes three objects of a frame:
 * an eighth of what a message of 1 KiB cost a router (decision 0021).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455.html#section-5">RFC 6455: Data Framing</a>
 */
final class WebSocketFrameReader extends FrameReader implements WebSocketFrameDecoder {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long HIGH = 0x8080_8080_8080_8080L; // of each byte

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int RSV1 = 0x40;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int CONTROL_BYTES_MAX = 125;
  private static final int STATUS_BYTES = 2;

  private final boolean masked;
  private final boolean packable;
  private final int frameBytesMax;

  private boolean inMessage; // more of a message is to come

  /**
   * A reader of one link.
   *
   * @param masked whether the peer masks its frames: a client must, a router must not.
   * @param packable whether compressed messages were agreed on.
   * @param frameBytesMax the longest payload of one frame.
   */
  WebSocketFrameReader(boolean masked, boolean packable, int frameBytesMax) {
    this.masked = masked;
    this.packable = packable;
    this.frameBytesMax = frameBytesMax;
  }

  @Override
  @Nullable ReceivedFrame next(ByteBuf in) {
    if (in.readableBytes() < 2) {
      return null;
    }
    int start = in.readerIndex();
    int first = in.getUnsignedByte(start);
    int second = in.getUnsignedByte(start + 1);
    Kind kind = kind(first, second);
    int lengthBytes = lengthBytes(second & LENGTH);
    int headerBytes = 2 + lengthBytes + (masked ? Integer.BYTES : 0);
    if (in.readableBytes() < 2 + lengthBytes) {
      return null;
    }
    long length = length(in, start + 2, second & LENGTH);
    if (in.readableBytes() < headerBytes + length) {
      return null;
    }
    byte[] payload = new byte[(int) length];
    in.skipBytes(headerBytes).readBytes(payload);
    boolean isAscii =
        masked && (unmask(payload, in.getInt(start + headerBytes - Integer.BYTES)) & HIGH) == 0;
    if (kind == Kind.CLOSE) {
      checkClose(payload);
    } else if (!kind.isControl()) {
      inMessage = (first & FIN) == 0;
    }
    return new ReceivedFrame(kind, (first & FIN) != 0, (first & RSV1) != 0, isAscii, payload);
  }

  private Kind kind(int first, int second) {
    Kind kind =
        switch (first & OPCODE) {
          case 0x0 -> Kind.CONTINUATION;
          case 0x1 -> Kind.TEXT;
          case 0x2 -> Kind.BINARY;
          case 0x8 -> Kind.CLOSE;
          case 0x9 -> Kind.PING;
          case 0xA -> Kind.PONG;
          default -> throw violation("reserved opcode " + (first & OPCODE));
        };
    boolean mayBePacked = packable && (kind == Kind.TEXT || kind == Kind.BINARY);
    if ((first & RESERVED & ~(mayBePacked ? RSV1 : 0)) != 0) {
      throw violation("reserved bits " + (first & RESERVED) / 16 + ", which nobody agreed on");
    }
    // RFC 6455 5.1: "The server MUST close the connection upon receiving a frame that is not
    // masked." "A client MUST close a connection if it detects a masked frame."
    if (((second & MASKED) != 0) != masked) {
      throw violation(masked ? "a frame that is not masked" : "a masked frame");
    }
    if (kind.isControl()) {
      checkControl(kind, first, second & LENGTH);
    } else if ((kind == Kind.CONTINUATION) != inMessage) {
      throw violation(
          inMessage
              ? "expected the rest of a message, got a new one"
              : "a continuation, and nothing to continue");
    }
    return kind;
  }

  private static void checkControl(Kind kind, int first, int length) {
    if ((first & FIN) == 0) {
      throw violation("control frame in parts");
    }
    if (length > CONTROL_BYTES_MAX) {
      throw violation("control frame with more than " + CONTROL_BYTES_MAX + " bytes");
    }
    if (kind == Kind.CLOSE && length == 1) {
      throw violation("close frame with half a status");
    }
  }

  private static int lengthBytes(int length) {
    return length == LENGTH_64 ? Long.BYTES : length == LENGTH_16 ? Short.BYTES : 0;
  }

  private long length(ByteBuf in, int index, int given) {
    long length =
        switch (given) {
          case LENGTH_16 -> in.getUnsignedShort(index);
          case LENGTH_64 -> in.getLong(index);
          default -> given;
        };
    // RFC 6455 5.2: "the minimal number of bytes MUST be used to encode the length"
    if ((given == LENGTH_16 && length < LENGTH_16) || (given == LENGTH_64 && length >>> 16 == 0)) {
      throw violation("a length of " + length + " in more bytes than it needs");
    }
    if (length < 0) {
      throw violation("a length with the highest bit set");
    }
    if (length > frameBytesMax) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.MESSAGE_TOO_BIG,
          "frame: expected at most " + frameBytesMax + " bytes, got " + length);
    }
    return length;
  }

  /** Returns all bytes with "or" in between: in one without the highest bit all were ASCII. */
  // RFC 6455 5.3: "j = i MOD 4; transformed-octet-i = original-octet-i XOR masking-key-octet-j"
  private static long unmask(byte[] payload, int key) {
    long word = ((long) key << 32) | (key & 0xffff_ffffL);
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      word = Long.reverseBytes(word);
    }
    long seen = 0;
    int index = 0;
    for (; index <= payload.length - Long.BYTES; index += Long.BYTES) {
      long plain = (long) WORDS.get(payload, index) ^ word;
      WORDS.set(payload, index, plain);
      seen |= plain;
    }
    for (; index < payload.length; index++) {
      payload[index] ^= (byte) (key >>> (24 - 8 * (index & 3)));
      seen |= payload[index]; // a negative byte sets all the bits above it
    }
    return seen;
  }

  private static void checkClose(byte[] payload) {
    if (payload.length == 0) {
      return;
    }
    int status = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    if (!WebSocketCloseStatus.isValidStatusCode(status)) {
      throw violation("close frame with status " + status);
    }
    ByteBuf reason = Unpooled.wrappedBuffer(payload, STATUS_BYTES, payload.length - STATUS_BYTES);
    if (!ByteBufUtil.isText(reason, StandardCharsets.UTF_8)) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "close frame whose reason is not valid UTF-8");
    }
  }

  private static CorruptedWebSocketFrameException violation(String what) {
    return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, what);
  }
}
