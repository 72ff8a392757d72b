package io.junctor.wamp.transport;

import io.junctor.wamp.message.Format;

/**
 * What is known of a link when it opens.
 *
 * @param kind how the peer is reached.
 * @param format the format of the frames; for {@link Kind#LOCAL} the format payloads are made in.
 * @param peer the peer's address for logs, such as {@code 127.0.0.1:52114}, {@code unix:pid=712} or
 *     {@code local}.
 * @param secure whether nobody between can read it: TLS, a Unix socket or the same process.
 */
public record TransportDetails(Kind kind, Format format, String peer, boolean secure) {

  /** How a peer is reached. */
  public enum Kind {
    /** WebSocket over TCP. */
    WEBSOCKET,
    /** RawSocket over TCP. */
    RAWSOCKET,
    /** RawSocket over a Unix domain socket. */
    RAWSOCKET_UNIX,
    /** In the same process. */
    LOCAL
  }
}
