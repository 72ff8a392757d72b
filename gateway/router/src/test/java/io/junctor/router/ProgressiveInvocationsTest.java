package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls whose arguments come in several messages.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-progressive-call-invocation">WAMP:
 *     Progressive Call Invocations</a>
 */
class ProgressiveInvocationsTest {

  private static final Dict MORE = Dict.of("progress", true);

  private final TestRealm realm = new TestRealm();
  private final TestPeer caller = realm.join("caller");
  private final TestPeer callee = realm.join("callee");

  private TestPeer without(Feature feature) {
    return realm.join("simple", "user", Format.JSON, EnumSet.complementOf(EnumSet.of(feature)));
  }

  private void send(long request, Dict options, Object... args) {
    caller.send(new Call(request, options, "p", caller.payload(args)));
  }

  private void assertDiscarded(long request) {
    caller.clear();
    callee.clear();
    send(request, MORE, "late");
    send(request, Dict.EMPTY, "late");
    caller.expectNothing();
    callee.expectNothing();
    assertFalse(caller.isKicked());
  }

  @Test
  void everyCallBecomesAnInvocationUnderOneId() {
    // Given
    long registration = callee.register("p");
    // When
    send(1, MORE, "a");
    send(1, MORE, "b");
    send(1, Dict.of("progress", false), "c");
    // Then
    for (String part : List.of("a", "b", "c")) {
      Invocation invocation = callee.take(Invocation.class);
      assertEquals(1, invocation.request());
      assertEquals(registration, invocation.registration());
      assertEquals(List.of(part), callee.args(invocation));
      assertEquals(!part.equals("c"), invocation.details().bool("progress", false));
    }
    callee.yields(1, Dict.EMPTY, "abc");
    assertEquals(1, caller.take(Result.class).request());
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  /** The specification's example of request ids. */
  @Test
  void otherCallsGoOnBetweenTheParts() {
    // Given
    callee.register("p");
    callee.register("bar");
    // When
    send(1, MORE);
    caller.send(new Call(2, Dict.EMPTY, "bar", caller.payload()));
    send(1, Dict.EMPTY);
    // Then
    assertEquals(1, callee.take(Invocation.class).request());
    assertEquals(2, callee.take(Invocation.class).request());
    assertEquals(1, callee.take(Invocation.class).request());
  }

  @Test
  void optionsOfTheFirstCallHoldForAll() {
    // Given
    callee.register("p", Dict.of("match", "prefix"));
    send(1, MORE.with("disclose_me", true).with("receive_progress", true));
    Dict first = callee.take(Invocation.class).details();
    // When
    send(1, MORE.with("timeout", 5));
    send(1, Dict.of("disclose_me", false));
    // Then
    assertEquals(first, callee.take(Invocation.class).details());
    Dict last = callee.take(Invocation.class).details();
    assertEquals(caller.id(), last.integer("caller"));
    assertEquals("p", last.string("procedure"));
    assertTrue(last.bool("receive_progress", false));
    assertFalse(last.has("progress"));
    realm.pass(Duration.ofSeconds(1));
    caller.expectNothing();
  }

  @Test
  void resultsMayComeBetweenTheParts() {
    // Given
    callee.register("p");
    send(1, MORE.with("receive_progress", true), 1);
    // When
    callee.yields(1, MORE, "one");
    send(1, Dict.EMPTY, 2);
    callee.yields(1, Dict.EMPTY, "two");
    // Then
    assertTrue(caller.take(Result.class).details().bool("progress", false));
    assertFalse(caller.take(Result.class).details().bool("progress", false));
  }

  // "the Dealer MUST make a first INVOCATION based on <invocation_policy> and then route all
  // subsequent progressive calls to the same Callee"
  @Test
  void allPartsGoToTheSameCallee() {
    // Given
    TestPeer other = realm.join("other");
    callee.register("p", Dict.of("invoke", "roundrobin"));
    other.register("p", Dict.of("invoke", "roundrobin"));
    // When
    send(1, MORE);
    send(1, MORE);
    send(1, Dict.EMPTY);
    // Then
    assertEquals(3, callee.drain().size());
    other.expectNothing();
  }

  @Test
  void allPartsGoToACalleeThatUnregistered() {
    // Given
    long id = callee.register("p");
    send(1, MORE);
    callee.send(new Unregister(7, id));
    callee.clear();
    // When
    send(1, Dict.EMPTY);
    // Then
    callee.take(Invocation.class);
  }

  @Test
  void callerThatDidNotAnnounceItBreaksTheProtocol() {
    // Given
    callee.register("p");
    TestPeer simple = without(Feature.PROGRESSIVE_CALL_INVOCATIONS);
    // When
    simple.call("p", MORE);
    // Then
    assertEquals(ErrorUri.PROTOCOL_VIOLATION, ((Abort) simple.kicked().farewell()).reason());
    callee.expectNothing();
  }

  @ParameterizedTest
  @EnumSource(names = {"PROGRESSIVE_CALL_INVOCATIONS", "CALL_CANCELING"})
  void calleeThatDidNotAnnounceItGetsNothing(Feature missing) {
    // Given
    TestPeer simple = without(missing);
    simple.register("p");
    // When
    send(1, MORE);
    // Then
    caller.takeError(ErrorUri.FEATURE_NOT_SUPPORTED);
    simple.expectNothing();
    assertDiscarded(1);
  }

  @Test
  void metaProceduresTakeNone() {
    // When
    caller.send(new Call(1, MORE, "wamp.session.count", caller.payload()));
    caller.send(new Call(1, Dict.EMPTY, "wamp.session.count", caller.payload()));
    // Then
    caller.takeError(ErrorUri.FEATURE_NOT_SUPPORTED);
    caller.expectNothing();
  }

  @Test
  void partsOfACallThatWasRefusedAreDiscarded() {
    // When
    send(1, MORE);
    // Then
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    callee.register("p");
    assertDiscarded(1);
  }

  @Test
  void partsOfACallThatWasNotPermittedAreDiscarded() {
    // Given
    TestRealm strict =
        new TestRealm((_, _, _, _) -> new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "no"));
    TestPeer peer = strict.join("peer");
    // When
    peer.send(new Call(1, MORE, "p", peer.payload()));
    peer.send(new Call(1, Dict.EMPTY, "p", peer.payload()));
    // Then
    peer.takeError(ErrorUri.NOT_AUTHORIZED);
    peer.expectNothing();
  }

  @Test
  void partsAfterTheAnswerAreDiscarded() {
    // Given
    callee.register("p");
    send(1, MORE);
    // When
    callee.yields(1, Dict.EMPTY, "enough");
    // Then
    caller.take(Result.class);
    assertDiscarded(1);
  }

  @Test
  void partsAfterTheErrorAreDiscarded() {
    // Given
    callee.register("p");
    send(1, MORE);
    // When
    callee.fails(1, "com.example.error.bad_data");
    // Then
    caller.takeError("com.example.error.bad_data");
    assertDiscarded(1);
  }

  @Test
  void partsAfterTheCalleeLeftAreDiscarded() {
    // Given
    callee.register("p");
    send(1, MORE);
    // When
    realm.leave(callee);
    // Then
    caller.takeError(ErrorUri.CANCELED);
    assertDiscarded(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip", "killnowait"})
  void canceledCallIsInterruptedWhileTheCalleeWaitsForMore(String mode) {
    // Given
    callee.register("p");
    send(1, MORE);
    callee.clear();
    // When
    caller.send(new Cancel(1, Dict.of("mode", mode)));
    // Then
    callee.take(Interrupt.class);
    caller.takeError(ErrorUri.CANCELED);
    callee.yields(1, Dict.EMPTY, "late");
    assertDiscarded(1);
  }

  @Test
  void skipLeavesACalleeAloneThatHasAllItNeeds() {
    // Given
    callee.register("p");
    send(1, MORE);
    send(1, Dict.EMPTY);
    callee.clear();
    // When
    caller.send(new Cancel(1, Dict.of("mode", "skip")));
    // Then
    caller.takeError(ErrorUri.CANCELED);
    callee.expectNothing();
  }

  @Test
  void killedCallGoesOnUntilTheCalleeAnswers() {
    // Given
    callee.register("p");
    send(1, MORE);
    callee.clear();
    // When
    caller.send(new Cancel(1, Dict.of("mode", "kill")));
    send(1, MORE, "still");
    // Then
    callee.take(Interrupt.class);
    callee.take(Invocation.class);
    callee.fails(1, ErrorUri.CANCELED);
    caller.takeError(ErrorUri.CANCELED);
    assertDiscarded(1);
  }

  @Test
  void callerThatLeavesInterruptsTheCallee() {
    // Given
    callee.register("p");
    send(1, MORE);
    callee.clear();
    // When
    realm.leave(caller);
    // Then
    assertEquals("killnowait", callee.take(Interrupt.class).options().string("mode"));
  }

  /** "the time limit between the initial call and the first result" */
  @Test
  void timeRunsFromTheFirstPart() {
    // Given
    callee.register("p");
    send(1, MORE.with("timeout", 100));
    realm.pass(Duration.ofMillis(60));
    send(1, MORE);
    callee.clear();
    // When
    realm.pass(Duration.ofMillis(40));
    // Then
    caller.takeError(ErrorUri.TIMEOUT);
    callee.take(Interrupt.class);
    assertDiscarded(1);
  }

  @Test
  void partAfterTheLastBreaksTheProtocol() {
    // Given
    callee.register("p");
    send(1, MORE);
    send(1, Dict.EMPTY);
    // When
    send(1, MORE);
    // Then
    assertEquals(ErrorUri.PROTOCOL_VIOLATION, ((Abort) caller.kicked().farewell()).reason());
  }

  @Test
  void partForAnotherProcedureBreaksTheProtocol() {
    // Given
    callee.register("p");
    callee.register("q");
    send(1, MORE);
    // When
    caller.send(new Call(1, MORE, "q", caller.payload()));
    // Then
    assertEquals(ErrorUri.PROTOCOL_VIOLATION, ((Abort) caller.kicked().farewell()).reason());
  }

  @Test
  void partOfAnOrdinaryCallBreaksTheProtocol() {
    // Given
    callee.register("p");
    send(1, Dict.EMPTY);
    // When
    send(1, MORE);
    // Then
    assertEquals(ErrorUri.PROTOCOL_VIOLATION, ((Abort) caller.kicked().farewell()).reason());
  }

  @Test
  void tooLargeAPartEndsTheCallOnBothSides() {
    // Given
    TestRealm small = new TestRealm(Limits.of(limits -> limits.payloadBytesMax = 100));
    TestPeer who = small.join("who");
    TestPeer worker = small.join("worker");
    worker.register("p");
    who.send(new Call(1, MORE, "p", who.payload("ok")));
    worker.take(Invocation.class);
    // When
    who.send(new Call(1, MORE, "p", who.payload("x".repeat(200))));
    who.send(new Call(1, Dict.EMPTY, "p", who.payload("end")));
    // Then
    who.takeError(ErrorUri.PAYLOAD_SIZE_EXCEEDED);
    who.expectNothing();
    worker.take(Interrupt.class);
    worker.expectNothing();
    assertEquals(0, small.realm.stats().pendingCalls());
  }

  @Test
  void callThatOnlyBeganIsReroutedWithItsBeginning() {
    // Given
    TestPeer simple = without(Feature.PROGRESSIVE_CALL_INVOCATIONS);
    TestPeer other = realm.join("other");
    for (TestPeer peer : List.of(callee, simple, other)) {
      peer.register("p", Dict.of("invoke", "first"));
    }
    send(1, MORE, "a");
    // When
    callee.fails(1, ErrorUri.UNAVAILABLE);
    send(1, Dict.EMPTY, "b");
    // Then
    assertEquals(List.of("a"), other.args(other.take(Invocation.class)));
    assertEquals(List.of("b"), other.args(other.take(Invocation.class)));
    simple.expectNothing();
    other.yields(1, Dict.EMPTY);
    caller.take(Result.class);
  }

  @Test
  void callThatWentOnIsNotRerouted() {
    // Given
    TestPeer other = realm.join("other");
    callee.register("p", Dict.of("invoke", "first"));
    other.register("p", Dict.of("invoke", "first"));
    send(1, MORE, "a");
    send(1, MORE, "b");
    // When
    callee.fails(1, ErrorUri.UNAVAILABLE);
    // Then
    caller.takeError(ErrorUri.UNAVAILABLE);
    other.expectNothing();
    assertDiscarded(1);
  }

  /** Peers that count from the start again, or at random, are not taken for late ones. */
  @Test
  void idOfACallThatEndedWithItsLastPartMayBeUsedAgain() {
    // Given
    callee.register("p");
    send(1, MORE);
    send(1, Dict.EMPTY);
    callee.yields(1, Dict.EMPTY);
    callee.clear();
    caller.clear();
    // When
    send(1, Dict.EMPTY);
    // Then
    callee.take(Invocation.class);
  }

  @Test
  void memoryOfEndedCallsIsBounded() {
    // Given
    EndedStreams ended = new EndedStreams();
    // When
    for (long request = 1; request <= 1025; request++) {
      ended.add(request);
    }
    // Then
    assertFalse(ended.has(1));
    assertTrue(ended.has(2));
    assertTrue(ended.has(1025));
  }
}
