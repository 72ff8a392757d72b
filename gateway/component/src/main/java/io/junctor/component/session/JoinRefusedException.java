package io.junctor.component.session;

/** The router answered HELLO or AUTHENTICATE with ABORT. */
public final class JoinRefusedException extends SessionException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * A refusal.
   *
   * @param realm the realm that was asked for.
   * @param reason ABORT's reason, such as {@code wamp.error.authentication_failed}.
   * @param detail ABORT's message, or empty.
   */
  public JoinRefusedException(String realm, String reason, String detail) {
    super(
        "joining realm " + realm + " refused: " + reason + (detail.isEmpty() ? "" : ", " + detail));
    this.reason = reason;
  }

  /** ABORT's reason. */
  public String reason() {
    return reason;
  }
}
