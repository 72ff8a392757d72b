package io.junctor.server;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Slows down who guesses, and writes down who fails. An attempt beyond the limits waits for its
 * turn before it is judged: a peer that leaves meanwhile has learned nothing.
 *
 * <p>Any thread.
 */
final class GuardedAuthenticator implements Authenticator {

  private static final int NAME_CHARS_MAX = 64;

  private final String realm;
  private final Authenticator inner;
  private final Attempts attempts;
  private final AttemptQueue queue;
  private final Consumer<String> warnings;
  private final LogBudget budget = new LogBudget(System::nanoTime);

  /**
   * A guard around a realm's authenticator.
   *
   * @param warnings where failures are written down, a line each.
   */
  GuardedAuthenticator(
      String realm,
      Authenticator inner,
      Attempts attempts,
      AttemptQueue queue,
      Consumer<String> warnings) {
    this.realm = realm;
    this.inner = inner;
    this.attempts = attempts;
    this.queue = queue;
    this.warnings = warnings;
  }

  @Override
  public AuthStep begin(Hello hello, TransportDetails link) {
    Attempt attempt =
        new Attempt(
            PeerHost.of(link.peer()),
            hello.details().string("authid", ""),
            link.peer(),
            offered(hello));
    return guard(attempt, inner.begin(hello, link));
  }

  @Override
  public void onLogout(TransportDetails link) {
    inner.onLogout(link);
  }

  private static String offered(Hello hello) {
    List<?> methods = hello.details().list("authmethods");
    return methods == null ? "none" : printable(methods.toString());
  }

  private record Attempt(String host, String authid, String peer, String method) {
    Attempt by(String chosen) {
      return new Attempt(host, authid, peer, chosen);
    }
  }

  private AuthStep guard(Attempt attempt, AuthStep step) {
    return switch (step) {
      case AuthStep.Accept accept -> {
        attempts.succeeded(attempt.host(), attempt.authid());
        yield accept;
      }
      case AuthStep.Deny deny -> {
        onDenied(attempt, deny);
        yield deny;
      }
      case AuthStep.Ask ask -> {
        Attempt chosen = attempt.by(ask.challenge().authMethod());
        yield new AuthStep.Ask(
            ask.challenge(), answer -> judge(chosen, () -> ask.pending().answer(answer)));
      }
      case AuthStep.Later later -> later.then(next -> guard(attempt, next));
    };
  }

  private AuthStep judge(Attempt attempt, Supplier<AuthStep> answer) {
    if (!attempts.isSlowed(attempt.host(), attempt.authid())) {
      return guard(attempt, answer.get());
    }
    CompletableFuture<Void> turn = queue.enter(attempt.host());
    if (turn == null) {
      AuthStep.Deny deny =
          new AuthStep.Deny(
              ErrorUri.UNAVAILABLE,
              "too many failed attempts from this address; try again later",
              "too many wait already");
      warn(attempt, deny);
      return deny;
    }
    if (turn.isDone()) { // nobody is before it
      return guard(attempt, answer.get());
    }
    // cancelled with the link, so it must be the one that is handed out
    CompletableFuture<Supplier<AuthStep>> due = new CompletableFuture<>();
    var _ = turn.thenRun(() -> due.complete(() -> guard(attempt, answer.get())));
    var _ =
        due.whenComplete(
            (_, left) -> {
              if (left != null) {
                turn.cancel(false);
              }
            });
    return new AuthStep.Later(due, false);
  }

  private void onDenied(Attempt attempt, AuthStep.Deny deny) {
    // who names a method that is not offered has guessed nothing
    if (!deny.reason().equals(ErrorUri.NO_MATCHING_AUTH_METHOD)) {
      attempts.failed(attempt.host(), attempt.authid());
    }
    warn(attempt, deny);
  }

  private void warn(Attempt attempt, AuthStep.Deny deny) {
    long unwritten = budget.take();
    if (unwritten >= 0) {
      warnings.accept(
          "authentication failed realm=%s peer=%s authid=%s method=%s cause=\"%s\" unwritten=%d"
              .formatted(
                  realm,
                  attempt.peer(),
                  printable(attempt.authid()),
                  attempt.method(),
                  deny.cause(),
                  unwritten));
    }
  }

  /** Names come from strangers: no line ends, no terminal controls, no pages of text. */
  private static String printable(String text) {
    StringBuilder visible = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), NAME_CHARS_MAX); i++) {
      char c = text.charAt(i);
      visible.append(c > ' ' && c <= '~' ? c : '?');
    }
    return text.length() <= NAME_CHARS_MAX ? visible.toString() : visible + "...";
  }
}
