package io.junctor.app.node;

import io.junctor.app.config.CompressionConfig;
import io.junctor.app.config.LimitsConfig;
import io.junctor.app.config.ListenConfig;
import io.junctor.app.config.ListenConfig.HostPort;
import io.junctor.app.config.ListenConfig.TlsConfig;
import io.junctor.netty.BindAddress;
import io.junctor.netty.CookieOptions;
import io.junctor.netty.DeflateOptions;
import io.junctor.netty.LinkLimits;
import io.junctor.netty.ListenerConfig;
import io.junctor.netty.NettyListener;
import io.junctor.netty.NettyLoops;
import io.junctor.netty.RawSocketListenerConfig;
import io.junctor.netty.ServerTls;
import io.junctor.netty.UniversalListenerConfig;
import io.junctor.netty.WebListenerConfig;
import io.junctor.netty.WebOptions;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.transport.TransportAcceptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open doors of a gateway: one Netty listener for each entry of {@code listen}. */
final class Listeners implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private static final int CLOSE_SECONDS_MAX = 5;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Names a browser on the same machine may use for the loopback address. */
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final List<Open> open = new ArrayList<>();

  private record Open(ListenConfig config, NettyListener listener) {}

  /**
   * Opens all or none.
   *
   * @param cookies what browsers are given; null for nothing.
   */
  static Listeners start(
      List<ListenConfig> configs,
      LimitsConfig limits,
      NettyLoops loops,
      TransportAcceptor acceptor,
      HttpRoutes routes,
      @Nullable CookieOptions cookies)
      throws IOException {
    Listeners listeners = new Listeners();
    try {
      for (ListenConfig config : configs) {
        listeners.open.add(
            new Open(
                config,
                NettyListener.start(loops, translate(config, limits, routes, cookies), acceptor)));
      }
      return listeners;
    } catch (IOException | RuntimeException e) {
      listeners.close();
      throw e;
    }
  }

  /** {@code kind=address} for each, for scripts; the console's page besides its WebSocket. */
  List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    for (Open door : open) {
      String where = door.listener().address();
      boolean tls = door.config().tls() != null;
      if (door.config().speaksHttp()) {
        addHttp(addresses, door.config(), where);
      }
      switch (door.config().kind()) {
        case WEBSOCKET -> {}
        case RAWSOCKET, UNIVERSAL ->
            addresses.add("rawsocket=" + (tls ? "rss" : "rs") + "://" + where);
        case UNIX -> addresses.add("unix=" + where);
      }
    }
    return addresses;
  }

  private static void addHttp(List<String> addresses, ListenConfig config, String where) {
    boolean tls = config.tls() != null;
    String http = (tls ? "https" : "http") + "://" + where;
    addresses.add("websocket=" + (tls ? "wss" : "ws") + "://" + where + WebListenerConfig.PATH);
    if (config.longPoll() != null) {
      addresses.add("longpoll=" + http + config.longPoll());
    }
    if (config.console()) {
      addresses.add("console=" + http + "/");
    }
  }

  /** Accepts no more; open links go on. */
  void stopAccepting() {
    open.forEach(door -> await(door, door.listener().stopAccepting().toCompletableFuture()));
  }

  @Override
  public void close() {
    open.forEach(door -> await(door, door.listener().close().toCompletableFuture()));
  }

  private static void await(Open door, java.util.concurrent.CompletableFuture<Void> done) {
    try {
      done.get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      log.warn("listener={} cause={}: not closed cleanly", door.listener().address(), e.toString());
    }
  }

  private static ListenerConfig translate(
      ListenConfig config,
      LimitsConfig limits,
      HttpRoutes routes,
      @Nullable CookieOptions cookies) {
    return switch (config.kind()) {
      case WEBSOCKET -> web(config, limits, routes, cookies);
      case UNIVERSAL ->
          new UniversalListenerConfig(web(config, limits, routes, cookies), config.pings().first());
      case RAWSOCKET -> rawSocket(config, limits, tcp(config.hostPort()));
      case UNIX ->
          rawSocket(
              config,
              limits,
              new BindAddress.Unix(
                  Path.of(Objects.requireNonNull(config.path())),
                  BindAddress.Unix.OWNER_AND_GROUP));
    };
  }

  private static RawSocketListenerConfig rawSocket(
      ListenConfig config, LimitsConfig limits, BindAddress address) {
    RawSocketListenerConfig listener =
        RawSocketListenerConfig.of(address)
            .withConnections(Bounds.ofListeners(limits))
            .withLimits(ofLinks(config, limits))
            .withTls(tls(config.tls()));
    return config.pings().first() ? listener.withPingsUnasked() : listener;
  }

  /** A listener may be stricter than {@code limits}, and has a rhythm of its own. */
  private static LinkLimits ofLinks(ListenConfig config, LimitsConfig limits) {
    LinkLimits all = Bounds.ofLinks(limits);
    return all.withFrameBytesMax(Math.min(all.frameBytesMax(), config.maxMessageBytes()))
        .withPings(
            Objects.requireNonNullElse(config.pings().interval(), all.pingInterval()),
            Objects.requireNonNullElse(config.pings().timeout(), all.pingTimeout()));
  }

  private static WebOptions options(ListenConfig config, @Nullable CookieOptions cookies) {
    CompressionConfig compression = config.compression();
    return new WebOptions(
        config.batched(),
        compression == null
            ? null
            : new DeflateOptions(compression.contextTakeover(), compression.contexts()),
        config.longPoll(),
        cookies);
  }

  private static WebListenerConfig web(
      ListenConfig config,
      LimitsConfig limits,
      HttpRoutes routes,
      @Nullable CookieOptions cookies) {
    HostPort address = config.hostPort();
    boolean tls = config.tls() != null;
    Set<String> hosts = new LinkedHashSet<>(config.hosts());
    hosts.addAll(ownNames(address, tls ? HTTPS_PORT : HTTP_PORT));
    Set<String> origins = new LinkedHashSet<>(config.origins());
    hosts.forEach(host -> origins.add((tls ? "https://" : "http://") + host));
    return WebListenerConfig.of(tcp(address))
        .withOrigins(origins)
        .withHosts(hosts)
        .withOptions(options(config, cookies))
        .withRoutes(config.console() ? routes : HttpRoutes.NONE)
        .withConnections(Bounds.ofListeners(limits))
        .withLimits(ofLinks(config, limits))
        .withTls(tls(config.tls()));
  }

  /** What a browser may call this listener without further configuration. */
  private static Set<String> ownNames(HostPort address, int portLeftOut) {
    String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    Set<String> names = new LinkedHashSet<>();
    for (String name : LOOPBACK.contains(host) ? LOOPBACK : Set.of(host)) {
      // browsers leave the port out where it is the scheme's own
      names.add(address.port() == portLeftOut ? name : name + ":" + address.port());
    }
    return names;
  }

  private static BindAddress.Tcp tcp(HostPort address) {
    return new BindAddress.Tcp(address.host(), address.port());
  }

  /** A certificate as the listeners take it; null for none. */
  static @Nullable ServerTls tls(@Nullable TlsConfig config) {
    if (config == null) {
      return null;
    }
    ServerTls.Version minimum =
        switch (config.minimum()) {
          case TLS_1_2 -> ServerTls.Version.TLS_1_2;
          case TLS_1_3 -> ServerTls.Version.TLS_1_3;
        };
    String clients = config.clientAuthorities();
    return new ServerTls(Path.of(config.certificate()), Path.of(config.key()), minimum)
        .withClientAuthorities(clients == null ? null : Path.of(clients));
  }
}
