package io.junctor.mqtt;

import io.junctor.component.Component;
import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.server.RealmSetup;
import io.junctor.server.RouterServer;
import io.junctor.server.ServerLimits;
import io.junctor.wamp.auth.OpenAccess;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.auth.Principal;
import io.junctor.wamp.auth.StaticAuthenticator;
import io.junctor.wamp.auth.TicketHash;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.uri.MatchPolicy;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * A router with the roles of a small site: {@code operator} may do everything below {@code
 * com.example.}, {@code viewer} may look, components of the process have the role {@code process}.
 */
public final class TestRouter implements AutoCloseable {

  public static final String REALM = "test";
  public static final String TICKET = "correct horse";

  private final RouterServer server;

  /** A running router. */
  public TestRouter() {
    this(ServerLimits.DEFAULT);
  }

  /** One with other bounds. */
  public TestRouter(ServerLimits limits) {
    server = new RouterServer(limits);
    SecureRandom random = new SecureRandom();
    StaticAuthenticator authenticator =
        new StaticAuthenticator(
            List.of(principal("operator"), principal("viewer"), principal("nobody")),
            new OpenAccess(null, "process", null),
            length -> {
              byte[] bytes = new byte[length];
              random.nextBytes(bytes);
              return bytes;
            });
    Map<String, List<Permission>> roles =
        Map.of(
            "operator",
            List.of(below("com.example.", EnumSet.allOf(Action.class)), testaments()),
            "viewer",
            List.of(below("com.example.open.", EnumSet.of(Action.SUBSCRIBE))),
            "nobody",
            List.of(),
            "process",
            List.of(below("", EnumSet.allOf(Action.class))));
    server.addRealm(
        new RealmSetup(
            REALM, authenticator, new StaticAuthorizer(roles), Journal.NONE, RouterLimits.DEFAULT));
  }

  private static Principal principal(String name) {
    // the fewest there can be: the cost of a guess is not what is tested here
    TicketHash ticket =
        TicketHash.of(TICKET, new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN);
    return new Principal(name, name, ticket, List.of());
  }

  private static Permission below(String prefix, EnumSet<Action> actions) {
    return new Permission(prefix, MatchPolicy.PREFIX, actions, Disclosure.ALWAYS);
  }

  private static Permission testaments() {
    return new Permission(
        "wamp.session.", MatchPolicy.PREFIX, EnumSet.of(Action.CALL), Disclosure.FORBIDDEN);
  }

  /** How components of the process reach it. */
  public Connector connector() {
    return server.localConnector();
  }

  /** How somebody at another address reaches it. */
  public Connector connector(String peer) {
    return server.localConnector(peer, false);
  }

  /** A component with the role of the process. */
  public Component component() {
    return Component.builder(connector())
        .realm(REALM)
        .authenticator(OpenAuthenticator.local("test-component"))
        .connect();
  }

  @Override
  public void close() {
    server.close();
  }
}
