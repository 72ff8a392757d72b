package io.junctor.hil.peer;

/** How a test reaches the router. */
public enum LinkKind {
  /** WebSocket over TCP, by the JDK's client. */
  WEBSOCKET,
  /** RawSocket over TCP. */
  RAWSOCKET_TCP,
  /** RawSocket over a Unix socket. */
  RAWSOCKET_UNIX,
  /** Inside the router's process; messages cross as values. */
  LOCAL;

  /** Whether frames of bytes cross, so that they can be broken, too long, or a ping. */
  public boolean hasFrames() {
    return this != LOCAL;
  }
}
