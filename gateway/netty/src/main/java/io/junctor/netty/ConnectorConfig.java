package io.junctor.netty;

import io.junctor.wamp.message.Format;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a connector connects to, and how.
 *
 * @param uri {@code ws://host:port/path}, {@code wss://...} for WebSocket; {@code rs://host:port},
 *     {@code rss://...} (TLS) for RawSocket; {@code unix:/path} for RawSocket over a Unix socket.
 * @param format the format asked for.
 * @param limits bounds of the link.
 * @param connectTimeout from the look-up of the name to the end of the handshake.
 * @param authorities PEM file with the issuers to trust; null for the platform's.
 */
public record ConnectorConfig(
    URI uri,
    Format format,
    LinkLimits limits,
    Duration connectTimeout,
    @Nullable Path authorities) {

  /** Slow enough for a mobile network, fast enough to try the next attempt soon. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Checks the address. */
  public ConnectorConfig {
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException(
          "connect timeout: expected more than zero, got " + connectTimeout);
    }
    switch (String.valueOf(uri.getScheme())) {
      case "ws", "wss" -> requireHost(uri);
      case "rs", "rss" -> {
        requireHost(uri);
        if (uri.getPort() < 0) {
          throw new IllegalArgumentException("address " + uri + ": expected a port");
        }
      }
      case "unix" -> {
        if (pathOf(uri).isEmpty()) {
          throw new IllegalArgumentException("address " + uri + ": expected unix:/path");
        }
      }
      default ->
          throw new IllegalArgumentException(
              "address " + uri + ": expected ws:, wss:, rs:, rss: or unix:");
    }
  }

  /**
   * Default bounds, the platform's trust.
   *
   * @throws IllegalArgumentException for an address of another form.
   */
  public static ConnectorConfig of(String uri, Format format) {
    return new ConnectorConfig(URI.create(uri), format, LinkLimits.DEFAULT, CONNECT_TIMEOUT, null);
  }

  /** The same with other {@link #limits()}. */
  public ConnectorConfig withLimits(LinkLimits bounds) {
    return new ConnectorConfig(uri, format, bounds, connectTimeout, authorities);
  }

  /** The same with another {@link #connectTimeout()}. */
  public ConnectorConfig withConnectTimeout(Duration timeout) {
    return new ConnectorConfig(uri, format, limits, timeout, authorities);
  }

  /** The same with other {@link #authorities()}. */
  public ConnectorConfig withAuthorities(@Nullable Path pem) {
    return new ConnectorConfig(uri, format, limits, connectTimeout, pem);
  }

  boolean isUnix() {
    return uri.getScheme().equals("unix");
  }

  boolean isWebSocket() {
    return uri.getScheme().startsWith("ws");
  }

  boolean isTls() {
    return uri.getScheme().equals("wss") || uri.getScheme().equals("rss");
  }

  String host() {
    String host = uri.getHost();
    // URI keeps the brackets of an IPv6 address.
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isTls() ? HTTPS_PORT : HTTP_PORT;
  }

  Path unixPath() {
    return Path.of(pathOf(uri));
  }

  /** {@code ws://127.0.0.1:8080/ws (json)}; without user information, which may be a secret. */
  String target() {
    String where =
        isUnix()
            ? "unix:" + pathOf(uri)
            : uri.getScheme()
                + "://"
                + uri.getHost()
                + ":"
                + port()
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
    return where + " (" + format.id() + ")";
  }

  private static void requireHost(URI uri) {
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("address " + uri + ": expected a host");
    }
  }

  // unix:/path and unix:///path have a path, unix:relative has only a scheme-specific part.
  private static String pathOf(URI uri) {
    String path = uri.getPath();
    return path == null ? uri.getSchemeSpecificPart() : path;
  }
}
