package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Yield;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Calling and serving.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-remote-procedure-calls">WAMP:
 *     Remote Procedure Calls</a>
 */
@OverEveryLink
class RpcBehaviourTest extends BehaviourTest {

  RpcBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void aCallCarriesArgumentsThereAndBack() {
    // Given
    Peer callee = join();
    long registration = callee.register(uri("p"));
    Peer caller = join();
    List<?> args = List.of(1L, UNICODE, List.of(true, 2.5));
    Map<String, ?> kwargs = Map.of("key", UNICODE);

    // When
    long request = caller.call(uri("p"), Dict.EMPTY, args, kwargs);

    // Then
    Invocation invocation = callee.receive(Invocation.class);
    assertEquals(registration, invocation.registration());
    assertEquals(args, callee.args(invocation));
    assertEquals(kwargs, callee.kwargs(invocation));
    callee.answer(invocation, Dict.EMPTY, args, kwargs);
    Result result = caller.receive(Result.class);
    assertEquals(request, result.request());
    assertEquals(args, caller.args(result));
    assertEquals(kwargs, caller.kwargs(result));
    assertFalse(result.details().bool("progress", false));
  }

  @Test
  void aCallCarriesBinaryBetweenFormats() {
    // Given
    Peer callee = joinInOtherFormat();
    callee.register(uri("p"));
    Peer caller = join();

    // When
    caller.call(uri("p"), Dict.EMPTY, List.of(BINARY), Map.of("deep", List.of(BINARY)));

    // Then
    Invocation invocation = callee.receive(Invocation.class);
    assertArrayEquals(BINARY, (byte[]) callee.args(invocation).getFirst());
    callee.answer(invocation, Dict.EMPTY, List.of(), callee.kwargs(invocation));
    List<?> deep = (List<?>) caller.kwargs(caller.receive(Result.class)).get("deep");
    assertArrayEquals(BINARY, (byte[]) deep.getFirst());
  }

  @Test
  void aCallWithoutArgumentsHasNoneAtTheOtherEnd() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();

    // When
    caller.call(uri("p"));

    // Then
    Invocation invocation = callee.receive(Invocation.class);
    assertTrue(invocation.payload().isEmpty());
    callee.answer(invocation);
    assertTrue(caller.receive(Result.class).payload().isEmpty());
  }

  @Test
  void anErrorOfTheCalleeReachesTheCallerWithItsArguments() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();

    // When
    long request = caller.call(uri("p"), 1);

    // Then
    callee.fail(
        callee.receive(Invocation.class),
        "com.example.too_cold",
        List.of(UNICODE),
        Map.of("limit", -18));
    ErrorMessage error = caller.receiveError("com.example.too_cold");
    assertEquals(request, error.request());
    assertEquals(List.of(UNICODE), caller.args(error));
    assertEquals(Map.of("limit", -18L), caller.kwargs(error));
  }

  @Test
  void aProcedureNobodyRegisteredIsAnError() {
    // Given
    Peer caller = join();

    // When
    caller.call(uri("nobody"));

    // Then
    caller.receiveError("wamp.error.no_such_procedure");
  }

  @Test
  void aProcedureHasOneCallee() {
    // Given
    Peer first = join();
    first.register(uri("p"));
    Peer second = join();

    // When
    second.send(new Register(second.nextRequest(), Dict.EMPTY, uri("p")));

    // Then
    second.receiveError("wamp.error.procedure_already_exists");
  }

  @Test
  void anUnregisteredProcedureIsGone() {
    // Given
    Peer callee = join();
    long registration = callee.register(uri("p"));
    Peer caller = join();

    // When
    callee.send(new Unregister(callee.nextRequest(), registration));

    // Then
    callee.receive(Unregistered.class);
    caller.call(uri("p"));
    caller.receiveError("wamp.error.no_such_procedure");
  }

  @Test
  void nobodyUnregistersTheProcedureOfAnother() {
    // Given
    Peer owner = join();
    long registration = owner.register(uri("p"));
    Peer other = join();

    // When
    other.send(new Unregister(other.nextRequest(), registration));

    // Then
    other.receiveError("wamp.error.no_such_registration");
    other.call(uri("p"));
    owner.receive(Invocation.class);
  }

  @Test
  void aPatternRegistrationIsToldTheProcedureAndTheBestMatchIsCalled() {
    // Given
    Peer callee = join();
    callee.register(uri("device."), Dict.of("match", "prefix"));
    long wildcard = callee.register(uri("device..set"), Dict.of("match", "wildcard"));
    long prefix = callee.register(uri("device.knob"), Dict.of("match", "prefix"));
    Peer caller = join();

    // When
    caller.call(uri("device.knob.set"));
    caller.call(uri("device.fridge.set"));

    // Then
    // "prefix ... longest URI first", and any prefix match before any wildcard match
    Invocation knob = callee.receive(Invocation.class);
    assertEquals(prefix, knob.registration());
    assertEquals(uri("device.knob.set"), knob.details().string("procedure"));
    Invocation fridge = callee.receive(Invocation.class);
    assertFalse(fridge.registration() == wildcard);
    assertEquals(uri("device.fridge.set"), fridge.details().string("procedure"));
  }

  /** The worked examples of the specification. */
  @Test
  void theBestOfSeveralMatchingRegistrationsIsCalled() {
    // Given
    Peer callee = join();
    List<Long> registrations = new ArrayList<>();
    for (String pattern :
        List.of(
            "exact a1.b2.c3.d4.e55",
            "prefix a1.b2.c3",
            "prefix a1.b2.c3.d4",
            "wildcard a1.b2..d4.e5",
            "wildcard a1.b2.c33..e5",
            "wildcard a1.b2..d4.e5..g7",
            "wildcard a1.b2..d4..f6.g7")) {
      String[] parts = pattern.split(" ");
      registrations.add(callee.register(uri(parts[1]), Dict.of("match", parts[0])));
    }
    Peer caller = join();

    // When
    List<Integer> called = new ArrayList<>();
    for (String procedure :
        List.of(
            "a1.b2.c3.d4.e55",
            "a1.b2.c3.d98.e74",
            "a1.b2.c3.d4.e325",
            "a1.b2.c55.d4.e5",
            "a1.b2.c33.d4.e5",
            "a1.b2.c88.d4.e5.f6.g7")) {
      caller.call(uri(procedure));
      called.add(1 + registrations.indexOf(callee.receive(Invocation.class).registration()));
    }
    caller.call(uri("a2.b2.c2.d2.e2"));

    // Then
    assertEquals(List.of(1, 2, 3, 4, 5, 6), called);
    caller.receiveError("wamp.error.no_such_procedure");
  }

  @Test
  void calleesAreToldWhoCalls() {
    // Given
    Peer callee = join();
    callee.register(uri("p"));
    Peer caller = join();

    // When
    caller.call(uri("p"));
    caller.call(uri("p"), Dict.of("disclose_me", true), List.of(), Map.of());

    // Then
    for (int i = 0; i < 2; i++) {
      Dict details = callee.receive(Invocation.class).details();
      assertEquals(caller.session(), details.integer("caller"));
      assertEquals("member", details.string("caller_authid"));
      assertEquals("member", details.string("caller_authrole"));
    }
  }

  @Test
  void whatNoRoleAllowsIsDenied() {
    // Given
    Peer owner = join();
    owner.register(uri("p"));
    Peer viewer = joinAsViewer();

    // When
    viewer.call(uri("p"));
    viewer.call("wamp.session.list");
    viewer.send(new Register(viewer.nextRequest(), Dict.EMPTY, uri("q")));

    // Then
    viewer.receiveError("wamp.error.not_authorized");
    viewer.receiveError("wamp.error.not_authorized");
    viewer.receiveError("wamp.error.not_authorized");
    assertEquals(List.of(), owner.drain());
  }

  @Test
  void nobodyRegistersInTheRoutersName() {
    // Given
    Peer peer = join();

    // When
    peer.send(new Register(peer.nextRequest(), Dict.EMPTY, "wamp.session.count"));

    // Then
    assertEquals(ErrorMessage.class, peer.drain().getFirst().getClass());
  }

  @Test
  void anAnswerToAnInvocationThatNeverWasEndsTheSession() {
    // Given
    Peer callee = join();

    // When
    callee.send(new Yield(4711, Dict.EMPTY, Payload.NONE));

    // Then
    callee.receiveAbort("wamp.error.protocol_violation");
  }
}
