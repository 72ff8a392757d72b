package io.junctor.netty;

/**
 * A WebSocket frame as it came, unmasked.
 *
 * @param isLast whether it ends its message (FIN).
 * @param isPacked whether its message is compressed (RSV1).
 * @param isAscii whether it was seen while unmasking that all of it is ASCII.
 * @param payload given away.
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455.html#section-5.2">RFC 6455: Base Framing
 *     Protocol</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReceivedFrame(Kind kind, boolean isLast, boolean isPacked, boolean isAscii, byte[] payload) {

  /** What a frame is, by its opcode. */
  enum Kind {
    CONTINUATION,
    TEXT,
    BINARY,
    CLOSE,
    PING,
    PONG;

    /** Control frames may come between those of a message, and are never split. */
    boolean isControl() {
      return this == CLOSE || this == PING || this == PONG;
    }
  }
}
