package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregistered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Procedures with several callees, and callees that are lost, replaced or refuse.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-shared-registration">WAMP: Shared
 *     Registration</a>
 */
@OverEveryLink
class SharedBehaviourTest extends BehaviourTest {

  private final List<Peer> callees = new ArrayList<>();

  SharedBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  private static Dict invoke(String policy) {
    return Dict.of("invoke", policy);
  }

  private void register(int count, Dict options) {
    for (int i = 0; i < count; i++) {
      Peer callee = join();
      callee.register(uri("p"), options);
      callees.add(callee);
    }
  }

  /** Which callee got how many of so many calls. */
  private List<Integer> spread(Peer caller, Dict options, int calls) {
    for (int i = 0; i < calls; i++) {
      caller.call(uri("p"), options, List.of(), Map.of());
    }
    caller.drain(); // the router has handled them all
    List<Integer> got = new ArrayList<>();
    for (Peer callee : callees) {
      List<Message> messages = callee.drain();
      messages.forEach(message -> callee.answer((Invocation) message));
      got.add(messages.size());
    }
    return got;
  }

  @ParameterizedTest
  @CsvSource({"first, 6-0-0", "last, 0-0-6", "roundrobin, 2-2-2", "x_least_busy, 2-2-2"})
  void callsAreSpreadByThePolicy(String policy, String expected) {
    // Given
    register(3, invoke(policy));
    Peer caller = join();

    // When
    List<Integer> got = spread(caller, Dict.EMPTY, 6);

    // Then
    assertEquals(expected, got.get(0) + "-" + got.get(1) + "-" + got.get(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "x_lowest_latency"})
  void everyCallReachesSomebody(String policy) {
    // Given
    register(3, invoke(policy));
    Peer caller = join();

    // When
    List<Integer> got = spread(caller, Dict.EMPTY, 30);

    // Then
    assertEquals(30, got.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void allCallsForOneKeyGoToOneShard() {
    // Given
    for (String node : List.of("a", "b", "c")) {
      register(1, invoke("roundrobin").with("nkey", node));
    }
    Peer caller = join();

    // When
    List<Integer> got = spread(caller, Dict.of("runmode", "partition", "rkey", "sn239019"), 6);

    // Then
    assertTrue(got.contains(6), () -> "spread over several shards: " + got);
  }

  @Test
  void anotherPolicyThanTheFirstIsRefused() {
    // Given
    register(1, invoke("roundrobin"));
    Peer other = join();

    // When
    other.send(new Register(other.nextRequest(), invoke("random"), uri("p")));

    // Then
    other.receiveError("wamp.error.procedure_already_exists");
  }

  @Test
  void aCalleeGetsNoMoreCallsAtOnceThanItSaid() {
    // Given
    register(1, Dict.of("concurrency", 1));
    Peer caller = join();
    caller.call(uri("p"));

    // When
    caller.call(uri("p"));

    // Then
    caller.receiveError("wamp.error.no_available_callee");
    Peer callee = callees.getFirst();
    callee.answer(callee.receive(Invocation.class), "done");
    assertEquals(List.of("done"), caller.args(caller.receive(Result.class)));
  }

  @Test
  void anUnavailableCalleeIsPassedOver() {
    // Given
    register(2, invoke("first"));
    Peer caller = join();
    caller.call(uri("p"), "argument");
    Peer first = callees.get(0);
    Peer second = callees.get(1);

    // When
    first.fail(first.receive(Invocation.class), "wamp.error.unavailable", List.of(), Map.of());

    // Then
    Invocation invocation = second.receive(Invocation.class);
    assertEquals(List.of("argument"), second.args(invocation));
    second.answer(invocation, "done");
    assertEquals(List.of("done"), caller.args(caller.receive(Result.class)));
  }

  @Test
  void nobodyIsLeftWhenAllAreUnavailable() {
    // Given
    register(2, invoke("first"));
    Peer caller = join();
    caller.call(uri("p"));

    // When
    for (Peer callee : callees) {
      callee.fail(callee.receive(Invocation.class), "wamp.error.unavailable", List.of(), Map.of());
    }

    // Then
    caller.receiveError("wamp.error.no_available_callee");
  }

  @Test
  void aRegistrationThatIsTakenAwayIsTold() {
    // Given
    Peer callee = join();
    long registration = callee.register(uri("p"));
    Peer admin = join();

    // When
    admin.call(
        "wamp.registration.remove_callee", registration, callee.session(), "com.example.why");

    // Then
    admin.receive(Result.class);
    Unregistered revoked = callee.receive(Unregistered.class);
    assertEquals(0, revoked.request());
    assertEquals(
        Dict.of("registration", registration, "reason", "com.example.why"), revoked.details());
    admin.call(uri("p"));
    admin.receiveError("wamp.error.no_such_procedure");
  }

  @Test
  void aLostCalleeThatAskedForItIsUnavailableUntilItIsBack() {
    // Given
    Dict kept = Dict.of("_junctor_keep", 60_000);
    Peer edge = join();
    long registration = edge.register(uri("p"), kept);
    Peer caller = join();

    // When
    edge.link().close();

    // Then
    caller.call(uri("p"));
    ErrorMessage error = caller.receive(ErrorMessage.class);
    if (error.error().equals("wamp.error.canceled")) { // the call was quicker than the loss
      caller.call(uri("p"));
      error = caller.receive(ErrorMessage.class);
    }
    assertEquals("wamp.error.unavailable", error.error());
    Peer back = join();
    assertEquals(registration, back.register(uri("p"), kept));
    caller.call(uri("p"));
    back.answer(back.receive(Invocation.class), "back");
    assertEquals(List.of("back"), caller.args(caller.receive(Result.class)));
    back.leave();
  }

  @Test
  void aNewSessionOfTheSameIdentityMayReplaceTheOldOne() {
    // Given
    Peer old = join();
    long registration = old.register(uri("p"));
    Peer caller = join();
    Peer back = join();

    // When
    long taken = back.register(uri("p"), Dict.of("force_reregister", true));

    // Then
    assertEquals(registration, taken);
    assertEquals(0, old.receive(Unregistered.class).request());
    caller.call(uri("p"));
    back.receive(Invocation.class);
  }
}
