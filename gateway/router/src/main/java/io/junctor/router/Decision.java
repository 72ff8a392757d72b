package io.junctor.router;

/** The answer of an {@link Authorizer}. */
public sealed interface Decision {

  /** The session may. */
  record Allow(Disclosure disclosure) implements Decision {}

  /**
   * The session may not.
   *
   * @param error the error URI for the peer, usually {@code wamp.error.not_authorized}.
   * @param message a sentence for the peer.
   */
  record Deny(String error, String message) implements Decision {}

  /**
   * Somebody has to be asked; the session's later messages wait for the answer.
   *
   * @param disclosure what counts if the answer is yes and says nothing about it.
   */
  record Later(Disclosure disclosure) implements Decision {

    /** Without an opinion of its own: nobody is named. */
    public Later() {
      this(Disclosure.FORBIDDEN);
    }
  }
}
