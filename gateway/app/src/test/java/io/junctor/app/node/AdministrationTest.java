package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.config.ConfigException;
import io.junctor.app.config.GatewayConfig;
import io.junctor.component.CallOptions;
import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
import io.junctor.component.LifecycleListener;
import io.junctor.component.PublishOptions;
import io.junctor.component.WampError;
import io.junctor.component.session.JoinRefusedException;
import io.junctor.router.Journal;
import io.junctor.router.RouterLimits;
import io.junctor.server.RouterServer;
import io.junctor.server.ServerLimits;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Realms and roles at run time, through the procedures. */
class AdministrationTest {

  private static final String CONFIG =
      """
      site: com.example.test
      drivers: sim
      roles:
        admin:
          - {uri: junctor., match: prefix, allow: [call]}
        user:
          - {uri: com.example., match: prefix, allow: [call, register]}
      """;

  /** Everybody has the role that is called as they are. */
  private static final Authenticator BY_NAME =
      (hello, _) -> {
        String name = hello.details().string("authid", "");
        return new AuthStep.Accept(new Identity(name, name, "local", "test"));
      };

  private final RouterServer router = new RouterServer(ServerLimits.DEFAULT);
  private final Administration administration =
      new Administration(router, "junctor", RouterLimits.DEFAULT, _ -> BY_NAME);
  private final Component admin;
  private final Component user;

  AdministrationTest() throws Exception {
    GatewayConfig config = GatewayPlan.parse("test", CONFIG).config();
    administration.openOwn(
        new RealmRoles(Map.of(), config.roles(), config.authorizer()),
        BY_NAME,
        Journal.NONE,
        config);
    admin = join("junctor", "admin");
    user = join("junctor", "user");
  }

  @AfterEach
  void stop() {
    admin.close();
    user.close();
    router.close();
  }

  private static final String WITH_REALM =
      CONFIG
          + """
          realms:
            garage:
              roles:
                guest:
                  - {uri: x., match: prefix, allow: [publish, subscribe]}
                  - {uri: wamp.subscription., match: prefix, allow: [call]}
              history:
                - {uri: x.log, kilobytes: 16000}
              trust:
                - {uri: x., match: prefix, role: guest, level: 3}
          """;

  /** As {@link #WITH_REALM}, at run time. */
  private static Map<String, Object> settings(int kilobytes) {
    return Map.of(
        "roles",
        Map.of(
            "guest",
            List.of(
                Map.of("uri", "x.", "match", "prefix", "allow", List.of("publish", "subscribe")),
                Map.of("uri", "wamp.subscription.", "match", "prefix", "allow", List.of("call")))),
        "history",
        List.of(Map.of("uri", "x.log", "kilobytes", kilobytes)),
        "trust",
        List.of(Map.of("uri", "x.", "match", "prefix", "role", "guest", "level", 3)));
  }

  private Component join(String realm, String name) {
    return builder(realm, name).connect();
  }

  private ComponentBuilder builder(String realm, String name) {
    return Component.builder(router.localConnector())
        .realm(realm)
        .authenticator(OpenAuthenticator.local(name));
  }

  private static String errorOf(Component component, String procedure, Object... args) {
    return assertThrows(WampError.class, () -> component.call(procedure, CallOptions.DEFAULT, args))
        .uri();
  }

  @Test
  void createdRealmIsJoinedUntilItIsRemoved() {
    // Given
    Map<String, Object> settings =
        Map.of(
            "roles",
            Map.of("guest", List.of(Map.of("uri", "x.y", "allow", List.of("register", "call")))));
    admin.call("junctor.realm.create", "guests", settings);
    assertEquals(List.of("guests", "junctor"), admin.call("junctor.realm.list", List.class));
    try (Component guest = join("guests", "guest")) {
      guest.register("x.y", (_, _) -> 42);
      assertEquals(42, guest.call("x.y", Integer.class));
      assertEquals(ErrorUri.NOT_AUTHORIZED, errorOf(guest, "x.z"));
    }
    // When
    admin.call("junctor.realm.remove", "guests");
    // Then
    assertEquals(List.of("junctor"), admin.call("junctor.realm.list", List.class));
    JoinRefusedException refused =
        assertThrows(JoinRefusedException.class, () -> join("guests", "guest"));
    assertTrue(refused.toString().contains(ErrorUri.NO_SUCH_REALM), refused::toString);
  }

  @Test
  void roleThatIsSetCountsAtOnce() {
    // Given
    assertEquals(ErrorUri.NO_SUCH_PROCEDURE, errorOf(user, "com.example.p"));
    // When
    admin.call(
        "junctor.role.set",
        "user",
        List.of(Map.of("uri", "org.", "match", "prefix", "allow", List.of("call"))));
    // Then
    assertEquals(ErrorUri.NOT_AUTHORIZED, errorOf(user, "com.example.p"));
    assertEquals(ErrorUri.NO_SUCH_PROCEDURE, errorOf(user, "org.p"));
    assertEquals(
        List.of(
            Map.of(
                "uri",
                "org.",
                "match",
                "prefix",
                "allow",
                List.of("call"),
                "ask",
                List.of(),
                "deny",
                List.of(),
                "disclose",
                "always")),
        admin.call("junctor.role.get", CallOptions.DEFAULT, List.class, "user"));
  }

  @Test
  void removedRoleMayDoNothing() {
    // When
    admin.call("junctor.role.remove", "user");
    // Then
    assertEquals(ErrorUri.NOT_AUTHORIZED, errorOf(user, "com.example.p"));
    assertEquals(List.of("admin"), admin.call("junctor.role.list", List.class));
    assertEquals(ErrorUri.NO_SUCH_ROLE, errorOf(admin, "junctor.role.remove", "user"));
    assertEquals(ErrorUri.NO_SUCH_ROLE, errorOf(admin, "junctor.role.get", "user"));
  }

  @Test
  void whatMakesNoSenseChangesNothing() {
    // When
    List<String> errors =
        List.of(
            errorOf(admin, "junctor.role.set", "user"),
            errorOf(admin, "junctor.role.set", "user", "all"),
            errorOf(admin, "junctor.role.set", "user", List.of(Map.of("uri", "a", "alow", "x"))),
            errorOf(
                admin,
                "junctor.role.set",
                "user",
                List.of(Map.of("uri", "a", "ask", List.of("call")))), // there is nobody to ask
            errorOf(admin, "junctor.role.set", "junctor-thing", List.of()),
            errorOf(admin, "junctor.realm.create", "wamp.x"),
            errorOf(admin, "junctor.realm.create", "junctor"),
            errorOf(admin, "junctor.realm.create"),
            errorOf(admin, "junctor.realm.remove", "junctor"));
    // Then
    errors.forEach(error -> assertEquals(ErrorUri.INVALID_ARGUMENT, error));
    assertEquals(ErrorUri.NO_SUCH_REALM, errorOf(admin, "junctor.realm.remove", "none"));
    assertEquals(ErrorUri.NO_SUCH_PROCEDURE, errorOf(user, "com.example.p"));
  }

  @Test
  void administrationIsDeniedByDefault() {
    // When
    String error = errorOf(user, "junctor.realm.list");
    // Then
    assertEquals(ErrorUri.NOT_AUTHORIZED, error);
  }

  /** Or a tenant's administrator could close the realms of others. */
  @Test
  void otherRealmsManageThemselvesOnly() {
    // Given
    Map<String, Object> settings =
        Map.of(
            "roles",
            Map.of(
                "boss",
                List.of(Map.of("uri", "junctor.", "match", "prefix", "allow", List.of("call")))));
    admin.call("junctor.realm.create", "guests", settings);
    // When
    try (Component boss = join("guests", "boss")) {
      // Then
      assertEquals(ErrorUri.NO_SUCH_PROCEDURE, errorOf(boss, "junctor.realm.remove", "junctor"));
      assertEquals(List.of("boss"), boss.call("junctor.role.list", List.class));
    }
  }

  @Test
  void configuredRealmKeepsHistoryAndTellsTrustLevels() throws Exception {
    // Given
    GatewayConfig config = GatewayPlan.parse("test", WITH_REALM).config();
    // When
    administration.open("garage", config.realms().get("garage"));
    // Then
    assertKeepsAndTrusts("garage");
  }

  @Test
  void createdRealmKeepsHistoryAndTellsTrustLevels() {
    // When
    admin.call("junctor.realm.create", "guests", settings(512));
    // Then
    assertKeepsAndTrusts("guests");
  }

  private void assertKeepsAndTrusts(String realm) {
    try (Component guest = join(realm, "guest")) {
      guest.publish("x.log", 42, PublishOptions.ACKNOWLEDGE);
      long log = guest.call("wamp.subscription.lookup", Long.class, "x.log");
      Map<?, ?> event = guest.call("wamp.subscription.get_events", log).get(0, Map.class);
      assertEquals(List.of(42L), event.get("args"));
      assertEquals(3L, ((Map<?, ?>) event.get("details")).get("trustlevel"));
    }
  }

  /** Or whoever may create realms could fill the memory with them. */
  @Test
  void theHistoryOfAllRealmsTogetherIsBounded() {
    // Given
    admin.call("junctor.realm.create", "first", settings(16_000));
    // When
    String tooMuch = errorOf(admin, "junctor.realm.create", "second", settings(512));
    String again = errorOf(admin, "junctor.realm.create", "first", settings(1));
    admin.call("junctor.realm.remove", "first");
    admin.call("junctor.realm.create", "second", settings(512));
    // Then
    assertEquals(ErrorUri.INVALID_ARGUMENT, tooMuch);
    assertEquals(ErrorUri.INVALID_ARGUMENT, again);
    assertEquals(List.of("junctor", "second"), admin.call("junctor.realm.list", List.class));
  }

  @Test
  void theHistoryOfConfiguredRealmsTogetherIsBounded() {
    // When
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                GatewayPlan.parse(
                    "test", WITH_REALM + "history:\n  - {uri: y.log, kilobytes: 512}\n"));
    // Then
    assertTrue(
        refused.getMessage().contains("expected at most 16384 kilobytes"), refused::getMessage);
  }

  /** What its sessions had is gone, and who comes back finds a new one. */
  @Test
  void removingARealmEndsItsSessionsAndANewOneBeginsEmpty() throws Exception {
    // Given
    admin.call("junctor.realm.create", "guests", settings(512));
    assertKeepsAndTrusts("guests");
    CompletableFuture<String> ended = new CompletableFuture<>();
    LifecycleListener listener =
        new LifecycleListener() {
          @Override
          public void disconnected(CloseCause cause, String detail) {
            ended.complete(detail);
          }
        };
    try (Component _ = builder("guests", "guest").listener(listener).connect()) {
      // When
      admin.call("junctor.realm.remove", "guests");
      admin.call("junctor.realm.create", "guests", settings(512));
      // Then
      String detail = ended.get(10, TimeUnit.SECONDS);
      assertTrue(detail.contains("wamp.close.close_realm"), detail);
    }
    try (Component late = join("guests", "guest")) {
      long log = late.call("wamp.subscription.lookup", Long.class, "x.log");
      assertEquals(List.of(), late.call("wamp.subscription.get_events", log).args());
    }
  }
}
