package io.junctor.uplink;

import io.junctor.component.session.SessionSettings;
import io.junctor.router.Action;
import io.junctor.router.Authorizer;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.server.RealmSetup;
import io.junctor.server.RouterServer;
import io.junctor.server.ServerLimits;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** A router with one realm in which everybody may do everything, and who they say they are. */
final class Node implements AutoCloseable {

  static final String REALM = "junctor";

  private final RouterServer server = new RouterServer(ServerLimits.DEFAULT);

  Node() {
    this(Journal.NONE);
  }

  Node(Journal journal) {
    this(journal, everything(), RouterLimits.DEFAULT);
  }

  /** Everybody may do everything. */
  static Authorizer everything() {
    Permission all =
        new Permission("", MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ALWAYS);
    return new StaticAuthorizer(Map.of("all", List.of(all)));
  }

  Node(Journal journal, Authorizer authorizer, RouterLimits limits) {
    server.addRealm(
        new RealmSetup(
            REALM,
            (hello, link) ->
                new AuthStep.Accept(
                    new Identity(hello.details().string("authid", ""), "all", "local", "static")),
            authorizer,
            journal,
            limits));
  }

  Connector connector() {
    return server.localConnector();
  }

  Peer peer(String authid) {
    return new Peer(connector(), SessionSettings.of(REALM).withOpaquePayloads(), authid);
  }

  /** A peer that did not announce to take payloads which it cannot read. */
  Peer plainPeer(String authid) {
    return new Peer(connector(), SessionSettings.of(REALM), authid);
  }

  @Override
  public void close() {
    server.close();
  }
}
