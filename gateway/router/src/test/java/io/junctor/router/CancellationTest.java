package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that end before their callee answers: canceled, timed out, peers that leave. */
class CancellationTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer caller = realm.join("caller");
  private final TestPeer callee = realm.join("callee");
  private final TestPeer simple = realm.join("simple", "user", Format.JSON, Set.of());

  private Dict mode(String mode) {
    return Dict.of("mode", mode);
  }

  /** Calls the procedure of the peer; the invocation it got. */
  private Invocation callOf(TestPeer peer, Dict options) {
    peer.register("p." + peer.id());
    caller.call("p." + peer.id(), options);
    return peer.take(Invocation.class);
  }

  @Test
  void skipAnswersTheCallerAndLeavesTheCalleeAlone() {
    // Given
    long invocation = callOf(callee, Dict.EMPTY).request();
    // When
    caller.send(new Cancel(1, mode("skip")));
    // Then
    assertEquals(Call.CODE, caller.takeError(ErrorUri.CANCELED).requestType());
    callee.expectNothing();
    callee.yields(invocation, Dict.EMPTY, "late");
    caller.expectNothing();
    assertFalse(callee.isKicked());
  }

  @Test
  void killWaitsForTheCallee() {
    // Given
    long invocation = callOf(callee, Dict.EMPTY).request();
    // When
    caller.send(new Cancel(1, mode("kill")));
    // Then
    Interrupt interrupt = callee.take(Interrupt.class);
    assertEquals(invocation, interrupt.request());
    assertEquals("kill", interrupt.options().string("mode"));
    caller.expectNothing();
    callee.send(
        new ErrorMessage(
            Invocation.CODE, invocation, Dict.EMPTY, ErrorUri.CANCELED, callee.payload()));
    caller.takeError(ErrorUri.CANCELED);
  }

  @Test
  void killedCallMayStillSucceed() {
    // Given
    long invocation = callOf(callee, Dict.EMPTY).request();
    caller.send(new Cancel(1, mode("kill")));
    // When
    callee.yields(invocation, Dict.EMPTY, "done anyway");
    // Then
    caller.take(Result.class);
  }

  @Test
  void killNowAndThenNoWaitInterruptsOnce() {
    // Given
    callOf(callee, Dict.EMPTY);
    caller.send(new Cancel(1, mode("kill")));
    callee.take(Interrupt.class);
    // When
    caller.send(new Cancel(1, mode("killnowait")));
    // Then
    caller.takeError(ErrorUri.CANCELED);
    callee.expectNothing();
  }

  @Test
  void killNoWaitAnswersBothAtOnce() {
    // Given
    long invocation = callOf(callee, Dict.EMPTY).request();
    // When
    caller.send(new Cancel(1, mode("killnowait")));
    // Then
    caller.takeError(ErrorUri.CANCELED);
    assertEquals("killnowait", callee.take(Interrupt.class).options().string("mode"));
    callee.send(
        new ErrorMessage(
            Invocation.CODE, invocation, Dict.EMPTY, ErrorUri.CANCELED, callee.payload()));
    caller.expectNothing();
    assertFalse(callee.isKicked());
  }

  @Test
  void cancelWithoutModeIsKillNoWait() {
    // Given
    callOf(callee, Dict.EMPTY);
    // When
    caller.send(new Cancel(1, Dict.EMPTY));
    // Then
    caller.takeError(ErrorUri.CANCELED);
    callee.take(Interrupt.class);
  }

  /** Some clients end the connection when they get an INTERRUPT they did not announce. */
  @ParameterizedTest
  @ValueSource(strings = {"skip", "kill", "killnowait"})
  void calleeThatCannotBeCanceledGetsNoInterrupt(String mode) {
    // Given
    long invocation = callOf(simple, Dict.EMPTY).request();
    // When
    caller.send(new Cancel(1, mode(mode)));
    // Then
    caller.takeError(ErrorUri.CANCELED);
    simple.yields(invocation, Dict.EMPTY);
    simple.expectNothing();
    assertFalse(simple.isKicked());
  }

  @Test
  void unknownModeIsAnErrorAndTheCallGoesOn() {
    // Given
    long invocation = callOf(callee, Dict.EMPTY).request();
    // When
    caller.send(new Cancel(1, mode("gently")));
    // Then
    assertEquals(Call.CODE, caller.takeError(ErrorUri.INVALID_ARGUMENT).requestType());
    callee.yields(invocation, Dict.EMPTY);
    caller.take(Result.class);
  }

  @Test
  void cancelThatCrossedTheResultIsIgnored() {
    // Given
    callee.yields(callOf(callee, Dict.EMPTY).request(), Dict.EMPTY);
    caller.take(Result.class);
    // When
    caller.send(new Cancel(1, Dict.EMPTY));
    // Then
    caller.expectNothing();
    callee.expectNothing();
  }

  @Test
  void callOfAnotherSessionCannotBeCanceled() {
    // Given
    callOf(callee, Dict.EMPTY);
    // When
    simple.send(new Cancel(1, Dict.EMPTY));
    // Then
    callee.expectNothing();
    caller.expectNothing();
  }

  @Test
  void secondAnswerAfterTheLateOneBreaksTheProtocol() {
    // Given
    long invocation = callOf(callee, Dict.EMPTY).request();
    caller.send(new Cancel(1, mode("skip")));
    callee.yields(invocation, Dict.EMPTY);
    // When
    callee.yields(invocation, Dict.EMPTY);
    // Then
    assertTrue(callee.isKicked());
  }

  @Test
  void lateProgressIsDiscardedAsOftenAsItComes() {
    // Given
    long invocation = callOf(callee, Dict.of("receive_progress", true)).request();
    caller.send(new Cancel(1, mode("skip")));
    caller.takeError(ErrorUri.CANCELED);
    // When
    callee.yields(invocation, Dict.of("progress", true), 1);
    callee.yields(invocation, Dict.of("progress", true), 2);
    callee.yields(invocation, Dict.EMPTY, 3);
    // Then
    caller.expectNothing();
    assertFalse(callee.isKicked());
  }

  @Test
  void callerThatLeavesInterruptsItsCallees() {
    // Given
    long invocation = callOf(callee, Dict.EMPTY).request();
    // When
    realm.leave(caller);
    // Then
    Interrupt interrupt = callee.take(Interrupt.class);
    assertEquals(invocation, interrupt.request());
    assertEquals("killnowait", interrupt.options().string("mode"));
    callee.yields(invocation, Dict.EMPTY);
    assertFalse(callee.isKicked());
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  @Test
  void callerThatLeavesDoesNotInterruptWhoCannotBeCanceled() {
    // Given
    long invocation = callOf(simple, Dict.EMPTY).request();
    // When
    realm.leave(caller);
    // Then
    simple.yields(invocation, Dict.EMPTY);
    simple.expectNothing();
    assertFalse(simple.isKicked());
  }

  @Test
  void calleeThatLeavesCancelsWhatItOwes() {
    // Given
    callOf(callee, Dict.EMPTY);
    // When
    realm.leave(callee);
    // Then
    ErrorMessage error = caller.takeError(ErrorUri.CANCELED);
    assertEquals(1, error.request());
    caller.call("p." + callee.id());
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  @Test
  void calleeThatBreaksTheProtocolCancelsWhatItOwes() {
    // Given
    callOf(callee, Dict.EMPTY);
    // When
    callee.yields(99, Dict.EMPTY);
    // Then
    assertTrue(callee.isKicked());
    caller.takeError(ErrorUri.CANCELED);
  }

  @Test
  void timeoutIsInMillisecondsAndEndsTheCall() {
    // Given
    long invocation = callOf(callee, Dict.of("timeout", 250L)).request();
    realm.pass(Duration.ofMillis(249));
    caller.expectNothing();
    // When
    realm.pass(Duration.ofMillis(1));
    // Then
    caller.takeError(ErrorUri.TIMEOUT);
    assertEquals(invocation, callee.take(Interrupt.class).request());
    callee.yields(invocation, Dict.EMPTY);
    assertFalse(callee.isKicked());
    assertNull(realm.realm.nextDeadline());
  }

  @Test
  void deadlineIsTheEarliestOfAllCalls() {
    // Given
    callee.register("p");
    caller.call("p", Dict.of("timeout", 500L));
    // When
    caller.call("p", Dict.of("timeout", 100L));
    // Then
    assertEquals(realm.now.plusMillis(100), realm.realm.nextDeadline());
  }

  @Test
  void resultStopsTheTimer() {
    // Given
    long invocation = callOf(callee, Dict.of("timeout", 250L)).request();
    callee.yields(invocation, Dict.EMPTY);
    caller.take(Result.class);
    // When
    realm.pass(Duration.ofSeconds(1));
    // Then
    caller.expectNothing();
    callee.expectNothing();
  }

  /** "between the initial call and the first result, and between results thereafter" */
  @Test
  void progressStartsTheTimerAnew() {
    // Given
    long invocation = callOf(callee, Dict.of("timeout", 250L, "receive_progress", true)).request();
    realm.pass(Duration.ofMillis(200));
    callee.yields(invocation, Dict.of("progress", true));
    caller.take(Result.class);
    realm.pass(Duration.ofMillis(200));
    caller.expectNothing();
    // When
    realm.pass(Duration.ofMillis(50));
    // Then
    caller.takeError(ErrorUri.TIMEOUT);
  }

  @Test
  void zeroIsNoTimeout() {
    // Given
    callOf(callee, Dict.of("timeout", 0L));
    // When
    realm.pass(Duration.ofDays(1));
    // Then
    assertNull(realm.realm.nextDeadline());
    caller.expectNothing();
  }

  @Test
  void negativeTimeoutIsAnError() {
    // Given
    callee.register("p");
    // When
    caller.call("p", Dict.of("timeout", -1L));
    // Then
    caller.takeError(ErrorUri.INVALID_ARGUMENT);
    callee.expectNothing();
  }

  @Test
  void hugeTimeoutDoesNotOverflow() {
    // Given
    callee.register("p");
    // When
    caller.call("p", Dict.of("timeout", 1L << 53));
    // Then
    callee.take(Invocation.class);
    assertEquals(realm.now.plus(Duration.ofDays(365)), realm.realm.nextDeadline());
  }

  @Test
  void calleeThatAsksForItWatchesTheTimeoutItself() {
    // Given
    callee.register("p", Dict.of("forward_timeout", true));
    // When
    caller.call("p", Dict.of("timeout", 250L));
    // Then
    assertEquals(250, callee.take(Invocation.class).details().integer("timeout"));
    assertNull(realm.realm.nextDeadline());
  }

  @Test
  void timeoutIsNotForwardedToACalleeThatDidNotAnnounceIt() {
    // Given
    TestPeer peer = realm.join("peer", "user", Format.JSON, EnumSet.of(Feature.CALL_CANCELING));
    peer.register("p", Dict.of("forward_timeout", true));
    // When
    caller.call("p", Dict.of("timeout", 250L));
    // Then
    assertFalse(peer.take(Invocation.class).details().has("timeout"));
    assertEquals(realm.now.plusMillis(250), realm.realm.nextDeadline());
  }

  /** What is forgotten is bounded, and forgetting does not make a slow callee a broken one. */
  @Test
  void answersAreDiscardedHoweverLateTheyCome() {
    // Given
    callee.register("p");
    for (int i = 0; i < 3000; i++) {
      long request = caller.call("p");
      caller.send(new Cancel(request, mode("skip")));
    }
    // When
    for (long invocation = 1; invocation <= 3000; invocation++) {
      callee.yields(invocation, Dict.EMPTY);
    }
    // Then
    assertFalse(callee.isKicked());
    callee.yields(3001, Dict.EMPTY);
    assertTrue(callee.isKicked());
  }
}
