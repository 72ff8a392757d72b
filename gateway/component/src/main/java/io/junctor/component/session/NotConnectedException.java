package io.junctor.component.session;

/** There is no session at the moment: nothing was sent and nothing will be. */
public final class NotConnectedException extends SessionException {

  private static final long serialVersionUID = 1L;

  /** Says what was tried and why there is no session. */
  public NotConnectedException(String message) {
    super(message);
  }
}
