package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;

/** One step of a joining session's authentication, seen by the router. */
public sealed interface AuthStep {

  /** The proof is good. */
  record Accept(Identity identity) implements AuthStep {}

  /**
   * The session is refused.
   *
   * @param reason the URI for ABORT.
   * @param message a sentence for the peer; says nothing that helps guessing.
   */
  record Deny(String reason, String message) implements AuthStep {}

  /** A challenge goes out and the answer decides. */
  record Ask(Challenge challenge, Pending pending) implements AuthStep {}

  /** Waits for the answer to a challenge. */
  @FunctionalInterface
  interface Pending {

    /**
     * Judges the answer. May take tens to hundreds of milliseconds of CPU, so it does not belong on
     * a thread that serves others.
     */
    AuthStep answer(Authenticate authenticate);
  }
}
