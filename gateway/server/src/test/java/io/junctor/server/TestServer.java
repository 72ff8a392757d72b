package io.junctor.server;

import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RealmPolicy;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.wamp.auth.OpenAccess;
import io.junctor.wamp.auth.StaticAuthenticator;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Routers with one realm, in which everybody is a tester. */
final class TestServer {

  static final String REALM = "test";

  /** Who is nobody in particular. */
  static final String ROLE = "tester";

  /** The peers of most tests never answer GOODBYE. */
  private static final Duration DRAIN = Duration.ofMillis(200);

  private static final int CONNECTIONS_MAX = 100;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private TestServer() {}

  /** Bounds that nobody meets, but for those of the messages that wait. */
  static ServerLimits limits(OutboxLimits outbox) {
    return limits(CONNECTIONS_MAX, HANDSHAKE, outbox);
  }

  static ServerLimits limits(int connections, Duration handshake, OutboxLimits outbox) {
    return new ServerLimits(connections, 64, handshake, InboundLimits.DEFAULT, outbox, DRAIN);
  }

  /** The realm, in which testers may do everything below a prefix. */
  static RealmSetup realm(Journal journal, RealmPolicy policy, String... prefixes) {
    List<Permission> everything =
        Arrays.stream(prefixes)
            .map(
                prefix ->
                    new Permission(
                        prefix,
                        MatchPolicy.PREFIX,
                        EnumSet.allOf(Action.class),
                        Disclosure.ON_REQUEST))
            .toList();
    return new RealmSetup(
        REALM,
        new StaticAuthenticator(
            List.of(), new OpenAccess(null, ROLE, null), length -> new byte[length]),
        new StaticAuthorizer(Map.of(ROLE, everything)),
        null,
        Map.of(),
        journal,
        RouterLimits.DEFAULT,
        policy);
  }

  /** A router with that realm and no policies. */
  static RouterServer start(ServerLimits limits, Journal journal, String... prefixes) {
    RouterServer server = new RouterServer(limits);
    server.addRealm(realm(journal, RealmPolicy.NONE, prefixes));
    return server;
  }
}
