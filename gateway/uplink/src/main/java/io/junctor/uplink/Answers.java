package io.junctor.uplink;

import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.RequestRefusedException;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for a router, with an end. */
final class Answers {

  /** From the first byte to WELCOME, and for each request; a satellite line takes two seconds. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Answers() {}

  /** The line is not up; the message is for people. */
  static final class LinkException extends Exception {

    private static final long serialVersionUID = 1L;

    LinkException(String message) {
      super(message);
    }
  }

  static JoinedSession join(WampSession session, Connector connector)
      throws LinkException, InterruptedException {
    return of(session.join(connector), "no session at " + connector.target(), session);
  }

  /** Waits for an answer; without one the session is closed. */
  static <T> T of(CompletionStage<T> answer, String what, WampSession session)
      throws LinkException, InterruptedException {
    return of(answer, what, session, TIMEOUT);
  }

  /** Takes an answer that was waited for; without one the session is closed. */
  static <T> T now(CompletionStage<T> answer, String what, WampSession session)
      throws LinkException, InterruptedException {
    return of(answer, what, session, Duration.ZERO);
  }

  private static <T> T of(
      CompletionStage<T> answer, String what, WampSession session, Duration atMost)
      throws LinkException, InterruptedException {
    try {
      return answer.toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new LinkException(what + ": " + sentence(e.getCause()));
    } catch (TimeoutException e) {
      session.close(CloseCause.HANDSHAKE_TIMEOUT);
      throw new LinkException(what + ": no answer within " + TIMEOUT.toSeconds() + " s");
    }
  }

  /** What went wrong, for people: an ERROR's first argument says it better than its URI. */
  static String sentence(@org.jspecify.annotations.Nullable Throwable cause) {
    if (cause instanceof RequestRefusedException refused) {
      ErrorMessage error = refused.answer();
      var args = Serializers.of(error.payload().format()).args(error.payload());
      return args.isEmpty() ? error.error() : error.error() + ": " + args.getFirst();
    }
    return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
  }
}
