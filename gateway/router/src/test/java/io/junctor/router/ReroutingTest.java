package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that go to another callee because the first one is unavailable. */
class ReroutingTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer caller = realm.join("caller");
  private final List<TestPeer> callees = new ArrayList<>();

  private TestPeer register(Dict options) {
    return register(options, EnumSet.allOf(Feature.class));
  }

  private TestPeer register(Dict options, Set<Feature> features) {
    TestPeer callee = realm.join("callee" + callees.size(), "user", Format.JSON, features);
    callee.register("p", options);
    callees.add(callee);
    return callee;
  }

  private void register(int count, String policy) {
    for (int i = 0; i < count; i++) {
      register(Dict.of("invoke", policy));
    }
  }

  /** Has each callee refuse in turn; in which order they were asked. */
  private List<Integer> refusals() {
    List<Integer> asked = new ArrayList<>();
    boolean isAsked = true;
    while (isAsked) {
      isAsked = false;
      for (int i = 0; i < callees.size() && !isAsked; i++) {
        TestPeer callee = callees.get(i);
        if (callee.drain().stream().anyMatch(Invocation.class::isInstance)) {
          asked.add(i);
          callee.fails(callee.lastInvocation(), ErrorUri.UNAVAILABLE);
          isAsked = true;
        }
      }
    }
    return asked;
  }

  @ParameterizedTest
  @CsvSource({"first, 0-1-2", "last, 2-1-0", "roundrobin, 0-1-2", "x_least_busy, 0-1-2"})
  void nextCalleeIsPickedByThePolicy(String policy, String expected) {
    // Given
    register(3, policy);
    // When
    caller.call("p");
    // Then
    assertEquals(List.of(expected.split("-")), refusals().stream().map(String::valueOf).toList());
    caller.takeError(ErrorUri.NO_AVAILABLE_CALLEE);
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  @ParameterizedTest
  @CsvSource({"random", "x_lowest_latency"})
  void everyCalleeIsAskedOnce(String policy) {
    // Given
    register(5, policy);
    // When
    caller.call("p");
    // Then
    List<Integer> asked = refusals();
    assertEquals(5, asked.size());
    assertEquals(Set.of(0, 1, 2, 3, 4), Set.copyOf(asked));
    caller.takeError(ErrorUri.NO_AVAILABLE_CALLEE);
  }

  @Test
  void callerNeverKnows() {
    // Given
    register(2, "first");
    Call call = new Call(1, Dict.EMPTY, "p", caller.payload("x"));
    caller.send(call);
    callees.get(0).take(Invocation.class);
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    // When
    Invocation second = callees.get(1).take(Invocation.class);
    callees.get(1).yields(second.request(), Dict.EMPTY, "done");
    // Then
    assertSame(call.payload(), second.payload());
    assertEquals(1, caller.take(Result.class).request());
    caller.expectNothing();
  }

  // "single: Responds with a wamp.error.no_available_callee error message to the CALLER"
  @Test
  void singleCalleeHasNobodyToTakeOver() {
    // Given
    register(1, "single");
    caller.call("p");
    // When
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    // Then
    caller.takeError(ErrorUri.NO_AVAILABLE_CALLEE);
  }

  @Test
  void errorOfACalleeThatDidNotAnnounceReroutingIsItsAnswer() {
    // Given
    register(Dict.of("invoke", "first"), EnumSet.complementOf(EnumSet.of(Feature.CALL_REROUTE)));
    register(1, "first");
    caller.call("p");
    // When
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE, "why");
    // Then
    assertEquals(List.of("why"), caller.args(caller.takeError(ErrorUri.UNAVAILABLE)));
    callees.get(1).expectNothing();
  }

  @Test
  void anyOtherErrorIsAnAnswer() {
    // Given
    register(2, "first");
    caller.call("p");
    // When
    callees.get(0).fails(1, "com.example.error.jam");
    // Then
    caller.takeError("com.example.error.jam");
    callees.get(1).expectNothing();
  }

  @Test
  void timeGoesOnWhileACallIsRerouted() {
    // Given
    register(2, "first");
    caller.call("p", Dict.of("timeout", 100));
    realm.pass(Duration.ofMillis(70));
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    callees.get(1).take(Invocation.class);
    // When
    realm.pass(Duration.ofMillis(30));
    // Then
    caller.takeError(ErrorUri.TIMEOUT);
    callees.get(1).take(Interrupt.class);
  }

  @Test
  void nextCalleeIsToldTheTimeThatIsLeft() {
    // Given
    register(1, "first");
    register(Dict.of("invoke", "first").with("forward_timeout", true));
    caller.call("p", Dict.of("timeout", 100));
    realm.pass(Duration.ofMillis(70));
    // When
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    // Then
    assertEquals(30L, callees.get(1).take(Invocation.class).details().integer("timeout"));
    realm.pass(Duration.ofSeconds(1));
    caller.expectNothing();
  }

  @Test
  void interruptedCallIsNotRerouted() {
    // Given
    register(2, "first");
    caller.call("p");
    caller.send(new Cancel(1, Dict.of("mode", "kill")));
    // When
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    // Then
    caller.takeError(ErrorUri.UNAVAILABLE);
    callees.get(1).expectNothing();
  }

  @Test
  void callThatHasBroughtResultsIsNotRerouted() {
    // Given
    register(2, "first");
    caller.call("p", Dict.of("receive_progress", true));
    callees.get(0).yields(1, Dict.of("progress", true), "half");
    // When
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    // Then
    caller.take(Result.class);
    caller.takeError(ErrorUri.UNAVAILABLE);
    callees.get(1).expectNothing();
  }

  @Test
  void cancelReachesTheCalleeThatHasTheCallNow() {
    // Given
    register(2, "first");
    caller.call("p");
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    callees.forEach(TestPeer::clear);
    // When
    caller.send(new Cancel(1, Dict.EMPTY));
    // Then
    callees.get(1).take(Interrupt.class);
    caller.takeError(ErrorUri.CANCELED);
  }

  @Test
  void calleeThatRefusedMayNotAnswerAnyMore() {
    // Given
    register(2, "first");
    caller.call("p");
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    // When
    callees.get(0).yields(1, Dict.EMPTY);
    // Then
    assertTrue(callees.get(0).isKicked());
    caller.expectNothing();
  }

  @Test
  void calleeThatRefusedMayLeave() {
    // Given
    register(2, "first");
    caller.call("p");
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    // When
    realm.leave(callees.get(0));
    // Then
    callees.get(1).yields(callees.get(1).take(Invocation.class).request(), Dict.EMPTY);
    caller.take(Result.class);
  }

  @Test
  void fullCalleeIsNotAsked() {
    // Given
    register(1, "first");
    register(Dict.of("invoke", "first").with("concurrency", 1));
    register(1, "first");
    caller.call("p");
    caller.call("p");
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    callees.get(1).take(Invocation.class);
    // When
    callees.get(0).fails(2, ErrorUri.UNAVAILABLE);
    // Then
    callees.get(2).take(Invocation.class);
    callees.get(1).expectNothing();
  }

  /** What is kept for the next callee counts, and is given back however the call ends. */
  @Test
  void keptArgumentsCostRoomUntilTheCallEnds() {
    // Given
    register(2, "first");
    long before = realm.realm.heldBytes();
    caller.call("p", "x".repeat(10_000));
    assertTrue(realm.realm.heldBytes() > before + 10_000);
    // When
    callees.get(0).fails(1, ErrorUri.UNAVAILABLE);
    callees.get(1).fails(1, ErrorUri.UNAVAILABLE);
    // Then
    caller.takeError(ErrorUri.NO_AVAILABLE_CALLEE);
    assertEquals(before, realm.realm.heldBytes());
  }

  @Test
  void callWithoutRoomToKeepItStaysWhereItIs() {
    // Given
    TestRealm small = new TestRealm(Limits.of(limits -> limits.heldBytesMax = 20_000));
    TestPeer one = small.join("one");
    TestPeer two = small.join("two");
    one.register("p", Dict.of("invoke", "first"));
    two.register("p", Dict.of("invoke", "first"));
    TestPeer who = small.join("who");
    who.call("p", "x".repeat(30_000));
    // When
    one.fails(1, ErrorUri.UNAVAILABLE, "busy");
    // Then
    who.takeError(ErrorUri.UNAVAILABLE);
    two.expectNothing();
  }

  /** An error that is handed on is bounded like any other. */
  @Test
  void hugeErrorOfAStuckCallIsNotHandedOn() {
    // Given
    TestRealm small = new TestRealm(Limits.of(limits -> limits.payloadBytesMax = 1000));
    TestPeer one = small.join("one");
    TestPeer two = small.join("two");
    one.register("p", Dict.of("invoke", "first").with("nkey", "one"));
    two.register("p", Dict.of("invoke", "first").with("nkey", "two"));
    TestPeer who = small.join("who");
    who.call("p", Dict.of("runmode", "partition", "rkey", "k"));
    TestPeer shard = one.lastInvocation() == 1 ? one : two;
    // When
    shard.fails(1, ErrorUri.UNAVAILABLE, "x".repeat(2000));
    // Then
    who.takeError(ErrorUri.PAYLOAD_SIZE_EXCEEDED);
  }
}
