package io.junctor.wamp.rawsocket;

/** What a RawSocket frame holds. */
public enum FrameType {
  /** One WAMP message. */
  MESSAGE(0),
  /** Asks for a {@link #PONG} with the same payload. */
  PING(1),
  /** Answers a {@link #PING}. */
  PONG(2);

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }
}
