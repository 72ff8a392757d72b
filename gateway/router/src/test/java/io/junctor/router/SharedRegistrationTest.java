package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several callees of one procedure, and how one of them is picked. */
class SharedRegistrationTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer caller = realm.join("caller");
  private final List<TestPeer> callees = new ArrayList<>();

  private static Dict invoke(String policy) {
    return Dict.of("invoke", policy);
  }

  private TestPeer register(Dict options) {
    TestPeer callee = realm.join("callee" + callees.size());
    callee.register("p", options);
    callees.add(callee);
    return callee;
  }

  private void register(int count, Dict options) {
    for (int i = 0; i < count; i++) {
      register(options);
    }
  }

  /** Calls; which callee got it. */
  private int call() {
    caller.call("p");
    return invoked();
  }

  private int invoked() {
    for (int i = 0; i < callees.size(); i++) {
      if (callees.get(i).drain().stream().anyMatch(Invocation.class::isInstance)) {
        return i;
      }
    }
    throw new AssertionError("nobody was invoked; the caller got " + caller.drain());
  }

  private List<Integer> calls(int count) {
    List<Integer> invoked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      invoked.add(call());
    }
    return invoked;
  }

  @ParameterizedTest
  @CsvSource({"first, 0", "last, 2"})
  void hotStandByCallsTheFirstOrTheLast(String policy, int expected) {
    // Given
    register(3, invoke(policy));
    // When
    List<Integer> invoked = calls(3);
    // Then
    assertEquals(List.of(expected, expected, expected), invoked);
  }

  @ParameterizedTest
  @CsvSource({"first, 1", "last, 1"})
  void nextStandsByWhenTheCalledOneLeaves(String policy, int expected) {
    // Given
    register(3, invoke(policy));
    realm.leave(callees.get(policy.equals("first") ? 0 : 2));
    // When
    int invoked = call();
    // Then
    assertEquals(expected, invoked);
  }

  @Test
  void roundRobinGoesThroughTheCalleesInTheOrderOfRegistration() {
    // Given
    register(3, invoke("roundrobin"));
    // When
    List<Integer> invoked = calls(7);
    // Then
    assertEquals(List.of(0, 1, 2, 0, 1, 2, 0), invoked);
  }

  @Test
  void roundRobinSkipsNobodyWhenOneLeaves() {
    // Given
    register(4, invoke("roundrobin"));
    calls(2);
    // When
    realm.leave(callees.get(0));
    // Then
    assertEquals(List.of(2, 3, 1, 2), calls(4));
  }

  @Test
  void randomReachesEverybody() {
    // Given
    register(3, invoke("random"));
    // When
    Set<Integer> invoked = new HashSet<>(calls(30));
    // Then
    assertEquals(Set.of(0, 1, 2), invoked);
  }

  @Test
  void leastBusyIsTheOneWithTheFewestOpenInvocations() {
    // Given
    register(3, invoke("x_least_busy"));
    assertEquals(List.of(0, 1, 2, 0, 1), calls(5));
    // When
    callees.get(1).yields(1, Dict.EMPTY);
    callees.get(1).yields(2, Dict.EMPTY);
    // Then
    assertEquals(List.of(1, 2, 1), calls(3));
  }

  @Test
  void lowestLatencyTriesEverybodyAndThenPrefersTheQuickest() {
    // Given
    register(3, invoke("x_lowest_latency"));
    answerAfter(0, 50);
    answerAfter(1, 10);
    answerAfter(2, 30);
    // When
    int invoked = call();
    // Then
    assertEquals(1, invoked);
  }

  /** Calls, which must go to this callee, and has it answer after a time. */
  private void answerAfter(int expected, int millis) {
    assertEquals(expected, call());
    realm.pass(Duration.ofMillis(millis));
    TestPeer callee = callees.get(expected);
    callee.yields(callee.lastInvocation(), Dict.EMPTY);
    caller.clear();
  }

  @Test
  void latencyCountsWhatStandsInTheQueue() {
    // Given
    register(2, invoke("x_lowest_latency"));
    answerAfter(0, 10);
    answerAfter(1, 25);
    // When
    List<Integer> invoked = calls(4);
    // Then
    assertEquals(List.of(0, 0, 1, 0), invoked);
  }

  @Test
  void slowCalleeIsTriedAgainAfterAWhile() {
    // Given
    register(2, invoke("x_lowest_latency"));
    answerAfter(0, 10);
    answerAfter(1, 100);
    answerAfter(0, 10);
    realm.pass(Duration.ofSeconds(40));
    answerAfter(0, 10);
    // When
    realm.pass(Duration.ofSeconds(1));
    // Then
    assertEquals(1, call());
  }

  @Test
  void calleeThatOnlyFailsIsNotTheQuickest() {
    // Given
    register(2, invoke("x_lowest_latency"));
    assertEquals(0, call());
    callees.get(0).fails(callees.get(0).lastInvocation(), "com.example.broken");
    answerAfter(1, 200);
    // When
    List<Integer> invoked = calls(3);
    // Then
    assertEquals(List.of(1, 1, 1), invoked);
  }

  @Test
  void firstProgressCountsAsTheAnswer() {
    // Given
    register(2, invoke("x_lowest_latency"));
    caller.call("p", Dict.of("receive_progress", true));
    realm.pass(Duration.ofMillis(10));
    callees.get(0).yields(1, Dict.of("progress", true));
    realm.pass(Duration.ofMinutes(1));
    callees.get(0).yields(1, Dict.EMPTY);
    callees.get(0).clear();
    answerAfter(1, 500);
    // When
    int invoked = call();
    // Then
    assertEquals(0, invoked);
  }

  @ParameterizedTest
  @CsvSource({"single, single", "single, roundrobin", "roundrobin, first", "first, single"})
  void policyIsSetByTheFirstCallee(String first, String second) {
    // Given
    register(invoke(first));
    TestPeer other = realm.join("other");
    // When
    other.tryRegister("p", invoke(second));
    // Then
    other.takeError(ErrorUri.PROCEDURE_ALREADY_EXISTS);
  }

  @Test
  void sessionRegistersOnce() {
    // Given
    TestPeer callee = register(invoke("random"));
    // When
    callee.tryRegister("p", invoke("random"));
    // Then
    callee.takeError(ErrorUri.PROCEDURE_ALREADY_EXISTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "all", "Single", "x_quickest"})
  void unknownPolicyIsAnError(String policy) {
    // Given
    TestPeer callee = realm.join("callee");
    // When
    callee.tryRegister("p", invoke(policy));
    // Then
    callee.takeError(ErrorUri.INVALID_ARGUMENT);
  }

  @Test
  void registrationIsOneAndLivesAsLongAsItHasACallee() {
    // Given
    register(2, invoke("roundrobin"));
    long id = (Long) caller.meta("wamp.registration.match", "p").getFirst();
    caller.subscribe("wamp.registration.", "prefix");
    // When
    callees.get(0).send(new Unregister(9, id));
    callees.get(0).take(Unregistered.class);
    // Then
    assertEquals("wamp.registration.on_unregister", topic());
    realm.leave(callees.get(1));
    assertEquals("wamp.registration.on_unregister", topic());
    assertEquals("wamp.registration.on_delete", topic());
    caller.expectNothing();
  }

  private String topic() {
    return String.valueOf(caller.take(Event.class).details().string("topic"));
  }

  @Test
  void onlyTheFirstCalleeCreates() {
    // Given
    caller.subscribe("wamp.registration.", "prefix");
    // When
    register(2, invoke("roundrobin"));
    // Then
    assertEquals("wamp.registration.on_create", topic());
    assertEquals("wamp.registration.on_register", topic());
    assertEquals("wamp.registration.on_register", topic());
    caller.expectNothing();
  }

  @Test
  void metaApiNamesPolicyAndCallees() {
    // Given
    register(2, invoke("x_least_busy"));
    Object id = caller.meta("wamp.registration.match", "p").getFirst();
    // When
    List<Object> listed = caller.meta("wamp.registration.list_callees", id);
    // Then
    assertEquals(List.of(List.of(callees.get(0).id(), callees.get(1).id())), listed);
    assertEquals(List.of(2L), caller.meta("wamp.registration.count_callees", id));
    assertTrue(caller.meta("wamp.registration.get", id).toString().contains("invoke=x_least_busy"));
  }

  @Test
  void concurrencyBoundsOpenInvocations() {
    // Given
    register(invoke("single").with("concurrency", 2));
    calls(2);
    // When
    caller.call("p");
    // Then
    caller.takeError(ErrorUri.NO_AVAILABLE_CALLEE);
    callees.get(0).yields(1, Dict.EMPTY);
    caller.take(Result.class);
    assertEquals(0, call());
  }

  @Test
  void fullCalleeIsPassedOver() {
    // Given
    register(invoke("first").with("concurrency", 1));
    register(invoke("first"));
    // When
    List<Integer> invoked = calls(3);
    // Then
    assertEquals(List.of(0, 1, 1), invoked);
  }

  @Test
  void zeroConcurrencyIsAnError() {
    // Given
    TestPeer callee = realm.join("callee");
    // When
    callee.tryRegister("p", Dict.of("concurrency", 0));
    // Then
    callee.takeError(ErrorUri.INVALID_ARGUMENT);
  }

  @Test
  void removedCalleeIsToldAndOthersGoOn() {
    // Given
    register(2, invoke("first"));
    Object id = caller.meta("wamp.registration.match", "p").getFirst();
    // When
    caller.call("wamp.registration.remove_callee", id, callees.get(0).id(), "com.example.moved");
    // Then
    caller.take(Result.class);
    Unregistered revoked = callees.get(0).take(Unregistered.class);
    assertEquals(0, revoked.request());
    assertEquals(Dict.of("registration", id, "reason", "com.example.moved"), revoked.details());
    assertEquals(1, call());
  }

  @Test
  void calleeThatDidNotAnnounceRevocationIsNotTold() {
    // Given
    TestPeer simple = realm.join("simple", "user", Format.JSON, Set.of());
    long id = simple.register("p");
    caller.subscribe("wamp.registration.", "prefix");
    // When
    caller.call("wamp.registration.remove_callee", id, simple.id());
    // Then
    simple.expectNothing();
    assertEquals("wamp.registration.on_unregister", topic());
    assertEquals("wamp.registration.on_delete", topic());
    caller.take(Result.class);
    caller.call("p");
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  @Test
  void onlyACalleeOfTheRegistrationCanBeRemoved() {
    // Given
    register(invoke("first"));
    Object id = caller.meta("wamp.registration.match", "p").getFirst();
    // When
    caller.call("wamp.registration.remove_callee", id, caller.id());
    caller.call("wamp.registration.remove_callee", 999, caller.id());
    // Then
    caller.takeError(ErrorUri.NO_SUCH_SESSION);
    caller.takeError(ErrorUri.NO_SUCH_REGISTRATION);
  }

  @Test
  void cancelReachesTheCalleeThatWasPicked() {
    // Given
    register(2, invoke("last"));
    caller.call("p");
    callees.get(1).take(Invocation.class);
    // When
    caller.send(new Cancel(1, Dict.of("mode", "kill")));
    // Then
    callees.get(1).take(Interrupt.class);
    callees.get(0).expectNothing();
  }
}
