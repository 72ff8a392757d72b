package io.junctor.hil.harness;

import io.junctor.hil.peer.Link;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.LocalLink;
import io.junctor.hil.peer.Wire;
import io.junctor.netty.BindAddress;
import io.junctor.netty.ListenerConfig;
import io.junctor.netty.NettyListener;
import io.junctor.netty.NettyLoops;
import io.junctor.netty.RawSocketListenerConfig;
import io.junctor.netty.WebListenerConfig;
import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.HistoryRule;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RealmPolicy;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.router.TrustRule;
import io.junctor.server.RealmSetup;
import io.junctor.server.RouterServer;
import io.junctor.server.ServerLimits;
import io.junctor.wamp.auth.Nonces;
import io.junctor.wamp.auth.OpenAccess;
import io.junctor.wamp.auth.Principal;
import io.junctor.wamp.auth.StaticAuthenticator;
import io.junctor.wamp.auth.TicketHash;
import io.junctor.wamp.uri.MatchPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Router and listeners in the test's own process: the only way to reach the local transport, and a
 * quick start when the product is not packaged.
 */
public final class InProcessGateway implements GatewayUnderTest {

  // Its log would fill the test's own; kept here because the logging library forgets levels.
  private static final Logger LOG = Logger.getLogger("io.junctor");

  static {
    LOG.setLevel(Level.WARNING);
  }

  private final Path directory;
  private final Site site;
  private final RouterServer server = new RouterServer(ServerLimits.DEFAULT);
  private final NettyLoops loops = NettyLoops.start("in-process-gateway", 1);
  private final List<NettyListener> listeners = new ArrayList<>();
  private final Endpoints endpoints;

  /** Starts one. */
  public InProcessGateway(Site site) {
    this.site = site;
    try {
      directory = Files.createTempDirectory("junctor-hil");
      Nonces nonces = randomNonces();
      server.addRealm(
          new RealmSetup(
              Site.REALM,
              new StaticAuthenticator(
                  principals(site, nonces), OpenAccess.NONE, nonces, InstantSource.system()),
              new StaticAuthorizer(roles()),
              null,
              Map.of(),
              Journal.NONE,
              RouterLimits.DEFAULT,
              policy()));
      Path unix = directory.resolve("router.sock");
      BindAddress.Tcp loopback = new BindAddress.Tcp("127.0.0.1", 0);
      int webSocketPort = listen(WebListenerConfig.of(loopback));
      int rawSocketPort = listen(RawSocketListenerConfig.of(loopback));
      listen(RawSocketListenerConfig.of(new BindAddress.Unix(unix, BindAddress.Unix.OWNER)));
      endpoints =
          new Endpoints(
              URI.create("ws://127.0.0.1:" + webSocketPort + "/ws"),
              new InetSocketAddress("127.0.0.1", rawSocketPort),
              unix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RealmPolicy policy() {
    return new RealmPolicy(
        List.of(
            new HistoryRule(
                Site.KEPT, MatchPolicy.WILDCARD, 10_000, 512 << 10, Duration.ofDays(1))),
        List.of(new TrustRule(Site.TRUSTED, MatchPolicy.WILDCARD, "member", 2)));
  }

  private int listen(ListenerConfig config) throws IOException {
    NettyListener listener = NettyListener.start(loops, config, server);
    listeners.add(listener);
    return listener.port();
  }

  private static Nonces randomNonces() {
    SecureRandom random = new SecureRandom();
    return bytes -> {
      byte[] nonce = new byte[bytes];
      random.nextBytes(nonce);
      return nonce;
    };
  }

  private static List<Principal> principals(Site site, Nonces nonces) {
    TicketHash hash =
        TicketHash.of(
            site.memberTicket().ticket(),
            nonces.next(TicketHash.SALT_BYTES),
            TicketHash.ITERATIONS_MIN);
    return List.of(
        new Principal("member", "member", hash, List.of(site.member().publicHex())),
        new Principal("viewer", "viewer", null, List.of(site.viewer().publicHex())));
  }

  private static Map<String, List<Permission>> roles() {
    Set<Action> meta = EnumSet.of(Action.CALL, Action.SUBSCRIBE);
    return Map.of(
        "member",
        List.of(
            permission(Site.PREFIX, EnumSet.allOf(Action.class)),
            permission("wamp.session.", meta),
            permission("wamp.subscription.", meta),
            permission("wamp.registration.", meta),
            permission("wamp.reflect", meta)),
        "viewer",
        List.of(
            permission(Site.PUBLIC_PREFIX, EnumSet.of(Action.SUBSCRIBE)),
            permission("wamp.reflect", meta)));
  }

  private static Permission permission(String prefix, Set<Action> allow) {
    return new Permission(prefix, MatchPolicy.PREFIX, allow, Disclosure.ALWAYS);
  }

  @Override
  public Endpoints endpoints() {
    return endpoints;
  }

  @Override
  public Site site() {
    return site;
  }

  @Override
  public Link open(Wire wire) {
    return wire.kind() == LinkKind.LOCAL
        ? new LocalLink(server.localConnector())
        : GatewayUnderTest.super.open(wire);
  }

  @Override
  public void close() {
    listeners.forEach(listener -> listener.stopAccepting().toCompletableFuture().join());
    server.close();
    listeners.forEach(listener -> listener.close().toCompletableFuture().join());
    loops.close();
    TempFiles.delete(directory);
  }
}
