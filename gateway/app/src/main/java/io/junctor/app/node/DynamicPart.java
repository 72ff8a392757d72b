package io.junctor.app.node;

import io.junctor.app.config.DynamicConfig;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.auth.AuthMethod;
import io.junctor.wamp.auth.AuthProcedure;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the authenticator procedure of the realm, over a session of this process that may do nothing
 * else. So many questions are open at once, some more wait for their turn, all others are answered
 * with no. Any thread.
 */
final class DynamicPart implements AuthProcedure, AutoCloseable {

  /** Its name in the realm; only sessions of this process can have it. */
  static final String AUTHID = "junctor-authenticator";

  private static final Logger log = LoggerFactory.getLogger(DynamicPart.class);

  /** Each is a link that waits for its handshake; later ones would time out. */
  private static final int WAITING_MAX = 256;

  private final DynamicConfig config;
  private final WampSession session;

  // guarded by this
  private final Queue<Question> waiting = new ArrayDeque<>();
  private int open;

  private record Question(Payload payload, CompletableFuture<Dict> answer) {}

  DynamicPart(DynamicConfig config, String realm) {
    this.config = config;
    this.session =
        new WampSession(
            SessionSettings.of(realm).withAuthenticator(OpenAuthenticator.local(AUTHID)));
  }

  /** Lets it in under its own role, and leaves everybody else to others. */
  static Authenticator admitting(Authenticator others) {
    return (hello, link) ->
        link.isThisProcess() && AUTHID.equals(hello.details().string("authid", ""))
            ? new AuthStep.Accept(
                new Identity(AUTHID, Permissions.AUTHENTICATOR_ROLE, AuthMethod.LOCAL, "static"))
            : others.begin(hello, link);
  }

  /** Joins the realm; until it has, every answer is no. */
  void start(Connector local) {
    session
        .join(local)
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                log.error("no authenticator session cause={}", failure.toString());
              }
            });
  }

  @Override
  public CompletionStage<Dict> ask(String realm, String authid, Dict details) {
    CompletableFuture<Dict> answer = new CompletableFuture<>();
    Payload payload =
        Serializers.of(session.format()).payload(List.of(realm, authid, details), Map.of());
    Question question = new Question(payload, answer);
    if (enter(question)) {
      call(question);
    }
    return answer.orTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the question may be asked now. */
  private synchronized boolean enter(Question question) {
    if (open < config.callsMax()) {
      open++;
      return true;
    }
    if (waiting.size() < WAITING_MAX) {
      waiting.add(question);
    } else {
      question
          .answer()
          .completeExceptionally(new IllegalStateException("too many questions wait already"));
    }
    return false;
  }

  private void call(Question question) {
    Dict options = Dict.of("timeout", config.timeout().toMillis());
    CompletionStage<Result> result;
    try {
      result = session.call(config.procedure(), options, question.payload(), null).result();
    } catch (RuntimeException e) { // not joined yet, or not any more
      result = CompletableFuture.failedStage(e);
    }
    result.whenComplete(
        (answered, failure) -> {
          settle(question, answered, failure);
          Question next = leave();
          if (next != null) {
            call(next);
          }
        });
  }

  private static void settle(
      Question question, @Nullable Result answered, @Nullable Throwable failure) {
    try {
      if (answered == null) {
        question
            .answer()
            .completeExceptionally(failure == null ? new IllegalStateException() : failure);
      } else {
        question.answer().complete(read(answered));
      }
    } catch (RuntimeException e) { // what it answered cannot be read
      question.answer().completeExceptionally(e);
    }
  }

  /** A role alone, or keys and values: as the first argument or as keywords. */
  private static Dict read(Result answered) {
    Payload payload = answered.payload();
    if (payload.isEmpty()) {
      return Dict.EMPTY;
    }
    Serializer serializer = Serializers.of(payload.format());
    List<@Nullable Object> args = serializer.args(payload);
    Object first = args.isEmpty() ? null : args.getFirst();
    return switch (first) {
      case null -> Dict.copyOf(serializer.kwargs(payload));
      case String role -> Dict.of("role", role);
      case Map<?, ?> answer -> ofMap(answer);
      default -> throw new IllegalArgumentException("answer: expected a role or keys and values");
    };
  }

  private static Dict ofMap(Map<?, ?> answer) {
    Dict.Builder dict = Dict.builder();
    answer.forEach((key, value) -> dict.put(String.valueOf(key), value));
    return dict.build();
  }

  /** The next question whose asker still waits; null when there is none. */
  private synchronized @Nullable Question leave() {
    Question next = waiting.poll();
    while (next != null && next.answer().isDone()) {
      next = waiting.poll();
    }
    if (next == null) {
      open--;
    }
    return next;
  }

  @Override
  public void close() {
    session.close(CloseCause.SHUTDOWN);
  }
}
