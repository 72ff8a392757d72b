package io.junctor.hil.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Endpoints;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.peer.Credentials;
import io.junctor.hil.peer.Features;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.RawSocketLink;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Roles and realms of the running product, changed by an administrator over a socket. */
class RuntimeChangeTest {

  private static final Wire WIRE = new Wire(LinkKind.RAWSOCKET_TCP, Format.CBOR);

  private final Credentials.Key admin = Credentials.Key.generate("admin");
  private final Credentials.Key user = Credentials.Key.generate("user");
  private final Path directory = Files.createTempDirectory("junctor-hil");
  private final ProductProcess product = start();
  private final Endpoints endpoints = Endpoints.ofReadyLine(product.readyLine());

  RuntimeChangeTest() throws IOException {}

  @AfterEach
  void stop() {
    assertEquals(0, product.terminate(), product::logTail);
    TempFiles.delete(directory);
  }

  private ProductProcess start() throws IOException {
    Path config = directory.resolve("junctor.yaml");
    Files.writeString(
        config,
        """
        site: com.example.test
        drivers: sim
        listen:
          - {kind: websocket, address: "127.0.0.1:0"}
          - {kind: rawsocket, address: "127.0.0.1:0"}
          - {kind: unix, path: "%s"}
        roles:
          admin:
            - {uri: junctor., match: prefix, allow: [call]}
            - {uri: com., match: prefix, allow: [publish, subscribe]}
          user:
            - {uri: com., match: prefix, allow: [call, register, publish, subscribe]}
        principals:
          admin: {role: admin, keys: ["%s"]}
          user: {role: user, keys: ["%s"]}
        """
            .formatted(directory.resolve("router.sock"), admin.publicHex(), user.publicHex()));
    return ProductProcess.start(directory, Map.of(), "run", "-c", config.toString());
  }

  private Peer open() {
    return new Peer(RawSocketLink.open(endpoints.rawsocket(), WIRE.format()), WIRE);
  }

  private static void change(Peer peer, String procedure, Object... args) {
    peer.call(procedure, args);
    peer.receive(Result.class);
  }

  /** Nobody is told who has not announced that it can be. */
  private static final Dict REVOCABLE =
      Features.ALL.with(
          "subscriber", Dict.of("features", Dict.of("subscription_revocation", true)));

  @Test
  void whatARoleLosesIsTakenFromItsSessions() {
    // Given
    try (Peer boss = open().join("junctor", admin);
        Peer peer = open().join("junctor", user, REVOCABLE)) {
      long lost = peer.subscribe("com.example.lost");
      long kept = peer.subscribe("com.example.kept");
      long registration = peer.register("com.example.p");
      peer.publishAndWait("com.example.state", Dict.of("retain", true), List.of(1), Map.of());
      // When
      change(
          boss,
          "junctor.role.set",
          "user",
          List.of(Map.of("uri", "com.example.kept", "allow", List.of("subscribe"))));
      // Then
      assertEquals(lost, peer.receive(Unsubscribed.class).details().integer("subscription"));
      assertEquals(
          registration, peer.receive(Unregistered.class).details().integer("registration"));
      boss.publishAndWait("com.example.lost", 1);
      boss.publishAndWait("com.example.kept", 2);
      List<Message> events = peer.drain();
      assertEquals(1, events.size(), events::toString);
      assertTrue(events.getFirst().toString().contains("subscription=" + kept), events::toString);
      boss.subscribe("com.example.state", Dict.of("get_retained", true));
      assertEquals(List.of(), boss.drain()); // nobody may have published it any more
    }
  }

  @Test
  void realmComesAndGoesWithItsSessions() {
    // Given
    Map<String, Object> settings =
        Map.of(
            "roles",
            Map.of(
                "guest",
                List.of(
                    Map.of("uri", "", "match", "prefix", "allow", List.of("call", "subscribe")))),
            "principals",
            Map.of("user", Map.of("role", "guest", "keys", List.of(user.publicHex()))));
    try (Peer boss = open().join("junctor", admin);
        Peer early = open();
        Peer late = open()) {
      assertEquals(
          "wamp.error.no_such_realm",
          ((Abort) early.tryToJoin("guests", user, Features.ALL)).reason());
      change(boss, "junctor.realm.create", "guests", settings);
      try (Peer guest = open().join("guests", user)) {
        guest.subscribe("com.example.t");
        guest.call("junctor.realm.list"); // everything is not the router itself
        guest.receiveError("wamp.error.not_authorized");
        // When
        change(boss, "junctor.realm.remove", "guests");
        // Then
        assertEquals("wamp.close.close_realm", guest.receive(Goodbye.class).reason());
      }
      assertEquals(
          "wamp.error.no_such_realm",
          ((Abort) late.tryToJoin("guests", user, Features.ALL)).reason());
    }
  }

  @Test
  void nobodyAdministersWithoutARuleThatSaysSo() {
    // Given
    try (Peer peer = open().join("junctor", user)) {
      // When
      peer.call("junctor.role.list");
      // Then
      ErrorMessage error = peer.receiveError("wamp.error.not_authorized");
      assertEquals(List.of("role user may not call junctor.role.list"), peer.args(error));
    }
  }
}
