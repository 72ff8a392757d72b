package io.junctor.component.session;

/**
 * Something failed because of the session, not because a peer answered with ERROR. The permitted
 * kinds tell what may have happened to the request.
 */
public abstract sealed class SessionException extends RuntimeException
    permits NotConnectedException,
        SessionLostException,
        JoinRefusedException,
        TooManyRequestsException {

  private static final long serialVersionUID = 1L;

  SessionException(String message) {
    super(message);
  }
}
