package io.junctor.netty;

import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.message.Format;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket on one path of an HTTP port, pages and other answers on the others.
 *
 * @param address where it binds; TCP only.
 * @param formats the formats it offers; not empty.
 * @param path where WebSocket is, such as {@code /ws}; compared exactly.
 * @param origins the browser origins that may open a WebSocket, such as {@code
 *     http://gateway.local:8080}: scheme, host, and port unless it is the scheme's own; compared
 *     exactly, no patterns. A request without Origin is no browser's and is let through.
 * @param hosts what the Host header may say, such as {@code gateway.local:8080}, against DNS
 *     rebinding; empty for anything. Where the address takes any port, port 0 stands for the one it
 *     got, here and in the origins.
 * @param options what is spoken besides plain WAMP over WebSocket.
 * @param routes what else is answered.
 * @param limits bounds of each link.
 * @param connections bounds of all connections together.
 * @param tls its certificate; null for no TLS.
 */
public record WebListenerConfig(
    BindAddress.Tcp address,
    Set<Format> formats,
    String path,
    Set<String> origins,
    Set<String> hosts,
    WebOptions options,
    HttpRoutes routes,
    LinkLimits limits,
    ConnectionLimits connections,
    @Nullable ServerTls tls)
    implements ListenerConfig {

  /** Where WebSocket is unless said otherwise. */
  public static final String PATH = "/ws";

  /** Checks what can be checked without the system. */
  public WebListenerConfig {
    formats = Set.copyOf(formats);
    origins = lowerCase(origins);
    hosts = lowerCase(hosts);
    if (formats.isEmpty()) {
      throw new IllegalArgumentException("listener " + address + ": expected a format, got none");
    }
    if (!path.startsWith("/") || path.contains("?") || path.contains("#")) {
      throw new IllegalArgumentException(
          "listener " + address + ": expected a path that starts with /, got " + path);
    }
    for (String origin : origins) {
      if (!origin.matches("https?://[^/*\\s]+")) {
        throw new IllegalArgumentException(
            "listener " + address + ": expected an origin such as http://host:port, got " + origin);
      }
    }
  }

  /**
   * All formats on {@link #PATH}, no browser origin, any Host, no pages, default bounds, no TLS.
   */
  public static WebListenerConfig of(BindAddress.Tcp address) {
    return new WebListenerConfig(
        address,
        EnumSet.allOf(Format.class),
        PATH,
        Set.of(),
        Set.of(),
        WebOptions.DEFAULT,
        HttpRoutes.NONE,
        LinkLimits.DEFAULT,
        ConnectionLimits.DEFAULT,
        null);
  }

  /** The same with other {@link #formats()}. */
  public WebListenerConfig withFormats(Set<Format> offered) {
    return new WebListenerConfig(
        address, offered, path, origins, hosts, options, routes, limits, connections, tls);
  }

  /** The same with another {@link #path()}. */
  public WebListenerConfig withPath(String webSocketPath) {
    return new WebListenerConfig(
        address, formats, webSocketPath, origins, hosts, options, routes, limits, connections, tls);
  }

  /** The same with other {@link #origins()}. */
  public WebListenerConfig withOrigins(Set<String> allowed) {
    return new WebListenerConfig(
        address, formats, path, allowed, hosts, options, routes, limits, connections, tls);
  }

  /** The same with other {@link #hosts()}. */
  public WebListenerConfig withHosts(Set<String> allowed) {
    return new WebListenerConfig(
        address, formats, path, origins, allowed, options, routes, limits, connections, tls);
  }

  /** The same with other {@link #options()}. */
  public WebListenerConfig withOptions(WebOptions spoken) {
    return new WebListenerConfig(
        address, formats, path, origins, hosts, spoken, routes, limits, connections, tls);
  }

  /** The same with other {@link #routes()}. */
  public WebListenerConfig withRoutes(HttpRoutes answers) {
    return new WebListenerConfig(
        address, formats, path, origins, hosts, options, answers, limits, connections, tls);
  }

  /** The same with other {@link #limits()}. */
  public WebListenerConfig withLimits(LinkLimits bounds) {
    return new WebListenerConfig(
        address, formats, path, origins, hosts, options, routes, bounds, connections, tls);
  }

  /** The same with other {@link #connections()}. */
  public WebListenerConfig withConnections(ConnectionLimits bounds) {
    return new WebListenerConfig(
        address, formats, path, origins, hosts, options, routes, limits, bounds, tls);
  }

  /** The same with another {@link #tls()}. */
  public WebListenerConfig withTls(@Nullable ServerTls certificate) {
    return new WebListenerConfig(
        address, formats, path, origins, hosts, options, routes, limits, connections, certificate);
  }

  /**
   * The same once it listens: where it was to take any port, the port it got stands in the place of
   * port 0 in {@link #hosts()} and {@link #origins()}, which nobody could know before.
   */
  WebListenerConfig listeningOn(int port) {
    return address.port() == 0
        ? withHosts(atPort(hosts, port)).withOrigins(atPort(origins, port))
        : this;
  }

  private static Set<String> atPort(Set<String> names, int port) {
    return names.stream()
        .map(name -> name.endsWith(":0") ? name.substring(0, name.length() - 1) + port : name)
        .collect(Collectors.toUnmodifiableSet());
  }

  // Scheme and host are case-insensitive; browsers send them in lower case.
  private static Set<String> lowerCase(Set<String> values) {
    return values.stream()
        .map(v -> v.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public WebListenerConfig web() {
    return this;
  }

  @Override
  public @Nullable RawSocketListenerConfig rawSocket() {
    return null;
  }
}
