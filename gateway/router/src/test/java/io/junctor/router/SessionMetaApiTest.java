package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is in the realm, who comes and goes, and ending sessions. */
class SessionMetaApiTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer admin = realm.join("admin", "admin");
  private final TestPeer bob = realm.join("bob", "guest");

  private void kill(String procedure, List<Object> args, Map<String, Object> kwargs) {
    admin.send(
        new Call(
            admin.nextRequest(), Dict.EMPTY, procedure, admin.serializer.payload(args, kwargs)));
  }

  @Test
  void countAndListAreOfEverybody() {
    assertEquals(List.of(2L), admin.meta("wamp.session.count"));
    assertEquals(List.of(List.of(admin.id(), bob.id())), admin.meta("wamp.session.list"));
  }

  @Test
  void countAndListFilterByAuthrole() {
    assertEquals(List.of(1L), admin.meta("wamp.session.count", List.of("guest", "nobody")));
    assertEquals(List.of(List.of(bob.id())), admin.meta("wamp.session.list", List.of("guest")));
  }

  /** A common failure of routers: null instead of an empty list. */
  @Test
  void listOfNobodyIsAnEmptyList() {
    assertEquals(List.of(List.of()), admin.meta("wamp.session.list", List.of("nobody")));
    assertEquals(List.of(0L), admin.meta("wamp.session.count", List.of("nobody")));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void answersAreWrittenInTheFormatOfTheCaller(Format format) {
    // Given
    TestPeer carol = realm.join("carol", "user", format, Set.of());
    // When
    carol.call("wamp.session.get", bob.id());
    // Then
    Result result = carol.take(Result.class);
    assertEquals(format, result.payload().format());
    Map<?, ?> details = (Map<?, ?>) carol.args(result).getFirst();
    assertEquals(bob.id(), details.get("session"));
    assertEquals("bob", details.get("authid"));
    assertEquals("guest", details.get("authrole"));
    assertEquals("ticket", details.get("authmethod"));
    assertEquals("static", details.get("authprovider"));
    assertEquals("local", ((Map<?, ?>) details.get("transport")).get("type"));
  }

  /** JavaScript writes large integers as floats in MessagePack. */
  @Test
  void idMayBeAWholeFloat() {
    // When
    List<Object> result = admin.meta("wamp.session.get", (double) bob.id());
    // Then
    assertEquals("bob", ((Map<?, ?>) result.getFirst()).get("authid"));
  }

  /** A shell may answer a kick by telling that the session left, while the kick is being told. */
  @Test
  void leavingOfAKickedSessionIsNotTakenTwice() {
    // Given
    admin.subscribe("wamp.session.on_leave");
    Call kill =
        new Call(
            9,
            Dict.EMPTY,
            "wamp.session.kill",
            admin.serializer.payload(List.of(bob.id()), Map.of()));
    // When
    realm.realm.onMessage(
        admin.id(),
        kill,
        realm.now,
        output -> {
          realm.accept(output);
          if (output instanceof Output.Kick kick) {
            realm.realm.leave(kick.session(), kick.cause(), realm.now, realm::accept);
          }
        });
    // Then
    admin.take(Event.class);
    admin.take(Result.class);
    admin.expectNothing();
  }

  @Test
  void unknownSessionCannotBeLookedUp() {
    // When
    admin.call("wamp.session.get", 4711);
    // Then
    admin.takeError(ErrorUri.NO_SUCH_SESSION);
  }

  @Test
  void wrongArgumentsAreAnError() {
    // When
    admin.call("wamp.session.get", "bob");
    admin.call("wamp.session.get");
    admin.call("wamp.session.count", "guest");
    // Then
    ErrorMessage error = admin.takeError(ErrorUri.INVALID_ARGUMENT);
    assertEquals(
        List.of("wamp.session.get: argument 0: expected an id, got String"), admin.args(error));
    admin.takeError(ErrorUri.INVALID_ARGUMENT);
    admin.takeError(ErrorUri.INVALID_ARGUMENT);
  }

  @Test
  void joiningIsTold() {
    // Given
    admin.subscribe("wamp.session.on_join");
    // When
    TestPeer carol = realm.join("carol", "user");
    // Then
    Map<?, ?> details = (Map<?, ?>) admin.args(admin.take(Event.class)).getFirst();
    assertEquals(carol.id(), details.get("session"));
    assertEquals("carol", details.get("authid"));
  }

  /** Nobody may hear of a session before it knows itself that it is open. */
  @Test
  void welcomePrecedesTheNewsOfIt() {
    // Given
    admin.subscribe("wamp.session.on_join");
    realm.outputs.clear();
    // When
    TestPeer carol = realm.join("carol");
    // Then
    Output.Send first = (Output.Send) realm.outputs.getFirst();
    assertEquals(carol.id(), first.session());
    assertInstanceOf(Welcome.class, first.message());
    assertInstanceOf(Output.SendAll.class, realm.outputs.get(1));
  }

  @Test
  void leavingIsTold() {
    // Given
    admin.subscribe("wamp.session.on_leave");
    // When
    realm.leave(bob);
    // Then
    assertEquals(List.of(bob.id(), "bob", "guest"), admin.args(admin.take(Event.class)));
    assertEquals(List.of(1L), admin.meta("wamp.session.count"));
  }

  @Test
  void leavingIsToldAfterEverythingThatEndsWithIt() {
    // Given
    List<Long> order = new ArrayList<>();
    for (String topic :
        List.of(
            "wamp.subscription.on_unsubscribe",
            "wamp.subscription.on_delete",
            "wamp.registration.on_unregister",
            "wamp.registration.on_delete",
            "testament.detached",
            "testament.destroyed",
            "wamp.session.on_leave")) {
      order.add(admin.subscribe(topic));
    }
    bob.subscribe("t");
    bob.register("p");
    bob.meta("wamp.session.add_testament", "testament.destroyed", List.of(), Map.of());
    bob.send(
        new Call(
            bob.nextRequest(),
            Dict.EMPTY,
            "wamp.session.add_testament",
            bob.serializer.payload(
                List.of("testament.detached", List.of(), Map.of()), Map.of("scope", "detached"))));
    admin.clear();
    // When
    admin.call("wamp.session.kill_by_authid", "bob");
    // Then
    for (long subscription : order) {
      assertEquals(subscription, admin.take(Event.class).subscription());
    }
    assertEquals(List.of(List.of(bob.id())), admin.args(admin.take(Result.class)));
    admin.expectNothing();
  }

  /** The specification thinks that nobody remains to hear of it, but its caller does. */
  @Test
  void killingAllIsToldToItsCaller() {
    // Given
    long left = admin.subscribe("wamp.session.on_leave");
    // When
    admin.call("wamp.session.kill_all");
    // Then
    Event event = admin.take(Event.class);
    assertEquals(left, event.subscription());
    assertEquals(List.of(bob.id(), "bob", "guest"), admin.args(event));
    admin.take(Result.class);
  }

  @Test
  void leavingTwiceIsToldOnce() {
    // Given
    admin.subscribe("wamp.session.on_leave");
    realm.leave(bob);
    admin.take(Event.class);
    // When
    realm.leave(bob);
    // Then
    admin.expectNothing();
  }

  @Test
  void killedSessionGetsGoodbyeAndItsKillerAnEmptyResult() {
    // When
    admin.call("wamp.session.kill", bob.id());
    // Then
    assertEquals(new Goodbye(Dict.EMPTY, CloseUri.KILLED), bob.kicked().farewell());
    assertEquals(CloseCause.KILLED, bob.kicked().cause());
    assertTrue(admin.take(Result.class).payload().isEmpty());
  }

  @Test
  void killGivesReasonAndMessage() {
    // When
    kill(
        "wamp.session.kill",
        List.of(bob.id()),
        Map.of("reason", "com.example.close.night", "message", "good night"));
    // Then
    Goodbye goodbye = (Goodbye) bob.kicked().farewell();
    assertEquals("com.example.close.night", goodbye.reason());
    assertEquals("good night", goodbye.details().string("message"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a uri", "a..b"})
  void reasonHasToBeAUri(String reason) {
    // When
    kill("wamp.session.kill", List.of(bob.id()), Map.of("reason", reason));
    // Then
    admin.takeError(ErrorUri.INVALID_URI);
    assertFalse(bob.isKicked());
  }

  /** A common failure of routers: killing oneself stays without an answer. */
  @Test
  void sessionCannotKillItself() {
    // When
    admin.call("wamp.session.kill", admin.id());
    // Then
    admin.takeError(ErrorUri.NO_SUCH_SESSION);
    assertFalse(admin.isKicked());
  }

  @Test
  void killByAuthidSparesTheCallerAndTellsWhom() {
    // Given
    TestPeer otherAdmin = realm.join("admin", "user");
    // When
    List<Object> result = admin.meta("wamp.session.kill_by_authid", "admin");
    // Then
    assertEquals(List.of(List.of(otherAdmin.id())), result);
    assertTrue(otherAdmin.isKicked());
    assertFalse(admin.isKicked());
  }

  @Test
  void killByAuthidOfNobodyGivesAnEmptyList() {
    assertEquals(List.of(List.of()), admin.meta("wamp.session.kill_by_authid", "nobody"));
  }

  @Test
  void killByAuthroleTellsHowMany() {
    // Given
    TestPeer carol = realm.join("carol", "guest");
    // When
    List<Object> result = admin.meta("wamp.session.kill_by_authrole", "guest");
    // Then
    assertEquals(List.of(2L), result);
    assertTrue(bob.isKicked() && carol.isKicked());
  }

  @Test
  void killAllSparesTheCaller() {
    // Given
    TestPeer carol = realm.join("carol", "guest");
    // When
    List<Object> result = admin.meta("wamp.session.kill_all");
    // Then
    assertEquals(List.of(2L), result);
    assertTrue(bob.isKicked() && carol.isKicked());
    assertFalse(admin.isKicked());
    assertEquals(List.of(1L), admin.meta("wamp.session.count"));
  }

  @Test
  void killedSessionCancelsWhatItOwesAndCanSayNothingMore() {
    // Given
    bob.register("p");
    long request = admin.call("p");
    long invocation = bob.take(Invocation.class).request();
    // When
    admin.call("wamp.session.kill", bob.id());
    // Then
    assertEquals(request, admin.takeError(ErrorUri.CANCELED).request());
    admin.take(Result.class);
    bob.yields(invocation, Dict.EMPTY);
    admin.expectNothing();
  }

  @Test
  void unknownMetaProcedureDoesNotExist() {
    // When
    admin.call("wamp.session.dance");
    // Then
    admin.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  @Test
  void closingTheRealmSaysGoodbyeToAll() {
    // Given
    Goodbye goodbye = new Goodbye(Dict.EMPTY, CloseUri.SYSTEM_SHUTDOWN);
    // When
    realm.realm.close(goodbye, CloseCause.SHUTDOWN, realm.now, realm::accept);
    // Then
    assertEquals(goodbye, admin.kicked().farewell());
    assertEquals(CloseCause.SHUTDOWN, bob.kicked().cause());
    assertEquals(0, realm.realm.stats().sessions());
  }
}
