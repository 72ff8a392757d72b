package io.junctor.wamp.message;

/**
 * The peer broke the protocol. Whoever catches it answers with ABORT and closes the connection; no
 * other session is touched.
 *
 * <p>The message says what was wrong and where: {@code CALL 17: expected 4..6 elements, got 3}.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-protocol-errors">WAMP: Protocol
 *     Errors</a>
 */
public final class ProtocolViolation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /** A violation with the reason {@code wamp.error.protocol_violation}. */
  public ProtocolViolation(String message) {
    this("wamp.error.protocol_violation", message);
  }

  /**
   * A violation with a reason of its own.
   *
   * @param reason the URI for ABORT.
   * @param message what was wrong and where, for people.
   */
  public ProtocolViolation(String reason, String message) {
    // No stack trace: it is the peer's fault, and a peer must not be able to make us build many.
    super(message, null, false, false);
    this.reason = reason;
  }

  /** The URI for ABORT. */
  public String reason() {
    return reason;
  }
}
