package io.junctor.wamp.transport;

import io.junctor.wamp.message.Format;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a link when it opens.
 *
 * @param kind how the peer is reached.
 * @param format the format of the frames; for {@link Kind#LOCAL} the format payloads are made in.
 * @param peer the peer's address for logs, such as {@code 127.0.0.1:52114}, {@code unix:pid=712} or
 *     {@code local}.
 * @param secure whether nobody between can read it: TLS, a Unix socket or the same process.
 * @param process the process at the other end as the kernel knows it; null where the kernel does
 *     not say, which is everywhere but on the accepting side of a Unix socket.
 * @param proofs what the link proves of the peer beyond that.
 */
public record TransportDetails(
    Kind kind,
    Format format,
    String peer,
    boolean secure,
    @Nullable PeerProcess process,
    LinkProofs proofs) {

  /** A link of which no process is known at the other end. */
  public TransportDetails(Kind kind, Format format, String peer, boolean secure) {
    this(kind, format, peer, secure, null, LinkProofs.NONE);
  }

  /** A link that proves nothing but the process at its other end. */
  public TransportDetails(
      Kind kind, Format format, String peer, boolean secure, @Nullable PeerProcess process) {
    this(kind, format, peer, secure, process, LinkProofs.NONE);
  }

  /** The same with other {@link #proofs()}. */
  public TransportDetails withProofs(LinkProofs given) {
    return new TransportDetails(kind, format, peer, secure, process, given);
  }

  /** The {@link #peer()} that is this process itself. */
  public static final String THIS_PROCESS = "local";

  /**
   * Whether the peer is a part of this process. A link of the kind {@link Kind#LOCAL} may also
   * stand for somebody with whom this process speaks another protocol, who is to be trusted with
   * nothing.
   */
  public boolean isThisProcess() {
    return kind == Kind.LOCAL && peer.equals(THIS_PROCESS);
  }

  /** How a peer is reached. */
  public enum Kind {
    /** WebSocket over TCP. */
    WEBSOCKET,
    /** HTTP requests, one after the other. */
    LONGPOLL,
    /** RawSocket over TCP. */
    RAWSOCKET,
    /** RawSocket over a Unix domain socket. */
    RAWSOCKET_UNIX,
    /** Without a transport: this process, or a client of another protocol that it speaks. */
    LOCAL
  }
}
