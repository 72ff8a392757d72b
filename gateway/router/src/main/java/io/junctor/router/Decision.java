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

  /** Somebody has to be asked; the session's later messages wait for the answer. */
  record Later() implements Decision {}
}
