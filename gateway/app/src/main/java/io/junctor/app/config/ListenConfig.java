package io.junctor.app.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One place where peers connect.
 *
 * @param kind what is spoken there. Required.
 * @param address {@code host:port} for all but unix, such as {@code 127.0.0.1:8080} or {@code
 *     [::]:8080}; port 0 takes any free one.
 * @param path the socket file, for unix.
 * @param console whether the console's pages are served, for websocket and universal. Default true.
 * @param origins browser origins that may connect besides the page's own, such as {@code
 *     https://console.example.com}; compared exactly.
 * @param hosts names this listener is reached by besides the address itself, such as {@code
 *     junctor.local:8080}; a browser that asks for another name is refused (DNS rebinding).
 * @param tls certificate and key; without it everything can be read on the network.
 * @param maxMessageBytes longest message that is taken. Default 1048576.
 * @param pings how dead peers are noticed.
 * @param batched whether several messages may come in one of WebSocket, for clients that ask for
 *     it; for websocket and universal. Default true.
 * @param compression WebSocket compression; for websocket and universal. Default none.
 * @param longPoll below which path WAMP is spoken over plain HTTP requests, such as {@code
 *     /longpoll}; for websocket and universal. Default nowhere.
 */
public record ListenConfig(
    Kind kind,
    @Nullable String address,
    @Nullable String path,
    Boolean console,
    List<String> origins,
    List<String> hosts,
    @Nullable TlsConfig tls,
    Integer maxMessageBytes,
    PingsConfig pings,
    Boolean batched,
    @Nullable CompressionConfig compression,
    @Nullable String longPoll) {

  /** What is spoken. */
  public enum Kind {
    /** WAMP over WebSocket at {@code /ws}, HTTP on the same port. */
    WEBSOCKET,
    /** WAMP over RawSocket on TCP. */
    RAWSOCKET,
    /** Both of them on one port, told apart by the first octet. */
    UNIVERSAL,
    /** WAMP over RawSocket on a Unix domain socket. */
    UNIX
  }

  /**
   * Files in PEM; when they change, new connections get the new certificate.
   *
   * @param certificate the chain, leaf first.
   * @param key the private key, PKCS#8.
   * @param minimum the oldest version that is spoken. Default {@code TLSv1.2}.
   * @param clientAuthorities the issuers of clients' certificates, or such certificates themselves;
   *     clients that show one may be principals by it. Default: clients are not asked.
   */
  public record TlsConfig(
      String certificate, String key, TlsVersion minimum, @Nullable String clientAuthorities) {
    public TlsConfig(
        @Nullable String certificate,
        @Nullable String key,
        @Nullable TlsVersion minimum,
        @Nullable String clientAuthorities) {
      if (certificate == null || key == null) {
        throw new IllegalArgumentException(
            (certificate == null ? "certificate" : "key") + ": expected a PEM file, got nothing");
      }
      this.certificate = certificate;
      this.key = key;
      this.minimum = minimum == null ? TlsVersion.TLS_1_2 : minimum;
      this.clientAuthorities = clientAuthorities;
    }
  }

  /** A version of TLS. */
  public enum TlsVersion implements Spelled {
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String spelling;

    TlsVersion(String spelling) {
      this.spelling = spelling;
    }

    @Override
    public String spelling() {
      return spelling;
    }
  }

  /** Where to bind. */
  public record HostPort(String host, int port) {}

  private static final int PORT_MAX = 65_535;

  /** The kernel's {@code sun_path} has 108 bytes with the zero at the end. */
  private static final int UNIX_PATH_BYTES_MAX = 107;

  /** One MiB, as Crossbar.io recommends; everything above is for files, not for messages. */
  private static final int MESSAGE_BYTES_DEFAULT = 1 << 20;

  /** What RawSocket can announce: 2^9 to 2^24. */
  private static final int MESSAGE_BYTES_MIN = 512;

  private static final int MESSAGE_BYTES_MAX = 1 << 24;

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

  public ListenConfig(
      @Nullable Kind kind,
      @Nullable String address,
      @Nullable String path,
      @Nullable Boolean console,
      @Nullable List<String> origins,
      @Nullable List<String> hosts,
      @Nullable TlsConfig tls,
      @Nullable Integer maxMessageBytes,
      @Nullable PingsConfig pings,
      @Nullable Boolean batched,
      @Nullable CompressionConfig compression,
      @Nullable String longPoll) {
    if (kind == null) {
      throw new IllegalArgumentException(
          "kind: expected websocket, rawsocket, universal or unix, got nothing");
    }
    this.kind = kind;
    this.address = address;
    this.path = path;
    this.console = console == null || console;
    this.origins = origins == null ? List.of() : List.copyOf(origins);
    this.hosts = hosts == null ? List.of() : List.copyOf(hosts);
    this.tls = tls;
    this.maxMessageBytes = maxMessageBytes == null ? MESSAGE_BYTES_DEFAULT : maxMessageBytes;
    this.pings = pings == null ? PingsConfig.DEFAULT : pings;
    this.batched = batched == null || batched;
    this.compression = compression;
    this.longPoll = longPoll;
    if (kind == Kind.UNIX) {
      requirePath(require("path", path, "the socket file"));
      refuse("address", address, kind);
      refuse("tls", tls, kind);
    } else {
      parse(require("address", address, "host:port"));
      refuse("path", path, kind);
    }
    if (!speaksHttp()) { // whoever wrote these would believe that they do something
      refuse("console", console, kind);
      refuse("origins", origins, kind);
      refuse("hosts", hosts, kind);
      refuse("batched", batched, kind);
      refuse("compression", compression, kind);
      refuse("longPoll", longPoll, kind);
    }
    if (kind == Kind.WEBSOCKET && this.pings.first()) {
      throw new IllegalArgumentException("pings: WebSocket peers are always pinged first");
    }
    requireMessageBytes(this.maxMessageBytes);
    if (longPoll != null) {
      requireEach("longPoll", List.of(longPoll), "(/[A-Za-z0-9._~-]+)+", "/longpoll");
    }
    requireEach("origins", this.origins, "https?://[^/*\\s]+", "https://console.example.com");
    requireEach("hosts", this.hosts, "[^/*\\s]+", "junctor.local:8080");
  }

  /** Whether browsers can be served. */
  public boolean speaksHttp() {
    return kind == Kind.WEBSOCKET || kind == Kind.UNIVERSAL;
  }

  private static void requireMessageBytes(int bytes) {
    if (bytes < MESSAGE_BYTES_MIN || bytes > MESSAGE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "maxMessageBytes: expected "
              + MESSAGE_BYTES_MIN
              + ".."
              + MESSAGE_BYTES_MAX
              + ", got "
              + bytes);
    }
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
