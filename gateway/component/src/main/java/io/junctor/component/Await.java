package io.junctor.component;

import io.junctor.component.session.RequestRefusedException;
import io.junctor.component.session.TooManyRequestsException;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for answers, with one set of failures. */
final class Await {

  /** The router's own answers; it has nobody to wait for. */
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private Await() {}

  /**
   * Waits for an answer.
   *
   * @param what the request, for the error.
   * @throws WampError the peer's ERROR; {@code wamp.error.timeout}; {@code wamp.error.canceled}
   *     when the thread was interrupted.
   */
  static <T> T answer(CompletionStage<T> stage, Duration atMost, String what) {
    try {
      return stage.toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw timeout(what, atMost);
    } catch (InterruptedException e) {
      throw interrupted(what);
    }
  }

  /** Waits until a link takes messages; a lost session is found by the next request. */
  static void writable(WampSession session, String what) {
    if (session.isWritable()) {
      return;
    }
    try {
      session
          .whenWritable()
          .toCompletableFuture()
          .get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new TooManyRequestsException(
          what + ": the link took nothing for " + ANSWER_TIMEOUT.toSeconds() + " s, not sent");
    } catch (InterruptedException e) {
      throw interrupted(what);
    }
  }

  static WampError timeout(String what, Duration atMost) {
    return new WampError(
        ErrorUri.TIMEOUT, what + ": no answer within " + atMost.toMillis() + " ms");
  }

  static WampError interrupted(String what) {
    Thread.currentThread().interrupt();
    return new WampError(ErrorUri.CANCELED, what + ": the waiting thread was interrupted");
  }

  /** The failure of a stage as what the public methods throw. */
  static RuntimeException failure(Throwable failure) {
    return switch (failure) {
      case ExecutionException wrapper when wrapper.getCause() != null ->
          failure(wrapper.getCause());
      case CompletionException wrapper when wrapper.getCause() != null ->
          failure(wrapper.getCause());
      case RequestRefusedException refused -> Codec.error(refused);
      case RuntimeException other -> other;
      default -> new CompletionException(failure);
    };
  }
}
