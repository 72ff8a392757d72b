package io.junctor.hil.behaviour;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.GatewayUnderTest;
import io.junctor.hil.harness.Site;
import io.junctor.hil.peer.Credentials;
import io.junctor.hil.peer.Features;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What ends many sessions, or tells of everything: with a gateway of its own, so that no other test
 * is in the realm.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-session-meta-api">WAMP: Session
 *     Meta API</a>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeRealmTest {

  private static final Wire WEB = new Wire(LinkKind.WEBSOCKET, Format.JSON);
  private static final Wire RAW = new Wire(LinkKind.RAWSOCKET_TCP, Format.CBOR);
  private static final Wire UNIX = new Wire(LinkKind.RAWSOCKET_UNIX, Format.MSGPACK);
  private static final Map<String, Object> WHY =
      Map.of("reason", "com.example.maintenance", "message", "back at noon");

  private final GatewayUnderTest gateway = GatewayProcess.start(Site.create());
  private final List<Peer> peers = new ArrayList<>();
  private Peer killer;

  @AfterAll
  void stop() {
    gateway.close();
  }

  @BeforeEach
  void joinAlone() {
    killer = join(RAW, gateway.site().member());
    await().atMost(Duration.ofSeconds(30)).until(() -> ask("wamp.session.count").equals(1L));
  }

  @AfterEach
  void closePeers() {
    peers.forEach(Peer::close);
    peers.clear();
  }

  private Peer join(Wire wire, Credentials credentials) {
    Peer peer = new Peer(gateway.open(wire), wire);
    peers.add(peer);
    return peer.join(Site.REALM, credentials, Features.ALL);
  }

  private Peer viewer(Wire wire) {
    return join(wire, gateway.site().viewer());
  }

  private Peer member(Wire wire) {
    return join(wire, gateway.site().member());
  }

  private Object ask(String procedure, Object... args) {
    killer.call(procedure, args);
    return killer.args(killer.receive(Result.class)).getFirst();
  }

  private Object kill(String procedure, Object... args) {
    killer.call(procedure, Dict.EMPTY, List.of(args), WHY);
    return killer.args(killer.receive(Result.class)).getFirst();
  }

  private static void assertKilled(Peer peer) {
    Goodbye goodbye = peer.receive(Goodbye.class);
    assertEquals("com.example.maintenance", goodbye.reason());
    assertEquals("back at noon", goodbye.details().string("message"));
    peer.send(new Goodbye(Dict.EMPTY, "wamp.close.goodbye_and_out"));
    peer.link().awaitEnd();
  }

  @Test
  void theSessionsOfANameAreKilledAndNamed() {
    // Given
    Peer one = viewer(WEB);
    Peer two = viewer(UNIX);
    Peer other = member(WEB);

    // When
    Object killed = kill("wamp.session.kill_by_authid", "viewer");

    // Then
    assertEquals(List.of(one.session(), two.session()), killed);
    assertKilled(one);
    assertKilled(two);
    assertEquals(List.of(killer.session(), other.session()), ask("wamp.session.list"));
  }

  @Test
  void theSessionsOfARoleAreKilledAndCountedButNotTheKiller() {
    // Given
    Peer viewer = viewer(WEB);
    Peer one = member(WEB);
    Peer two = member(UNIX);

    // When
    Object killed = kill("wamp.session.kill_by_authrole", "member");

    // Then
    assertEquals(2L, killed);
    assertKilled(one);
    assertKilled(two);
    assertEquals(List.of(killer.session(), viewer.session()), ask("wamp.session.list"));
    assertEquals(List.of(viewer.session()), ask("wamp.session.list", List.of("viewer")));
  }

  @Test
  void allAreKilledButTheKiller() {
    // Given
    List<Peer> others = List.of(viewer(WEB), member(UNIX), member(RAW));

    // When
    Object killed = kill("wamp.session.kill_all");

    // Then
    assertEquals(3L, killed);
    others.forEach(WholeRealmTest::assertKilled);
    assertEquals(List.of(killer.session()), ask("wamp.session.list"));
  }

  @Test
  void nobodyKillsItselfOrWhoIsNotThere() {
    // When
    killer.call("wamp.session.kill", killer.session());
    killer.call("wamp.session.kill", 4711);
    killer.call("wamp.session.get", 4711);

    // Then
    for (int i = 0; i < 3; i++) {
      killer.receiveError("wamp.error.no_such_session");
    }
    assertEquals(1L, ask("wamp.session.count"));
  }

  @Test
  void joiningIsToldFirstAndLeavingAfterEverythingThatEndsWithIt() {
    // Given
    Peer watcher = member(WEB);
    watcher.subscribe("com.example.last");
    for (String about : List.of("session", "registration", "reflect", "subscription")) {
      watcher.subscribe("wamp." + about + ".", Dict.of("match", "prefix"));
    }
    watcher.drain();

    // When
    Peer peer = member(UNIX);
    peer.subscribe("com.example.t");
    peer.register("com.example.p");
    peer.call(
        "wamp.reflect.define",
        Dict.EMPTY,
        List.of("com.example.p", Map.of("type", "null")),
        Map.of("type", "procedure"));
    peer.receive(Result.class);
    peer.call("wamp.session.add_testament", "com.example.last", List.of(), Map.of());
    peer.receive(Result.class);
    killer.call("wamp.session.kill", peer.session());
    killer.receive(Result.class);

    // Then
    List<String> told =
        watcher.drain().stream()
            .filter(Event.class::isInstance)
            .map(event -> ((Event) event).details().string("topic", "testament"))
            .toList();
    assertEquals(
        List.of(
            "wamp.session.on_join",
            "wamp.subscription.on_create",
            "wamp.subscription.on_subscribe",
            "wamp.registration.on_create",
            "wamp.registration.on_register",
            "wamp.reflect.on_define",
            "wamp.subscription.on_unsubscribe",
            "wamp.subscription.on_delete",
            "wamp.registration.on_unregister",
            "wamp.registration.on_delete",
            "wamp.reflect.on_undefine",
            "testament",
            "wamp.session.on_leave"),
        told);
  }
}
