package io.junctor.wamp.rawsocket;

/**
 * Why a router refuses a RawSocket handshake.
 *
 * <pre>
 * 0x7F | EEEE 0000 | 0000 0000 | 0000 0000
 * </pre>
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-rawsocket-transport">WAMP:
 *     RawSocket Handshake</a>
 */
public enum HandshakeError {
  SERIALIZER_UNSUPPORTED(1, "serializer unsupported"),
  LENGTH_UNACCEPTABLE(2, "maximum message length unacceptable"),
  RESERVED_BITS(3, "use of reserved bits (unsupported feature)"),
  CONNECTIONS_EXHAUSTED(4, "maximum connection count reached");

  private final int code;
  private final String sentence;

  HandshakeError(int code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** The number on the wire, range [1, 15]. */
  public int code() {
    return code;
  }

  /** The specification's words. */
  public String sentence() {
    return sentence;
  }

  /** The four octets of the refusing reply. */
  public int toInt() {
    return Handshake.MAGIC << 24 | code << 20;
  }

  /** What a client learns from a refusing reply. */
  static HandshakeException refusal(int code) {
    for (HandshakeError error : values()) {
      if (error.code == code) {
        return new HandshakeException(error, "the router refused: " + error.sentence);
      }
    }
    return new HandshakeException("the router refused with the unknown error " + code);
  }
}
