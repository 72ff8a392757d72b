package io.junctor.netty;

import io.junctor.wamp.serializer.Frame;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whole messages as WebSocket frames, written without an object for each.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2">RFC 6455: Base Framing
 *     Protocol</a>
 */
final class WebSocketMessages {

  /** What is around a message at most: the first octet, the length and the mask. */
  static final int AROUND_BYTES_MAX = 14;

  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_BINARY = 0x82;
  private static final int RSV1 = 0x40;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private WebSocketMessages() {}

  /**
   * Appends a message as one frame.
   *
   * @param packed whether it is compressed, which RSV1 says (RFC 7692, 6).
   */
  static void append(ByteBuf out, boolean binary, boolean packed, boolean masks, Frame message) {
    out.writeByte((binary ? FINAL_BINARY : FINAL_TEXT) | (packed ? RSV1 : 0));
    int mark = masks ? MASKED : 0;
    int length = message.length();
    if (length < LENGTH_16) {
      out.writeByte(mark | length);
    } else if (length <= 0xffff) {
      out.writeByte(mark | LENGTH_16).writeShort(length);
    } else {
      out.writeByte(mark | LENGTH_64).writeLong(length);
    }
    if (masks) {
      appendMasked(out, message.toByteArray());
    } else {
      message.writeTo(out::writeBytes);
    }
  }

  // "The masking key needs to be unpredictable" for what a page can make its browser send through a
  // proxy; we are no browser, so a fast generator will do, as in Netty.
  private static void appendMasked(ByteBuf out, byte[] message) {
    int key = ThreadLocalRandom.current().nextInt();
    out.writeInt(key);
    for (int index = 0; index < message.length; index++) {
      out.writeByte(message[index] ^ (key >>> (24 - 8 * (index & 3))));
    }
  }
}
