package io.junctor.netty;

import static io.junctor.netty.WebSocketFrames.frame;
import static io.junctor.netty.WebSocketFrames.upgrade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.transport.CloseCause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket as the peer sees it: octets. */
class WebSocketWireTest {

  private static final String JSON = "Sec-WebSocket-Protocol: wamp.2.json\r\n";
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int MORE_TEXT = 0x01; // first fragment
  private static final int MORE = 0x00; // neither first nor last
  private static final int LAST = 0x80; // last fragment

  private final EchoAcceptor router = new EchoAcceptor();
  private Links links;

  @BeforeEach
  void open() throws Exception {
    links = new Links();
  }

  @AfterEach
  void close() throws Exception {
    links.close();
  }

  private WebListenerConfig config() {
    return WebListenerConfig.of(Links.LOOPBACK);
  }

  private RawPeer peer(WebListenerConfig config) throws Exception {
    return RawPeer.to(links.listen(config, router));
  }

  private RawPeer upgraded(LinkLimits limits) throws Exception {
    RawPeer peer = peer(config().withLimits(limits));
    peer.sendText(upgrade("/ws", JSON));
    assertTrue(peer.readHead().startsWith("HTTP/1.1 101 "));
    return peer;
  }

  /** Reads our unmasked frames until the close frame; gives its status. */
  private static int closeStatus(RawPeer peer) throws Exception {
    return WebSocketFrames.closeStatus(peer);
  }

  // The key and its answer are the example of RFC 6455 1.3.
  @Test
  void theUpgradeNamesTheFirstSubprotocolBothKnow() throws Exception {
    try (RawPeer peer = peer(config())) {
      // When
      peer.sendText(upgrade("/ws", "Sec-WebSocket-Protocol: mqtt, wamp.2.cbor, wamp.2.json\r\n"));

      // Then
      String head = peer.readHead();
      assertTrue(head.startsWith("HTTP/1.1 101 "), head);
      assertTrue(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), head);
      assertTrue(
          head.toLowerCase(Locale.ROOT).contains("sec-websocket-protocol: wamp.2.cbor\r\n"), head);
      assertEquals("cbor", router.peer().transport.details().format().id());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Sec-WebSocket-Protocol: mqtt\r\n", "Sec-WebSocket-Protocol: wamp.2\r\n"})
  void anUpgradeWithoutAKnownSubprotocolIsRefusedWithTheKnownOnes(String header) throws Exception {
    try (RawPeer peer = peer(config())) {
      // When
      peer.sendText(upgrade("/ws", header));

      // Then
      String answer = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(
          answer.contains("expected subprotocol wamp.2.json or wamp.2.msgpack or wamp.2.cbor"),
          answer);
      assertTrue(router.peers.isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://gateway.local, 101",
    "HTTP://Gateway.Local, 101",
    "https://gateway.local, 403", // another scheme
    "http://gateway.local:8080, 403", // another port
    "http://gateway.local.evil.example, 403",
    "http://evil.example, 403",
    "null, 403"
  })
  void onlyAnExactlyAllowedBrowserOriginIsLetIn(String origin, String status) throws Exception {
    try (RawPeer peer = peer(config().withOrigins(Set.of("http://gateway.local")))) {
      // When
      peer.sendText(upgrade("/ws", JSON + "Origin: " + origin + "\r\n"));

      // Then
      assertTrue(peer.readHead().startsWith("HTTP/1.1 " + status + " "));
    }
  }

  @Test
  void aBrowserIsRefusedWhenNoOriginIsAllowed() throws Exception {
    try (RawPeer peer = peer(config())) {
      // When
      peer.sendText(upgrade("/ws", JSON + "Origin: http://gateway.local\r\n"));

      // Then
      assertTrue(peer.readHead().startsWith("HTTP/1.1 403 "));
    }
  }

  @ParameterizedTest
  @CsvSource({"gateway.local, 101", "Gateway.Local, 101", "evil.example, 421"})
  void onlyAConfiguredHostIsAnswered(String host, String status) throws Exception {
    try (RawPeer peer = peer(config().withHosts(Set.of("gateway.local")))) {
      // When
      peer.sendText(upgrade("/ws", JSON).replace("gateway.local", host));

      // Then
      assertTrue(peer.readHead().startsWith("HTTP/1.1 " + status + " "));
    }
  }

  @Test
  void webSocketIsOnItsPathOnly() throws Exception {
    try (RawPeer peer = peer(config())) {
      // When
      peer.sendText(upgrade("/ws2", JSON));

      // Then
      assertTrue(peer.readHead().startsWith("HTTP/1.1 404 "));
    }
  }

  @ParameterizedTest
  @CsvSource({"Upgrade: websocket, X: y", "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8"})
  void whatIsNoUpgradeToVersion13IsToldSo(String header, String instead) throws Exception {
    try (RawPeer peer = peer(config())) {
      // When
      peer.sendText(upgrade("/ws", JSON).replace(header, instead));

      // Then
      String head = peer.readHead();
      assertTrue(head.startsWith("HTTP/1.1 426 "), head);
      assertTrue(head.toLowerCase(Locale.ROOT).contains("upgrade: websocket\r\n"), head);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: c2hvcnQ="})
  void anUpgradeWithoutAKeyOf16BytesIsRefused(String instead) throws Exception {
    try (RawPeer peer = peer(config())) {
      // When
      peer.sendText(
          upgrade("/ws", JSON).replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", instead));

      // Then
      assertTrue(peer.readHead().startsWith("HTTP/1.1 400 "));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 13, 64})
  void upgradeAndFramesMayComeInPiecesOfAnySize(int chunkSize) throws Exception {
    try (RawPeer peer = peer(config())) {
      // When
      peer.sendInChunks(upgrade("/ws", JSON).getBytes(StandardCharsets.US_ASCII), chunkSize);
      peer.readHead();
      peer.sendInChunks(frame(TEXT, "[16,1,{},\"a.b\",[\"ü\"]]"), chunkSize);

      // Then
      assertEquals("PUBLISH", router.peer().message().name());
    }
  }

  @Test
  void fragmentsMakeOneMessageAndAPingBetweenThemIsAnsweredAtOnce() throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT)) {
      // When
      peer.send(frame(MORE_TEXT, "[16,1,{},"));
      peer.send(frame(0x89, "between"));
      peer.send(frame(MORE, ""));
      // The two octets of a character may be in two fragments.
      peer.send(frame(MORE, new byte[] {'"', 'a', '.', 'b', '"', ',', '[', '"', (byte) 0xC3}));
      peer.send(frame(LAST, new byte[] {(byte) 0xBC, '"', ']', ']'}));

      // Then
      assertEquals("8A 07", peer.readHex(2));
      assertEquals("between", new String(peer.read(7), StandardCharsets.US_ASCII));
      assertEquals("PUBLISH", router.peer().message().name());
    }
  }

  @Test
  void fragmentsBeyondTheMessageLengthAreRefused() throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT.withFrameBytesMax(1024))) {
      // When
      peer.send(frame(MORE_TEXT, "x".repeat(1000))).send(frame(MORE, "x".repeat(25)));

      // Then
      assertEquals(1009, closeStatus(peer));
      assertTrue(router.peer().violation().getMessage().contains("at most 1024 bytes"));
    }
  }

  @Test
  void moreThan1024FragmentsAreRefused() throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT)) {
      // When
      peer.send(frame(MORE_TEXT, "["));
      for (int i = 0; i < 1024; i++) {
        peer.send(frame(MORE, ""));
      }

      // Then
      assertEquals(1009, closeStatus(peer));
    }
  }

  @Test
  void aFrameThatIsTooLongIsRefusedAtItsHeader() throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT.withFrameBytesMax(1024))) {
      // When
      peer.sendHex("81 FE 04 01 11 22 33 44"); // text, masked, 1025 bytes, none of them sent

      // Then
      assertEquals(1009, closeStatus(peer));
      assertEquals(1, router.peer().violations.size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "C3 28, 1007", // second octet is no continuation
    "C0 AF, 1007", // overlong slash
    "ED A0 80, 1007", // surrogate
    "F5 80 80 80, 1007", // beyond U+10FFFF
    "E2 82, 1007" // cut off
  })
  void textThatIsNoUtf8IsRefused(String octets, int status) throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT)) {
      // When
      peer.send(frame(TEXT, RawPeer.hex(octets)));

      // Then
      assertEquals(status, closeStatus(peer));
      assertEquals("WebSocket text: not valid UTF-8", router.peer().violation().getMessage());
    }
  }

  @Test
  void binaryOnAJsonLinkIsRefused() throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT)) {
      // When
      peer.send(frame(BINARY, "[16,1,{},\"a.b\"]"));

      // Then
      assertEquals(1003, closeStatus(peer));
      assertTrue(router.peer().messages.isEmpty());
    }
  }

  @Test
  void textOnABinaryLinkIsRefused() throws Exception {
    try (RawPeer peer = peer(config())) {
      peer.sendText(upgrade("/ws", "Sec-WebSocket-Protocol: wamp.2.msgpack\r\n"));
      peer.readHead();

      // When
      peer.send(frame(TEXT, "[16,1,{},\"a.b\"]"));

      // Then
      assertEquals(1003, closeStatus(peer));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "81 02 5B 5D", // not masked
    "C1 80 00 00 00 00", // reserved bit, no extension agreed
    "83 80 00 00 00 00", // reserved opcode
    "80 80 00 00 00 00", // continues nothing
    "89 FE 00 7E 00 00 00 00", // ping of 126 bytes
    "09 80 00 00 00 00" // ping in fragments
  })
  void framesThatBreakTheRulesAreRefused(String octets) throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT)) {
      // When
      peer.sendHex(octets);

      // Then
      assertEquals(1002, closeStatus(peer));
      EchoAcceptor.Peer accepted = router.peer();
      peer.close();
      assertEquals(CloseCause.PROTOCOL_VIOLATION, accepted.closed().cause());
    }
  }

  @Test
  void aCloseIsAnsweredWithItsStatusAndTheEnd() throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT)) {
      // When
      peer.send(frame(0x88, new byte[] {0x03, (byte) 0xE9, 'b', 'y', 'e'}));

      // Then
      assertEquals("88 02 03 E9", peer.readHex(4));
      assertEquals(0, peer.readToEnd().length);
      EchoAcceptor.Peer accepted = router.peer();
      assertEquals(CloseCause.PEER_CLOSED, accepted.closed().cause());
      assertEquals("WebSocket close 1001: bye", accepted.closed().detail());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NORMAL, 1000",
    "SHUTDOWN, 1001",
    "PROTOCOL_VIOLATION, 1002",
    "KILLED, 1008",
    "SLOW_READER, 1008",
    "LIMIT, 1013",
    "INTERNAL_ERROR, 1011"
  })
  void ourCloseHasTheStatusOfItsCause(CloseCause cause, int status) throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT)) {
      EchoAcceptor.Peer accepted = router.peer();

      // When
      accepted.transport.close(cause);

      // Then
      assertEquals(status, closeStatus(peer));
      peer.send(frame(0x88, new byte[] {0x03, (byte) 0xE8}));
      assertEquals(0, peer.readToEnd().length);
      assertEquals(cause, accepted.closed().cause());
    }
  }

  @Test
  void aPeerThatDoesNotAnswerOurCloseIsCutOff() throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT.withCloseTimeout(Duration.ofMillis(100)))) {
      EchoAcceptor.Peer accepted = router.peer();

      // When
      accepted.transport.close(CloseCause.NORMAL);

      // Then
      assertEquals(CloseCause.NORMAL, accepted.closed().cause());
    }
  }

  @Test
  void aSilentPeerIsPingedAndThenClosed() throws Exception {
    LinkLimits limits =
        LinkLimits.DEFAULT
            .withPings(Duration.ofMillis(50), Duration.ofMillis(100))
            .withCloseTimeout(Duration.ofMillis(100));

    // When
    try (RawPeer peer = upgraded(limits)) {

      // Then
      assertEquals("89 04", peer.readHex(2));
      assertEquals(CloseCause.PING_TIMEOUT, router.peer().closed().cause());
    }
  }

  @Test
  void aPeerThatSendsTooMuchBeforeWelcomeIsRefused() throws Exception {
    try (RawPeer peer = upgraded(LinkLimits.DEFAULT.withHelloBytesMax(1024))) {
      // When
      peer.send(frame(TEXT, "x".repeat(2000)));

      // Then
      assertEquals(1002, closeStatus(peer));
      assertTrue(router.peer().violation().getMessage().startsWith("before WELCOME"));
    }
  }
}
