package io.junctor.component.session;

/** As many requests as allowed wait for their answers: this one was not sent. */
public final class TooManyRequestsException extends SessionException {

  private static final long serialVersionUID = 1L;

  /** Says which bound was reached. */
  public TooManyRequestsException(String message) {
    super(message);
  }
}
