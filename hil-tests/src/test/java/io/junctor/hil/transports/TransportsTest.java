package io.junctor.hil.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.OpenSsl;
import io.junctor.hil.peer.Deflated;
import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code listen} can ask for, against the packaged product. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransportsTest {

  private static final String TOPIC = "com.example.topic";
  private static final Duration PATIENCE = Duration.ofMillis(Octets.PATIENCE_MILLIS);

  private TransportsGateway gateway;
  private CompletableFuture<Ended> silent; // from the beginning, as it takes a while

  /**
   * What a peer was told, as hexadecimal digits, that said nothing, and for how long it was there.
   */
  private record Ended(String octets, Duration after) {}

  @BeforeAll
  void start() throws Exception {
    gateway = TransportsGateway.start();
    silent = CompletableFuture.supplyAsync(this::silentWebSocket);
  }

  private Ended silentWebSocket() {
    long began = System.nanoTime();
    try (Octets peer = upgraded(gateway.universal(), "")) {
      peer.readHead();
      sendText(peer, TransportsGateway.hello());
      peer.readFrame();
      sendText(peer, TransportsGateway.authenticate());
      peer.readFrame();
      byte[] octets = peer.readEnd().octets();
      return new Ended(
          HexFormat.of().formatHex(octets), Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sendText(Octets peer, String message) throws IOException {
    peer.sendFrame(0x81, message.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void byDefaultASilentWebSocketIsPingedAfter10SecondsAndClosed5SecondsLater() {
    Ended ended = silent.join();

    // one ping with four octets, and the end: nobody is there to read a close frame
    assertTrue(ended.octets().matches("8904[0-9a-f]{8}"), ended::toString);
    assertTrue(ended.after().compareTo(Duration.ofMillis(14_500)) > 0, ended::toString);
    assertTrue(ended.after().compareTo(PATIENCE.multipliedBy(2)) < 0, ended::toString);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private static String event(Octets peer) throws IOException {
    String message = peer.readRaw();
    TransportsGateway.expect(message, "[36,");
    return message;
  }

  private static void subscribe(Octets peer) throws IOException {
    TransportsGateway.expect(peer.sendRaw("[32,1,{},\"" + TOPIC + "\"]").readRaw(), "[33,1,");
  }

  private static Octets upgraded(int port, String extensions) throws IOException {
    Octets peer = Octets.to(port);
    peer.sendUpgrade(port, "/ws", Format.JSON, extensions);
    return peer;
  }

  private HttpResponse<String> post(HttpClient http, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(gateway.longPoll() + path))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void onePortSpeaksRawSocketWebSocketAndLongPoll() throws Exception {
    try (Octets raw = gateway.joined(gateway.universal(), 15);
        Octets web = upgraded(gateway.universal(), "");
        HttpClient http = HttpClient.newHttpClient()) {
      subscribe(raw);
      // Given
      assertTrue(web.readHead().startsWith("HTTP/1.1 101 "));
      sendText(web, TransportsGateway.hello());
      web.readFrame();
      sendText(web, TransportsGateway.authenticate());
      web.readFrame();
      String opened = post(http, "/open", "{\"protocols\":[\"wamp.2.json\"]}").body();
      String link = "/" + opened.replaceAll(".*\"transport\":\"([^\"]+)\".*", "$1");
      post(http, link + "/send", TransportsGateway.hello());
      TransportsGateway.expect(post(http, link + "/receive", "").body(), "[4,");
      post(http, link + "/send", TransportsGateway.authenticate());
      TransportsGateway.expect(post(http, link + "/receive", "").body(), "[2,");

      // When
      sendText(web, "[16,1,{},\"" + TOPIC + "\",[\"by WebSocket\"]]");
      String first = event(raw);
      assertEquals(
          204,
          post(http, link + "/send", "[16,1,{},\"" + TOPIC + "\",[\"by long-poll\"]]")
              .statusCode());

      // Then
      assertTrue(first.contains("by WebSocket"), first);
      String second = event(raw);
      assertTrue(second.contains("by long-poll"), second);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"16 03 01 00", "10 0C 00 04", "00 00 00 00"}) // TLS, MQTT, nothing known
  void onePortRefusesTheRestAtItsFirstOctet(String octets) throws Exception {
    try (Octets peer = Octets.to(gateway.universal())) {
      assertEquals(0, peer.sendHex(octets).readToEnd().length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7F", "47 45 54"})
  void whoDoesNotGoOnIsClosed(String octets) throws Exception {
    try (Octets peer = Octets.to(gateway.universal())) {
      assertEquals(0, peer.sendHex(octets).readToEnd().length);
    }
  }

  @Test
  void plainTextOnTheTlsPortIsNotTaken() throws Exception {
    try (Octets peer = Octets.to(gateway.universalTls())) {
      peer.sendHex("7F F1 00 00").sendRaw(TransportsGateway.hello());

      String said = new String(peer.readToEnd(), StandardCharsets.ISO_8859_1);
      assertFalse(said.contains("ticket"), said);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "any, -tls1_2, TLSv1.2",
    "any, -tls1_3, TLSv1.3",
    "any, -tls1_1, ''",
    "strict, -tls1_3, TLSv1.3",
    "strict, -tls1_2, ''"
  })
  void opensslHandshakesWithTheVersionsThatAreConfigured(
      String listener, String option, String version) throws Exception {
    int port = listener.equals("any") ? gateway.universalTls() : gateway.tls13();

    // When
    OpenSsl.Output said = OpenSsl.connect(port, option, "-cipher", "DEFAULT@SECLEVEL=0");

    // Then
    if (version.isEmpty()) {
      assertFalse(said.status() == 0, said.text());
      assertFalse(said.text().contains("CONNECTION ESTABLISHED"), said.text());
    } else {
      assertEquals(0, said.status(), said.text());
      assertTrue(said.text().contains("Protocol version: " + version), said.text());
    }
  }

  private SSLSocket tls() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), gateway.universalTls());
    socket.setSoTimeout(Octets.PATIENCE_MILLIS);
    socket.startHandshake();
    return socket;
  }

  private String nameInCertificate() throws Exception {
    try (SSLSocket socket = tls()) {
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  @Test
  void aRenewedCertificateIsUsedWithoutARestartAndAWrongOneIsNot() throws Exception {
    Path folder = gateway.folder();
    try (Octets link = new Octets(tls())) {
      assertEquals("7F B1 00 00", link.sendHex("7F F1 00 00").readHex(4));
      link.sendRaw(TransportsGateway.hello()).readRaw();
      link.sendRaw(TransportsGateway.authenticate()).readRaw();
      // Given
      String before = nameInCertificate();
      OpenSsl.putCertificate(folder, "second");
      Awaitility.await().atMost(PATIENCE).until(() -> nameInCertificate().equals("CN=second"));

      // When
      Files.writeString(folder.resolve("key.pem"), "no key");

      // Then
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> gateway.log().contains("changed files not taken"));
      assertEquals("CN=second", nameInCertificate());
      assertEquals("CN=first", before);
      OpenSsl.putCertificate(folder, "third");
      Awaitility.await().atMost(PATIENCE).until(() -> nameInCertificate().equals("CN=third"));
      subscribe(link); // the certificate it has seen is two gone
    }
  }

  @Test
  void aRawSocketPeerThatDoesNotAnswerAPingIsClosed() throws Exception {
    try (Octets peer = gateway.joined(gateway.pingsFirst(), 15)) {
      // When
      byte[] rest = peer.readToEnd();

      // Then
      assertEquals(1, rest[0], "a ping"); // and the end
    }
  }

  @Test
  void aRawSocketPeerThatNeverPingedIsWatchedByTheKernel() throws Exception {
    try (Octets peer = gateway.joined(gateway.universal(), 15)) {
      // the gateway's end, local address first; then state, queues, and 02 for keepalive, with
      // the hundredths of a second until it
      String keepalive =
          ".*:%04X [0-9A-F]+:%04X 01 [0-9A-F:]+ 02:0000(0[0-3])[0-9A-F]{2} .*"
              .formatted(gateway.universal(), peer.localPort());

      // Then
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> connections().anyMatch(line -> line.matches(keepalive)));
    }
  }

  // a listener of IPv6 sockets has its IPv4 peers there, too
  private static Stream<String> connections() throws IOException {
    return Stream.concat(
        Files.readAllLines(Path.of("/proc/net/tcp")).stream(),
        Files.readAllLines(Path.of("/proc/net/tcp6")).stream());
  }

  @Test
  void theLimitsOfBothDirectionsAreTheirOwn() throws Exception {
    try (Octets small = Octets.to(gateway.smallMessages())) {
      assertEquals("7F 31 00 00", small.sendHex("7F 01 00 00").readHex(4)); // 4096; 512
      small.sendRaw(TransportsGateway.hello()).readRaw();
      small.sendRaw(TransportsGateway.authenticate());
      // WELCOME has more than 512 bytes, and a peer that cannot be welcomed cannot stay
      assertEquals("", new String(small.readToEnd(), StandardCharsets.UTF_8));
    }
    try (Octets some = gateway.joined(gateway.smallMessages(), 3); // takes 4096
        Octets publisher = gateway.joined(gateway.universal(), 15)) {
      subscribe(some);
      // When
      publisher.sendRaw("[16,1,{},\"" + TOPIC + "\",[\"" + "x".repeat(5_000) + "\"]]");
      publisher.sendRaw("[16,2,{},\"" + TOPIC + "\",[\"short\"]]");

      // Then
      assertTrue(event(some).contains("short"));
      some.sendRaw(
          "[16,2,{\"acknowledge\":true},\"" + TOPIC + "\",[\"" + "y".repeat(4_000) + "\"]]");
      TransportsGateway.expect(some.readRaw(), "[17,2,");
      some.sendHex("00 00 10 01"); // 4097
      TransportsGateway.expect(some.readRaw(), "[3,");
    }
  }

  @Test
  void aCompressedBombEndsOnlyItsOwnLink() throws Exception {
    byte[] bomb = Deflated.of(new byte[64 << 20]);
    try (Octets other = gateway.joined(gateway.universal(), 15)) {
      for (int i = 0; i < 20; i++) {
        try (Octets peer =
            upgraded(gateway.universal(), "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
          String head = peer.readHead().toLowerCase(Locale.ROOT);
          assertTrue(head.contains("sec-websocket-extensions: permessage-deflate"), head);
          byte[] few = java.util.Arrays.copyOf(bomb, 60_000); // all that a stranger may send
          // When
          peer.sendFrame(0xC1, few);

          // Then
          assertEquals(1009, closeStatus(peer));
        }
      }
      subscribe(other);
    }
  }

  private static int closeStatus(Octets peer) throws IOException {
    byte[] frame = peer.readFrame();
    while ((frame[0] & 0x0F) != 8) {
      frame = peer.readFrame();
    }
    return (frame[1] & 0xFF) << 8 | (frame[2] & 0xFF);
  }

  /** The certificate is looked at, not trusted. */
  private static final class TrustsAll implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
