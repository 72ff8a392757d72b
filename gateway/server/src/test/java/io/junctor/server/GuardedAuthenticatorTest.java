package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GuardedAuthenticatorTest {

  private record Timed(Duration delay, Runnable task) {}

  private final List<Timed> timed = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private int judged;
  private final GuardedAuthenticator guarded =
      new GuardedAuthenticator(
          "realm",
          (_, _) -> new AuthStep.Ask(new Challenge("ticket", Dict.EMPTY), this::answer),
          new Attempts(AttemptLimits.DEFAULT, () -> 0),
          (delay, task) -> {
            timed.add(new Timed(delay, task));
            return CompletableFuture.completedFuture(null);
          },
          lines::add);

  private AuthStep answer(Authenticate answer) {
    judged++;
    return answer.signature().equals("right")
        ? new AuthStep.Accept(new Identity("anna", "user", "ticket", "static"))
        : new AuthStep.Deny(ErrorUri.AUTHENTICATION_FAILED, "no", "wrong secret");
  }

  @Test
  void whoKnowsTheSecretGetsInWhileOthersFloodTheSameNameFromTheSameHost() {
    for (int i = 0; i < 500; i++) {
      finish(attempt("10.0.0.1:" + i, "anna", "wrong"));
    }

    AuthStep step = attempt("10.0.0.1:999", "anna", "right");

    assertTrue(timed.getLast().delay().compareTo(Duration.ofSeconds(2)) <= 0);
    assertInstanceOf(AuthStep.Accept.class, finish(step));
  }

  @Test
  void anAttemptThatWaitsIsNotJudgedBefore() {
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(AuthStep.Deny.class, attempt("10.0.0.1:1", "anna", "wrong"));
    }
    int before = judged;

    AuthStep.Later later =
        assertInstanceOf(AuthStep.Later.class, attempt("10.0.0.1:1", "anna", "right"));

    assertFalse(later.next().toCompletableFuture().isDone());
    assertEquals(before, judged);
    assertEquals(Duration.ofMillis(100), timed.getLast().delay());
  }

  @Test
  void anotherHostDoesNotWait() {
    for (int i = 0; i < 50; i++) {
      finish(attempt("10.0.0.1:1", "anna", "wrong"));
    }

    assertInstanceOf(AuthStep.Accept.class, attempt("10.0.0.2:1", "anna", "right"));
  }

  @Test
  void aFailureIsWrittenDownWithoutWhatAStrangerCouldForge() {
    finish(attempt("10.0.0.1:1", "anna\nroot logged in \u001b[2J" + "x".repeat(100), "wrong"));

    assertEquals(1, lines.size());
    String line = lines.getFirst();
    assertTrue(line.contains("peer=10.0.0.1:1"), line);
    assertTrue(line.contains("authid=anna?root?logged?in??[2Jx"), line);
    assertTrue(line.contains("method=ticket"), line);
    assertTrue(line.contains("cause=\"wrong secret\""), line);
    assertFalse(line.contains("x".repeat(64)), line);
  }

  @Test
  void aFloodDoesNotFillTheLog() {
    for (int i = 0; i < 10_000; i++) {
      finish(attempt("10.0." + i % 256 + ".1:1", "anna", "wrong"));
    }

    assertTrue(lines.size() <= 40, () -> "lines: " + lines.size());
  }

  private AuthStep attempt(String peer, String authid, String signature) {
    TransportDetails link =
        new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, peer, true);
    Hello hello = new Hello("realm", Dict.of("authid", authid, "authmethods", List.of("ticket")));
    AuthStep.Ask ask = (AuthStep.Ask) guarded.begin(hello, link);
    return ask.pending().answer(new Authenticate(signature, Dict.EMPTY));
  }

  /** Lets the time pass that a step waits for. */
  private AuthStep finish(AuthStep step) {
    AuthStep current = step;
    while (current instanceof AuthStep.Later later) {
      timed.getLast().task().run();
      Supplier<AuthStep> next = later.next().toCompletableFuture().getNow(null);
      current = next.get();
    }
    return current;
  }
}
