package io.junctor.component.session;

import io.junctor.wamp.message.ErrorMessage;

/** The router or the callee answered a request with ERROR. Its payload is still opaque. */
public final class RequestRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ErrorMessage answer;

  /** An answer as it came. */
  public RequestRefusedException(ErrorMessage answer) {
    // No stack trace: it would show the transport's thread, not who asked.
    super(answer.error(), null, false, false);
    this.answer = answer;
  }

  /** The ERROR message. */
  public ErrorMessage answer() {
    return answer;
  }
}
