package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One step of a joining session's authentication, seen by the router. */
public sealed interface AuthStep {

  /**
   * The proof is good.
   *
   * @param identity who it is.
   * @param authextra what WELCOME's {@code authextra} tells the client, such as the router's own
   *     proof; empty for nothing.
   * @param session the session id that the challenge promised; 0 leaves it to the router.
   */
  record Accept(Identity identity, Dict authextra, long session) implements AuthStep {

    /** Nothing more to tell, no id promised. */
    public Accept(Identity identity) {
      this(identity, Dict.EMPTY, 0);
    }
  }

  /**
   * The session is refused.
   *
   * @param reason the URI for ABORT.
   * @param message a sentence for the peer; says nothing that helps guessing.
   * @param cause a sentence for the log of this router: what was really wrong. Never a secret.
   */
  record Deny(String reason, String message, String cause) implements AuthStep {

    /** The peer may know the cause. */
    public Deny(String reason, String message) {
      this(reason, message, message);
    }
  }

  /** A challenge goes out and the answer decides. */
  record Ask(Challenge challenge, Pending pending) implements AuthStep {}

  /**
   * The next step is not known yet: somebody else is asked, or some time is to pass. The peer has
   * nothing to say meanwhile.
   *
   * @param next completes with what computes the next step, which may cost CPU and is therefore run
   *     where {@link Pending#answer} is; a failure denies. Must complete: only the session's
   *     handshake timeout ends the wait otherwise.
   * @param timed whether the wait is part of the time that a peer has to join. If not, it is
   *     cancelled when the link is gone, and must have an end of its own.
   */
  record Later(CompletionStage<? extends Supplier<AuthStep>> next, boolean timed)
      implements AuthStep {

    /** Somebody is asked, who has to answer in time. */
    public Later(CompletionStage<? extends Supplier<AuthStep>> next) {
      this(next, true);
    }

    /** The same, with its outcome put through a function. */
    public Later then(UnaryOperator<AuthStep> function) {
      return new Later(next.thenApply(step -> () -> function.apply(step.get())), timed);
    }
  }

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
