package io.junctor.component.session;

import io.junctor.wamp.transport.CloseCause;

/**
 * The session ended after the request was sent and before its answer came: it may or may not have
 * been carried out.
 */
public final class SessionLostException extends SessionException {

  private static final long serialVersionUID = 1L;

  private final CloseCause closeCause;

  /**
   * A lost request.
   *
   * @param closeCause why the session ended.
   * @param detail a sentence beyond the cause.
   */
  public SessionLostException(CloseCause closeCause, String detail) {
    super("session lost: " + closeCause.sentence() + " (" + detail + ")");
    this.closeCause = closeCause;
  }

  /** Why the session ended. */
  public CloseCause closeCause() {
    return closeCause;
  }
}
