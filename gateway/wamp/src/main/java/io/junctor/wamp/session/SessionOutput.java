package io.junctor.wamp.session;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What a {@link RouterSession} wants done, in order. */
public sealed interface SessionOutput {

  /** The message goes to the peer. */
  record Send(Message message) implements SessionOutput {}

  /**
   * Somebody else decides how the authentication goes on: call {@link RouterSession#onStep} with
   * what this completes with, or with a denial when it fails.
   *
   * @param timed as {@link AuthStep.Later#timed()}.
   */
  record AwaitStep(CompletionStage<? extends Supplier<AuthStep>> next, boolean timed)
      implements SessionOutput {}

  /**
   * The session is accepted and joins its realm. The realm sends WELCOME, so that nothing of the
   * realm can overtake it.
   *
   * @param resume whether it wants to come back to another session instead, or to this one later.
   */
  record Joined(SessionDetails details, ResumeRequest resume) implements SessionOutput {

    /** One that says nothing of coming back. */
    public Joined(SessionDetails details) {
      this(details, ResumeRequest.NONE);
    }
  }

  /** A message of the open session, for its realm. */
  record Forward(Message message) implements SessionOutput {}

  /** The session that {@link Joined} is over for the realm; exactly one for each {@code Joined}. */
  record Left(CloseCause cause) implements SessionOutput {}

  /**
   * The peer leaves for good, or is made to: whoever comes later with the same cookie has to prove
   * itself again. {@link Left} follows.
   */
  record LoggedOut(SessionDetails details) implements SessionOutput {}

  /**
   * A GOODBYE is out and the peer's answer is awaited: call {@link RouterSession#onTimeout} after
   * {@link RouterSession#GOODBYE_TIMEOUT}.
   */
  record AwaitGoodbye() implements SessionOutput {}

  /** The link is closed after what was sent before; the session needs no further input. */
  record CloseTransport(CloseCause cause) implements SessionOutput {}
}
