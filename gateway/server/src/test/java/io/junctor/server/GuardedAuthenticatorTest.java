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
import org.junit.jupiter.api.Test;

class GuardedAuthenticatorTest {

  private final FakeTime time = new FakeTime();
  private final AttemptQueue queue = new AttemptQueue(AttemptLimits.DEFAULT, time);
  private final List<String> lines = new ArrayList<>();
  private int judged;
  private final GuardedAuthenticator guarded =
      new GuardedAuthenticator(
          "realm",
          (_, _) -> new AuthStep.Ask(new Challenge("ticket", Dict.EMPTY), this::answer),
          new Attempts(AttemptLimits.DEFAULT, () -> 0),
          queue,
          lines::add);

  private AuthStep answer(Authenticate answer) {
    judged++;
    return answer.signature().equals("right")
        ? new AuthStep.Accept(new Identity("anna", "user", "ticket", "static"))
        : new AuthStep.Deny(ErrorUri.AUTHENTICATION_FAILED, "no", "wrong secret");
  }

  @Test
  void whoKnowsTheSecretGetsInWhileOthersFloodTheSameNameFromTheSameHost() {
    List<AuthStep> flood = new ArrayList<>();
    for (int i = 0; i < 5 + 1 + 10; i++) { // free ones, one at once, those that wait
      flood.add(attempt("10.0.0.1:" + i, "anna", "wrong"));
    }
    AuthStep.Later honest = later(attempt("10.0.0.1:999", "anna", "right"));

    time.pass(Duration.ofMillis(11 * 300 - 1));
    assertFalse(honest.next().toCompletableFuture().isDone());
    time.pass(Duration.ofMillis(1));

    assertInstanceOf(AuthStep.Accept.class, next(honest));
    assertEquals(10, flood.stream().filter(AuthStep.Later.class::isInstance).count());
  }

  /** However many links a guesser has, three guesses a second are judged. */
  @Test
  void guessesAreJudgedOneAfterTheOther() {
    for (int i = 0; i < 5; i++) {
      attempt("10.0.0.1:1", "anna", "wrong");
    }
    List<AuthStep.Later> open = new ArrayList<>();
    int before = judged;
    for (int tenth = 0; tenth < 600; tenth++) {
      for (int link = 0; link < 64; link++) {
        if (attempt("10.0.0.1:" + link, "anna", "wrong") instanceof AuthStep.Later later) {
          open.add(later);
        }
      }
      time.pass(Duration.ofMillis(100));
      open.removeIf(later -> later.next().toCompletableFuture().isDone() && next(later) != null);
    }

    assertEquals(200, judged - before, 2);
  }

  @Test
  void anAttemptThatWaitsIsNotJudgedBefore() {
    for (int i = 0; i < 6; i++) {
      assertInstanceOf(AuthStep.Deny.class, attempt("10.0.0.1:1", "anna", "wrong"));
    }
    int before = judged;

    AuthStep.Later later = later(attempt("10.0.0.1:1", "anna", "right"));

    assertFalse(later.timed(), "it is we who make it wait");
    assertFalse(later.next().toCompletableFuture().isDone());
    assertEquals(before, judged);
  }

  @Test
  void whoLeavesTheLineHasLearnedNothingAndTakesNobodysPlace() {
    for (int i = 0; i < 6; i++) {
      attempt("10.0.0.1:1", "anna", "wrong");
    }
    AuthStep.Later leaving = later(attempt("10.0.0.1:2", "anna", "right"));
    AuthStep.Later staying = later(attempt("10.0.0.1:3", "anna", "right"));
    int before = judged;

    leaving.next().toCompletableFuture().cancel(false);
    time.pass(Duration.ofMillis(300));

    assertInstanceOf(AuthStep.Accept.class, next(staying));
    assertEquals(before + 1, judged);
  }

  @Test
  void whoFindsTheLineFullIsRefusedUnseenAndWrittenDown() {
    for (int i = 0; i < 5 + 1 + 20; i++) {
      attempt("10.0.0.1:1", "anna", "wrong");
    }
    int before = judged;

    AuthStep.Deny refused =
        assertInstanceOf(AuthStep.Deny.class, attempt("10.0.0.1:9", "anna", "right"));

    assertEquals("wamp.error.unavailable", refused.reason());
    assertEquals(before, judged);
    assertTrue(lines.getLast().contains("cause=\"too many wait already\""), lines.getLast());
    assertInstanceOf(AuthStep.Accept.class, attempt("10.0.0.2:9", "anna", "right"));
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

  private static AuthStep.Later later(AuthStep step) {
    return assertInstanceOf(AuthStep.Later.class, step);
  }

  /** What comes of a step that is due. */
  private static AuthStep next(AuthStep.Later later) {
    return later.next().toCompletableFuture().getNow(null).get();
  }

  /** Lets the time pass that a step waits for. */
  private AuthStep finish(AuthStep step) {
    AuthStep current = step;
    while (current instanceof AuthStep.Later later) {
      time.pass(Duration.ofSeconds(6));
      current = next(later);
    }
    return current;
  }
}
