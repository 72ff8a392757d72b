package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registrations whose session was lost, and taking them over (decision 11). */
class OrphansTest {

  private static final Dict KEPT = Dict.of("_junctor_keep", 60_000);

  private final TestRealm realm = new TestRealm();
  private final TestPeer caller = realm.join("caller");
  private final TestPeer edge = realm.join("edge", "uplink");

  @Test
  void callToAKeptRegistrationIsUnavailableAtOnce() {
    // Given
    edge.register("com.example.berlin.", KEPT.with("match", "prefix"));
    realm.lose(edge);
    // When
    caller.call("com.example.berlin.fridge.fill.get");
    // Then
    caller.takeError(ErrorUri.UNAVAILABLE);
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  @Test
  void openCallsOfALostCalleeAreCanceledAllTheSame() {
    // Given
    edge.register("p", KEPT);
    caller.call("p");
    // When
    realm.lose(edge);
    // Then
    caller.takeError(ErrorUri.CANCELED);
  }

  @Test
  void lostRegistrationIsGoneAtOnceUnlessItAskedToBeKept() {
    // Given
    edge.register("p");
    // When
    realm.lose(edge);
    // Then
    caller.call("p");
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  @Test
  void goodbyeKeepsNothing() {
    // Given
    edge.register("p", KEPT);
    // When
    realm.leave(edge);
    // Then
    caller.call("p");
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    assertEquals(0, realm.realm.stats().registrations());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"PEER_CLOSED", "PING_TIMEOUT", "IO_ERROR", "SLOW_READER", "INTERNAL_ERROR"},
      mode = EnumSource.Mode.EXCLUDE)
  void sessionThatWasEndedOnPurposeKeepsNothing(CloseCause cause) {
    // Given
    edge.register("p", KEPT);
    // When
    realm.realm.leave(edge.id(), cause, realm.now, realm::accept);
    // Then
    assertEquals(0, realm.realm.stats().registrations());
  }

  @Test
  void killedSessionKeepsNothing() {
    // Given
    edge.register("p", KEPT);
    // When
    caller.meta("wamp.session.kill", edge.id());
    // Then
    assertEquals(CloseUri.KILLED, ((Goodbye) edge.kicked().farewell()).reason());
    assertEquals(0, realm.realm.stats().registrations());
  }

  @Test
  void sameIdentityTakesOverWithTheSameRegistrationId() {
    // Given
    long registration = edge.register("p", KEPT);
    realm.lose(edge);
    TestPeer back = realm.join("edge", "uplink");
    // When
    long taken = back.register("p", KEPT);
    // Then
    assertEquals(registration, taken);
    caller.call("p");
    assertEquals(registration, back.take(Invocation.class).registration());
  }

  @Test
  void timeOfATakenRegistrationIsNotOverLater() {
    // Given
    edge.register("p", KEPT);
    realm.lose(edge);
    TestPeer back = realm.join("edge", "uplink");
    back.register("p");
    // When
    realm.pass(Duration.ofHours(1));
    // Then
    caller.call("p");
    back.take(Invocation.class);
  }

  @Test
  void othersCannotTakeOver() {
    // Given
    edge.register("p", KEPT);
    realm.lose(edge);
    TestPeer stranger = realm.join("stranger", "uplink");
    TestPeer otherRole = realm.join("edge", "user");
    // When
    stranger.tryRegister("p", Dict.EMPTY);
    otherRole.tryRegister("p", Dict.of("force_reregister", true));
    // Then
    stranger.takeError(ErrorUri.PROCEDURE_ALREADY_EXISTS);
    otherRole.takeError(ErrorUri.PROCEDURE_ALREADY_EXISTS);
  }

  @Test
  void procedureIsFreeWhenTheTimeIsOver() {
    // Given
    long registration = edge.register("p", KEPT);
    realm.lose(edge);
    realm.pass(Duration.ofMillis(59_999));
    caller.call("p");
    caller.takeError(ErrorUri.UNAVAILABLE);
    // When
    realm.pass(Duration.ofMillis(1));
    // Then
    caller.call("p");
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
    assertNotEquals(registration, caller.register("p"));
    assertEquals(null, realm.realm.nextDeadline());
  }

  @Test
  void realmNamesTheTimeAtWhichAPlaceEnds() {
    // Given
    edge.register("p", KEPT);
    // When
    realm.lose(edge);
    // Then
    assertEquals(realm.now.plusSeconds(60), realm.realm.nextDeadline());
  }

  @Test
  void lifeOfALostRegistrationIsTold() {
    // Given
    long id = edge.register("p", KEPT);
    caller.subscribe("wamp.registration.", "prefix");
    // When
    realm.lose(edge);
    TestPeer back = realm.join("edge", "uplink");
    back.register("p", KEPT);
    realm.lose(back);
    realm.pass(Duration.ofMinutes(1));
    // Then
    assertNext("wamp.registration.on_unregister", edge, id);
    assertNext("wamp.registration.on_register", back, id);
    assertNext("wamp.registration.on_unregister", back, id);
    assertNext("wamp.registration.on_delete", back, id);
    caller.expectNothing();
  }

  @Test
  void keptRegistrationHasNoCallees() {
    // Given
    long id = edge.register("p", KEPT);
    // When
    realm.lose(edge);
    // Then
    assertEquals(List.of(0L), caller.meta("wamp.registration.count_callees", id));
    assertEquals(List.of(List.of()), caller.meta("wamp.registration.list_callees", id));
    assertEquals(List.of(id), caller.meta("wamp.registration.match", "p"));
  }

  @Test
  void othersOfASharedRegistrationGoOn() {
    // Given
    Dict shared = KEPT.with("invoke", "first");
    edge.register("p", shared);
    TestPeer spare = realm.join("spare", "uplink");
    spare.register("p", shared);
    // When
    realm.lose(edge);
    // Then
    caller.call("p");
    spare.take(Invocation.class);
  }

  /** Who was first and comes back is first again: hot stand-by would otherwise wander. */
  @Test
  void placeInASharedRegistrationIsKept() {
    // Given
    Dict shared = KEPT.with("invoke", "first");
    edge.register("p", shared);
    TestPeer spare = realm.join("spare", "uplink");
    spare.register("p", shared);
    realm.lose(edge);
    TestPeer back = realm.join("edge", "uplink");
    // When
    back.register("p", shared);
    // Then
    caller.call("p");
    back.take(Invocation.class);
    spare.expectNothing();
  }

  @Test
  void ownPlaceMayBeTakenWithAnotherPolicyIfNobodySharesIt() {
    // Given
    long old = edge.register("p", KEPT);
    realm.lose(edge);
    TestPeer back = realm.join("edge", "uplink");
    // When
    long taken = back.register("p", KEPT.with("invoke", "roundrobin"));
    // Then
    assertNotEquals(old, taken);
    assertEquals(1, realm.realm.stats().registrations());
    caller.call("p");
    assertEquals(taken, back.take(Invocation.class).registration());
  }

  @Test
  void anonymousSessionsKeepNothingAndTakeNothing() {
    // Given
    TestPeer nobody = realm.join(new Identity("x", "guest", "anonymous", "static"));
    // When
    nobody.tryRegister("p", KEPT);
    // Then
    nobody.takeError(ErrorUri.OPTION_NOT_ALLOWED);
  }

  @Test
  void localSessionsAreTheSameIfTheyHaveANameOfTheirOwn() {
    // Given
    TestPeer unnamed = realm.join(new Identity("local", "worker", "local", "static"));
    TestPeer named = realm.join(new Identity("fridge", "worker", "local", "static"));
    named.register("p", KEPT);
    realm.lose(named);
    // When
    unnamed.tryRegister("q", KEPT);
    // Then
    unnamed.takeError(ErrorUri.OPTION_NOT_ALLOWED);
    realm.join(new Identity("fridge", "worker", "local", "static")).register("p", KEPT);
  }

  @Test
  void anonymousSessionsOfOneNameAreNotTheSame() {
    // Given
    Identity identity = new Identity("x", "guest", "anonymous", "static");
    TestPeer one = realm.join(identity);
    TestPeer other = realm.join(identity);
    one.register("p");
    // When
    other.tryRegister("p", Dict.of("force_reregister", true));
    // Then
    other.takeError(ErrorUri.PROCEDURE_ALREADY_EXISTS);
  }

  @ParameterizedTest
  @ValueSource(longs = {604_800_001, Long.MAX_VALUE})
  void longerThanAWeekIsRefused(long keepMillis) {
    // When
    edge.tryRegister("p", Dict.of("_junctor_keep", keepMillis));
    // Then
    edge.takeError(ErrorUri.INVALID_ARGUMENT);
  }

  @Test
  void moreThanMayBeKeptEndWithTheOneThatWouldEndNext() {
    // Given
    TestPeer impatient = realm.join("impatient");
    impatient.register("first", Dict.of("_junctor_keep", 1000));
    realm.lose(impatient);
    for (int i = 0; i < Orphans.MAX; i++) {
      edge.register("p" + i, KEPT);
    }
    // When
    realm.lose(edge);
    // Then
    assertEquals(Orphans.MAX, realm.realm.stats().registrations());
    caller.call("first");
    caller.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  @Test
  void keptRegistrationsCostRoomUntilTheyEnd() {
    // Given
    long before = realm.realm.heldBytes();
    edge.register("p", KEPT);
    long registered = realm.realm.heldBytes();
    // When
    realm.lose(edge);
    // Then
    assertEquals(registered, realm.realm.heldBytes());
    realm.pass(Duration.ofMinutes(1));
    assertEquals(before, realm.realm.heldBytes());
  }

  /** The router has not noticed yet that the old link is dead. */
  @Test
  void newSessionOfTheSameIdentityReplacesTheOldOneIfItSaysSo() {
    // Given
    long id = edge.register("p");
    TestPeer back = realm.join("edge", "uplink");
    back.tryRegister("p", Dict.EMPTY);
    back.takeError(ErrorUri.PROCEDURE_ALREADY_EXISTS);
    // When
    long taken = back.register("p", Dict.of("force_reregister", true));
    // Then
    assertEquals(id, taken);
    Unregistered revoked = edge.take(Unregistered.class);
    assertEquals(0, revoked.request());
    assertEquals(id, revoked.details().integer("registration"));
    caller.call("p");
    back.take(Invocation.class);
    edge.expectNothing();
  }

  @Test
  void replacedCalleeStillAnswersWhatItWasAsked() {
    // Given
    edge.register("p");
    caller.call("p");
    long invocation = edge.take(Invocation.class).request();
    TestPeer back = realm.join("edge", "uplink");
    back.register("p", Dict.of("force_reregister", true));
    edge.clear();
    // When
    edge.yields(invocation, Dict.EMPTY, "late but right");
    // Then
    caller.take(Result.class);
    edge.expectNothing();
  }

  @Test
  void replacedCalleeHasNothingLeftToUnregister() {
    // Given
    long id = edge.register("p");
    TestPeer back = realm.join("edge", "uplink");
    back.register("p", Dict.of("force_reregister", true));
    edge.clear();
    // When
    edge.send(new Unregister(9, id));
    // Then
    edge.takeError(ErrorUri.NO_SUCH_REGISTRATION);
  }

  @Test
  void nobodyReplacesAnother() {
    // Given
    edge.register("p");
    // When
    caller.tryRegister("p", Dict.of("force_reregister", true));
    // Then
    caller.takeError(ErrorUri.PROCEDURE_ALREADY_EXISTS);
    edge.expectNothing();
  }

  @Test
  void lostCallerOfAKeptCalleeInterruptsAsUsual() {
    // Given
    edge.register("p", KEPT);
    caller.call("p");
    edge.take(Invocation.class);
    // When
    realm.lose(caller);
    // Then
    edge.take(Interrupt.class);
  }

  private void assertNext(String topic, TestPeer session, long id) {
    Event event = caller.take(Event.class);
    assertEquals(topic, event.details().string("topic"));
    assertEquals(List.of(session.id(), id), caller.args(event));
  }
}
