package io.junctor.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One place where peers connect.
 *
 * @param kind what is spoken there. Required.
 * @param address {@code host:port} for websocket and rawsocket, such as {@code 127.0.0.1:8080} or
 *     {@code [::]:8080}; port 0 takes any free one.
 * @param path the socket file, for unix.
 * @param console whether the console's pages are served, for websocket. Default true.
 * @param origins browser origins that may connect besides the page's own, such as {@code
 *     https://console.example.com}; compared exactly.
 * @param hosts names this listener is reached by besides the address itself, such as {@code
 *     junctor.local:8080}; a browser that asks for another name is refused (DNS rebinding).
 * @param tls certificate and key; without it everything can be read on the network.
 */
public record ListenConfig(
    Kind kind,
    @Nullable String address,
    @Nullable String path,
    Boolean console,
    List<String> origins,
    List<String> hosts,
    @Nullable TlsConfig tls) {

  /** What is spoken. */
  public enum Kind {
    /** WAMP over WebSocket at {@code /ws}, HTTP on the same port. */
    @JsonProperty("websocket")
    WEBSOCKET,
    /** WAMP over RawSocket on TCP. */
    @JsonProperty("rawsocket")
    RAWSOCKET,
    /** WAMP over RawSocket on a Unix domain socket. */
    @JsonProperty("unix")
    UNIX
  }

  /**
   * Files in PEM.
   *
   * @param certificate the chain, leaf first.
   * @param key the private key, PKCS#8.
   * @param clientAuthorities the issuers of clients' certificates, or such certificates themselves;
   *     clients that show one may be principals by it. Default: clients are not asked.
   */
  public record TlsConfig(String certificate, String key, @Nullable String clientAuthorities) {
    public TlsConfig(
        @Nullable String certificate, @Nullable String key, @Nullable String clientAuthorities) {
      if (certificate == null || key == null) {
        throw new IllegalArgumentException(
            (certificate == null ? "certificate" : "key") + ": expected a PEM file, got nothing");
      }
      this.certificate = certificate;
      this.key = key;
      this.clientAuthorities = clientAuthorities;
    }
  }

  /** Where to bind. */
  public record HostPort(String host, int port) {}

  private static final int PORT_MAX = 65_535;

  /** The kernel's {@code sun_path} has 108 bytes with the zero at the end. */
  private static final int UNIX_PATH_BYTES_MAX = 107;

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

  public ListenConfig(
      @Nullable Kind kind,
      @Nullable String address,
      @Nullable String path,
      @Nullable Boolean console,
      @Nullable List<String> origins,
      @Nullable List<String> hosts,
      @Nullable TlsConfig tls) {
    if (kind == null) {
      throw new IllegalArgumentException(
          "kind: expected websocket, rawsocket or unix, got nothing");
    }
    this.kind = kind;
    this.address = address;
    this.path = path;
    this.console = console == null || console;
    this.origins = origins == null ? List.of() : List.copyOf(origins);
    this.hosts = hosts == null ? List.of() : List.copyOf(hosts);
    this.tls = tls;
    if (kind == Kind.UNIX) {
      requirePath(require("path", path, "the socket file"));
      refuse("address", address, kind);
      refuse("tls", tls, kind);
    } else {
      parse(require("address", address, "host:port"));
      refuse("path", path, kind);
    }
    if (kind != Kind.WEBSOCKET) { // whoever wrote these would believe that they protect something
      refuse("console", console, kind);
      refuse("origins", origins, kind);
      refuse("hosts", hosts, kind);
    }
    requireEach("origins", this.origins, "https?://[^/*\\s]+", "https://console.example.com");
    requireEach("hosts", this.hosts, "[^/*\\s]+", "junctor.local:8080");
  }

  private static void refuse(String key, @Nullable Object value, Kind kind) {
    if (value != null) {
      throw new IllegalArgumentException(
          key + ": expected nothing for " + kind.name().toLowerCase(Locale.ROOT) + ", got a value");
    }
  }

  private static void requirePath(String path) {
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > UNIX_PATH_BYTES_MAX) {
      throw new IllegalArgumentException(
          "path: expected at most " + UNIX_PATH_BYTES_MAX + " bytes, got " + bytes);
    }
  }

  private static void requireEach(String key, List<String> values, String form, String example) {
    for (String value : values) {
      if (!value.matches(form)) {
        throw new IllegalArgumentException(
            key + ": expected such as " + example + ", got '" + value + "'");
      }
    }
  }

  /** The parsed address; not for unix. */
  public HostPort hostPort() {
    return parse(require("address", address, "host:port"));
  }

  private static String require(String key, @Nullable String value, String expected) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(key + ": expected " + expected + ", got nothing");
    }
    return value;
  }

  static HostPort parse(String address) {
    int colon = address.lastIndexOf(':');
    String digits = address.substring(colon + 1);
    if (colon < 1 || !digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > PORT_MAX) {
      throw new IllegalArgumentException(
          "address: expected host:port with a port of 0 to 65535, got " + address);
    }
    String host = address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "address: expected a host name or IP address before the port, got " + address);
    }
    return new HostPort(host, Integer.parseInt(digits));
  }
}
