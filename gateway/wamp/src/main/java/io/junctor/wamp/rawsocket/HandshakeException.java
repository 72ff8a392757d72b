package io.junctor.wamp.rawsocket;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A RawSocket handshake that failed; the message says what was expected and what came. */
public final class HandshakeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable HandshakeError error;

  HandshakeException(String message) {
    this(null, message);
  }

  HandshakeException(@Nullable HandshakeError error, String message) {
    // No stack trace: it is the peer's fault, and a peer must not be able to make us build many.
    super("RawSocket handshake: " + message, null, false, false);
    this.error = error;
  }

  /**
   * On the router: the reply to send before closing; empty when the peer speaks another protocol
   * and gets none. On the client: what the router answered, if it is known.
   */
  public Optional<HandshakeError> error() {
    return Optional.ofNullable(error);
  }
}
