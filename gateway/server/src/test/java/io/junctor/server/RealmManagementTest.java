package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Action;
import io.junctor.router.AuthorizerSettings;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.wamp.auth.OpenAccess;
import io.junctor.wamp.auth.StaticAuthenticator;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Realms that come, go and change while the router runs. */
class RealmManagementTest {

  private static final String ROLE = "tester";
  private static final int REALMS_MAX = 3;

  private final RouterServer server =
      new RouterServer(
          new ServerLimits(
              100,
              REALMS_MAX,
              Duration.ofSeconds(10),
              InboundLimits.DEFAULT,
              OutboxLimits.DEFAULT,
              Duration.ofMillis(200)));

  @AfterEach
  void stop() {
    server.close();
  }

  private static StaticAuthorizer rules(Permission... rules) {
    return new StaticAuthorizer(Map.of(ROLE, List.of(rules)));
  }

  private static Permission allow(String prefix) {
    return new Permission(
        prefix, MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ON_REQUEST);
  }

  private static RealmSetup setup(String name, StaticAuthorizer authorizer) {
    return new RealmSetup(
        name,
        new StaticAuthenticator(
            List.of(), new OpenAccess(null, ROLE, null), length -> new byte[length]),
        authorizer,
        Journal.NONE,
        RouterLimits.DEFAULT);
  }

  private TestPeer join(String realm) throws Exception {
    return TestPeer.joined(server.localConnector(), realm);
  }

  private static Payload payload(Object... args) {
    return Serializers.of(Format.JSON).payload(List.of(args), Map.of());
  }

  @Test
  void realmOpenedWhileTheRouterRunsIsJoinedAndIsApartFromOthers() throws Exception {
    // Given
    server.addRealm(setup("one", rules(allow(""))));
    TestPeer inOne = join("one");
    inOne.send(new Register(1, Dict.EMPTY, "com.example.p"));
    inOne.expect(Registered.class);
    // When
    server.addRealm(setup("two", rules(allow(""))));
    TestPeer inTwo = join("two");
    inTwo.send(new Call(1, Dict.EMPTY, "com.example.p", Payload.NONE));
    // Then
    assertEquals(ErrorUri.NO_SUCH_PROCEDURE, inTwo.expect(ErrorMessage.class).error());
    assertEquals(List.of("one", "two"), server.realms());
  }

  @Test
  void sessionsOfARemovedRealmGetGoodbyeAndOthersStay() throws Exception {
    // Given
    server.addRealm(setup("one", rules(allow(""))));
    server.addRealm(setup("two", rules(allow(""))));
    TestPeer gone = join("one");
    TestPeer stays = join("two");
    // When
    assertTrue(server.removeRealm("one"));
    // Then
    assertEquals(CloseUri.CLOSE_REALM, gone.expect(Goodbye.class).reason());
    gone.send(new Goodbye(Dict.EMPTY, CloseUri.GOODBYE_AND_OUT));
    gone.expectClosed();
    stays.send(new Subscribe(1, Dict.EMPTY, "com.example.t"));
    stays.expect(Subscribed.class);
    assertFalse(server.removeRealm("one"));
  }

  @Test
  void removedRealmCannotBeJoinedAndItsNameIsFree() throws Exception {
    // Given
    server.addRealm(setup("one", rules(allow(""))));
    join("one");
    server.removeRealm("one");
    TestPeer late = TestPeer.connected(server.localConnector());
    late.send(TestPeer.hello("one"));
    assertEquals(ErrorUri.NO_SUCH_REALM, late.expect(Abort.class).reason());
    // When
    server.addRealm(setup("one", rules(allow(""))));
    // Then
    TestPeer again = join("one");
    again.send(new Subscribe(1, Dict.EMPTY, "com.example.t"));
    again.expect(Subscribed.class);
  }

  @Test
  void thereAreAtMostSoManyRealms() {
    // Given
    for (int i = 0; i < REALMS_MAX; i++) {
      server.addRealm(setup("realm" + i, rules()));
    }
    // When
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> server.addRealm(setup("more", rules())));
    // Then
    assertEquals("there are 3 realms already", refused.getMessage());
  }

  @Test
  void permissionsOfARunningRealmChange() throws Exception {
    // Given
    server.addRealm(setup("one", rules(allow("com."))));
    TestPeer peer = join("one");
    peer.send(publish("com.example.t"));
    peer.expect(Published.class);
    // When
    server.setPermissions("one", rules(allow("org.")), null).get(10, TimeUnit.SECONDS);
    peer.send(publish("com.example.t"));
    // Then
    assertEquals(ErrorUri.NOT_AUTHORIZED, peer.expect(ErrorMessage.class).error());
    assertThrows(
        IllegalArgumentException.class, () -> server.setPermissions("none", rules(), null));
  }

  @Test
  void authorizerProcedureOfTheRealmDecides() throws Exception {
    // Given
    Permission ask =
        new Permission(
            "ask.",
            MatchPolicy.PREFIX,
            Set.of(),
            Set.of(Action.PUBLISH),
            Set.of(),
            Disclosure.ON_REQUEST);
    RealmSetup plain = setup("one", rules(allow("com."), ask));
    server.addRealm(
        new RealmSetup(
            plain.name(),
            plain.authenticator(),
            plain.authorizer(),
            AuthorizerSettings.of("com.example.authorize"),
            Map.of(),
            plain.journal(),
            plain.limits()));
    TestPeer judge = join("one");
    judge.send(new Register(1, Dict.EMPTY, "com.example.authorize"));
    judge.expect(Registered.class);
    TestPeer peer = join("one");
    // When
    peer.send(publish("ask.t"));
    judge.send(new Yield(judge.expect(Invocation.class).request(), Dict.EMPTY, payload(true)));
    // Then
    peer.expect(Published.class);
  }

  @Test
  void proceduresOfTheSurroundingsAreAnsweredInTheRealm() throws Exception {
    // Given
    RealmSetup plain = setup("one", rules(allow("junctor.")));
    server.addRealm(
        new RealmSetup(
            plain.name(),
            plain.authenticator(),
            plain.authorizer(),
            null,
            Map.of("junctor.echo", call -> List.of(call.caller().realm(), call.args())),
            plain.journal(),
            plain.limits()));
    TestPeer peer = join("one");
    // When
    peer.send(new Call(1, Dict.EMPTY, "junctor.echo", payload("x")));
    // Then
    Payload result = peer.expect(Result.class).payload();
    assertEquals(List.of("one", List.of("x")), Serializers.of(result.format()).args(result));
  }

  private static Publish publish(String topic) {
    return new Publish(1, Dict.of("acknowledge", true), topic, payload());
  }
}
