package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registrations, calls, results and errors; patterns and progress. */
class DealerTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer caller = realm.join("caller");
  private final TestPeer callee = realm.join("callee");

  @Test
  void callReachesItsCalleeWithThePayloadAsItCame() {
    // Given
    long registration = callee.register("com.example.add");
    Call call = new Call(1, Dict.EMPTY, "com.example.add", caller.payload(2, 3));
    // When
    caller.send(call);
    // Then
    Invocation invocation = callee.take(Invocation.class);
    assertEquals(1, invocation.request());
    assertEquals(registration, invocation.registration());
    assertSame(call.payload(), invocation.payload());
    assertTrue(invocation.details().isEmpty());
  }

  @Test
  void yieldBecomesTheResultOfTheCall() {
    // Given
    callee.register("add");
    long request = caller.call("add", 2, 3);
    Yield yield = new Yield(callee.take(Invocation.class).request(), Dict.EMPTY, callee.payload(5));
    // When
    callee.send(yield);
    // Then
    Result result = caller.take(Result.class);
    assertEquals(request, result.request());
    assertSame(yield.payload(), result.payload());
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  @Test
  void errorOfTheCalleeReachesTheCallerUnchanged() {
    // Given
    callee.register("add");
    long request = caller.call("add");
    long invocation = callee.take(Invocation.class).request();
    Dict details = Dict.of("x_trace", 7);
    // When
    callee.send(
        new ErrorMessage(
            Invocation.CODE, invocation, details, "com.example.error.jam", callee.payload("why")));
    // Then
    ErrorMessage error = caller.takeError("com.example.error.jam");
    assertEquals(Call.CODE, error.requestType());
    assertEquals(request, error.request());
    assertEquals(details, error.details());
    assertEquals(List.of("why"), caller.args(error));
  }

  @Test
  void invocationIdsCountUpForEachCallee() {
    // Given
    callee.register("a");
    caller.register("b");
    // When
    caller.call("a");
    caller.call("a");
    callee.call("b");
    // Then
    assertEquals(1, callee.take(Invocation.class).request());
    assertEquals(2, callee.take(Invocation.class).request());
    assertEquals(1, caller.take(Invocation.class).request());
  }

  @Test
  void callsAreAnsweredInAnyOrder() {
    // Given
    callee.register("p");
    long first = caller.call("p");
    long second = caller.call("p");
    long firstInvocation = callee.take(Invocation.class).request();
    long secondInvocation = callee.take(Invocation.class).request();
    // When
    callee.yields(secondInvocation, Dict.EMPTY);
    callee.yields(firstInvocation, Dict.EMPTY);
    // Then
    assertEquals(second, caller.take(Result.class).request());
    assertEquals(first, caller.take(Result.class).request());
  }

  @Test
  void sessionMayCallItsOwnProcedure() {
    // Given
    caller.register("mine");
    // When
    caller.call("mine");
    // Then
    caller.take(Invocation.class);
  }

  @Test
  void callWithoutCalleeFails() {
    // When
    long request = caller.call("com.example.nobody");
    // Then
    ErrorMessage error = caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    assertEquals(Call.CODE, error.requestType());
    assertEquals(request, error.request());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", "a b", "a#b", "a."})
  void invalidProcedureIsAnErrorForACall(String procedure) {
    // When
    caller.call(procedure);
    // Then
    caller.takeError(ErrorUri.INVALID_URI);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", "a b", "a."})
  void invalidProcedureIsAnErrorForARegister(String procedure) {
    // When
    callee.tryRegister(procedure, Dict.EMPTY);
    // Then
    assertEquals(Register.CODE, callee.takeError(ErrorUri.INVALID_URI).requestType());
  }

  @ParameterizedTest
  @CsvSource({"wamp.session.count, exact", "wamp, exact", "wamp., prefix", "wamp..x, wildcard"})
  void reservedProceduresCannotBeRegistered(String procedure, String match) {
    // When
    callee.tryRegister(procedure, Dict.of("match", match));
    // Then
    callee.takeError(ErrorUri.INVALID_URI);
  }

  /** A pattern that happens to match {@code wamp.} must not stand in for the router. */
  @Test
  void broadPatternDoesNotCatchCallsToTheRouter() {
    // Given
    callee.register("", Dict.of("match", "prefix"));
    // When
    caller.call("wamp.session.no_such_thing");
    // Then
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    callee.expectNothing();
  }

  @Test
  void procedureIsRegisteredOnce() {
    // Given
    callee.register("p");
    // When
    caller.tryRegister("p", Dict.EMPTY);
    // Then
    caller.takeError(ErrorUri.PROCEDURE_ALREADY_EXISTS);
  }

  @Test
  void sameProcedureWithAnotherMatchIsAnotherRegistration() {
    // Given
    long exact = callee.register("p");
    // When
    long prefix = caller.register("p", Dict.of("match", "prefix"));
    // Then
    assertNotEquals(exact, prefix);
  }

  @Test
  void unregisteredProcedureIsGoneAndFree() {
    // Given
    long registration = callee.register("p");
    // When
    callee.send(new Unregister(2, registration));
    // Then
    assertEquals(2, callee.take(Unregistered.class).request());
    caller.call("p");
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    caller.register("p");
  }

  @Test
  void openInvocationOutlivesItsRegistration() {
    // Given
    long registration = callee.register("p");
    caller.call("p");
    long invocation = callee.take(Invocation.class).request();
    callee.send(new Unregister(2, registration));
    // When
    callee.yields(invocation, Dict.EMPTY);
    // Then
    caller.take(Result.class);
  }

  @Test
  void unknownRegistrationCannotBeUnregistered() {
    // When
    callee.send(new Unregister(1, 99));
    // Then
    assertEquals(Unregister.CODE, callee.takeError(ErrorUri.NO_SUCH_REGISTRATION).requestType());
  }

  /** A common failure of routers: any session may end the registration of any other. */
  @Test
  void registrationOfAnotherSessionCannotBeUnregistered() {
    // Given
    long registration = callee.register("p");
    // When
    caller.send(new Unregister(1, registration));
    // Then
    caller.takeError(ErrorUri.NO_SUCH_REGISTRATION);
    caller.call("p");
    callee.take(Invocation.class);
  }

  @Test
  void openRequestIdCannotBeUsedAgain() {
    // Given
    callee.register("p");
    caller.send(new Call(5, Dict.EMPTY, "p", caller.payload()));
    // When
    caller.send(new Call(5, Dict.EMPTY, "p", caller.payload()));
    // Then
    assertEquals(ErrorUri.PROTOCOL_VIOLATION, ((Abort) caller.kicked().farewell()).reason());
  }

  @Test
  void answerToAnInvocationThatNeverWasBreaksTheProtocol() {
    // Given
    callee.register("p");
    // When
    callee.yields(1, Dict.EMPTY);
    // Then
    assertEquals(ErrorUri.PROTOCOL_VIOLATION, ((Abort) callee.kicked().farewell()).reason());
    caller.call("p");
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  @Test
  void secondFinalAnswerBreaksTheProtocol() {
    // Given
    callee.register("p");
    caller.call("p");
    callee.yields(1, Dict.EMPTY);
    // When
    callee.yields(1, Dict.EMPTY);
    // Then
    assertTrue(callee.isKicked());
  }

  @Test
  void invocationOfAnotherCalleeCannotBeAnswered() {
    // Given
    callee.register("p");
    TestPeer intruder = realm.join("intruder");
    caller.call("p");
    // When
    intruder.yields(callee.take(Invocation.class).request(), Dict.EMPTY, "forged");
    // Then
    assertTrue(intruder.isKicked());
    caller.expectNothing();
  }

  @Test
  void patternInvocationNamesTheProcedure() {
    // Given
    callee.register("com.example.", Dict.of("match", "prefix"));
    // When
    caller.call("com.example.add");
    // Then
    assertEquals("com.example.add", callee.take(Invocation.class).details().string("procedure"));
  }

  /**
   * The worked examples of the specification; 0 is no match.
   *
   * @see <a
   *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-pattern-based-registrations">WAMP:
   *     Pattern-based Registrations</a>
   */
  @ParameterizedTest
  @CsvSource({
    "a1.b2.c3.d4.e55, 1",
    "a1.b2.c3.d98.e74, 2",
    "a1.b2.c3.d4.e325, 3",
    "a1.b2.c55.d4.e5, 4",
    "a1.b2.c33.d4.e5, 5",
    "a1.b2.c88.d4.e5.f6.g7, 6",
    "a2.b2.c2.d2.e2, 0"
  })
  void bestMatchingRegistrationIsCalled(String procedure, int expected) {
    // Given
    long[] registrations = {
      0,
      callee.register("a1.b2.c3.d4.e55"),
      callee.register("a1.b2.c3", Dict.of("match", "prefix")),
      callee.register("a1.b2.c3.d4", Dict.of("match", "prefix")),
      callee.register("a1.b2..d4.e5", Dict.of("match", "wildcard")),
      callee.register("a1.b2.c33..e5", Dict.of("match", "wildcard")),
      callee.register("a1.b2..d4.e5..g7", Dict.of("match", "wildcard")),
      callee.register("a1.b2..d4..f6.g7", Dict.of("match", "wildcard")),
    };
    // When
    caller.call(procedure);
    // Then
    if (expected == 0) {
      caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    } else {
      assertEquals(registrations[expected], callee.take(Invocation.class).registration());
    }
  }

  /** Prefixes are compared by characters: the specification's own examples. */
  @ParameterizedTest
  @CsvSource({
    "com.myapp.myobject1.myprocedure1, true",
    "com.myapp.myobject1-mysubobject1, true",
    "com.myapp.myobject1, true",
    "com.myapp.myobject2, false",
    "com.myapp.myobject, false"
  })
  void prefixIsComparedByCharacters(String procedure, boolean isCalled) {
    // Given
    callee.register("com.myapp.myobject1", Dict.of("match", "prefix"));
    // When
    caller.call(procedure);
    // Then
    if (isCalled) {
      callee.take(Invocation.class);
    } else {
      caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    }
  }

  @Test
  void callerIsNamedOnlyOnRequest() {
    // Given
    callee.register("p");
    caller.call("p");
    assertFalse(callee.take(Invocation.class).details().has("caller"));
    // When
    caller.call("p", Dict.of("disclose_me", true));
    // Then
    Dict details = callee.take(Invocation.class).details();
    assertEquals(caller.id(), details.integer("caller"));
    assertEquals("caller", details.string("caller_authid"));
    assertEquals("user", details.string("caller_authrole"));
  }

  @Test
  void calleeMayAskToBeToldWhoCalls() {
    // Given
    callee.register("p", Dict.of("disclose_caller", true));
    // When
    caller.call("p");
    // Then
    assertEquals(caller.id(), callee.take(Invocation.class).details().integer("caller"));
  }

  @Test
  void progressiveResultsPrecedeTheFinalOne() {
    // Given
    callee.register("p");
    caller.call("p", Dict.of("receive_progress", true));
    Invocation invocation = callee.take(Invocation.class);
    assertTrue(invocation.details().bool("receive_progress", false));
    // When
    callee.yields(invocation.request(), Dict.of("progress", true), 1);
    callee.yields(invocation.request(), Dict.of("progress", true), 2);
    callee.yields(invocation.request(), Dict.EMPTY, 3);
    // Then
    Result first = caller.take(Result.class);
    assertTrue(first.details().bool("progress", false));
    assertEquals(List.of(1L), caller.args(first));
    assertTrue(caller.take(Result.class).details().bool("progress", false));
    Result last = caller.take(Result.class);
    assertFalse(last.details().has("progress"));
    assertEquals(List.of(3L), caller.args(last));
  }

  /** "the Dealer disregards the Callees Progressive Call Results feature" without canceling. */
  @Test
  void calleeThatCannotBeCanceledIsNotAskedForProgress() {
    // Given
    TestPeer stubborn =
        realm.join("stubborn", "user", Format.JSON, EnumSet.of(Feature.PROGRESSIVE_CALL_RESULTS));
    stubborn.register("p");
    // When
    caller.call("p", Dict.of("receive_progress", true));
    // Then
    Invocation invocation = stubborn.take(Invocation.class);
    assertFalse(invocation.details().has("receive_progress"));
  }

  @Test
  void progressThatNobodyAskedForIsLeftOutAndTheResultStillComes() {
    // Given
    TestPeer simple = realm.join("simple", "user", Format.JSON, Set.of());
    simple.register("p");
    caller.call("p", Dict.of("receive_progress", true));
    long invocation = simple.take(Invocation.class).request();
    // When
    simple.yields(invocation, Dict.of("progress", true), 1);
    simple.yields(invocation, Dict.EMPTY, 2);
    // Then
    assertEquals(List.of(2L), caller.args(caller.take(Result.class)));
    caller.expectNothing();
  }
}
