package io.junctor.netty;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RawSocket as the peer sees it: octets. */
class RawSocketWireTest {

  private static final LinkLimits LIMITS = LinkLimits.DEFAULT;

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

  private RawPeer peer(LinkLimits limits) throws Exception {
    return RawPeer.to(
        links.listen(RawSocketListenerConfig.of(Links.LOOPBACK).withLimits(limits), router));
  }

  // Length 2^20 announced by us: 20 - 9 = 0xB.
  @ParameterizedTest
  @CsvSource({"7F F1 00 00, 7F B1 00 00", "7F F2 00 00, 7F B2 00 00", "7F 03 00 00, 7F B3 00 00"})
  void theHandshakeIsAnsweredWithOurLengthAndTheirSerializer(String request, String reply)
      throws Exception {
    try (RawPeer peer = peer(LIMITS)) {
      // When
      peer.sendHex(request);

      // Then
      assertEquals(reply, peer.readHex(4));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7F F0 00 00, 7F 10 00 00", // serializer 0 is illegal
    "7F F4 00 00, 7F 10 00 00", // UBJSON is not spoken
    "7F FF 00 00, 7F 10 00 00",
    "7F F1 01 00, 7F 30 00 00", // reserved bits
    "7F F1 00 80, 7F 30 00 00"
  })
  void aHandshakeThatCannotBeServedIsAnsweredWithItsErrorAndTheEnd(String request, String reply)
      throws Exception {
    try (RawPeer peer = peer(LIMITS)) {
      // When
      peer.sendHex(request);

      // Then
      assertArrayEquals(RawPeer.hex(reply), peer.readToEnd());
    }
  }

  @Test
  void aFormatThatIsNotOfferedIsRefused() throws Exception {
    NettyListener listener =
        links.listen(
            RawSocketListenerConfig.of(Links.LOOPBACK).withFormats(Set.of(Format.CBOR)), router);
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendHex("7F F1 00 00");

      // Then
      assertArrayEquals(RawPeer.hex("7F 10 00 00"), peer.readToEnd());
    }
  }

  @Test
  void somethingElseThanRawSocketIsClosedAtItsFirstOctet() throws Exception {
    try (RawPeer peer = peer(LIMITS.withHandshakeTimeout(Duration.ofMinutes(1)))) {
      // When
      peer.sendText("G");

      // Then
      assertEquals(0, peer.readToEnd().length);
    }
  }

  @Test
  void aHandshakeThatDoesNotEndIsClosed() throws Exception {
    try (RawPeer peer = peer(LIMITS.withHandshakeTimeout(Duration.ofMillis(100)))) {
      // When
      peer.sendHex("7F F1 00");

      // Then
      assertEquals(0, peer.readToEnd().length);
      assertTrue(router.peers.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 11, 64, 1_000})
  void handshakeAndFramesMayComeInPiecesOfAnySize(int chunkSize) throws Exception {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(RawPeer.hex("7F F1 00 00"));
    bytes.writeBytes(frame(0, "[16,1,{},\"a.b\"]"));
    bytes.writeBytes(frame(1, "ping"));
    bytes.writeBytes(frame(0, "[16,2,{},\"a.b\",[\"" + "x".repeat(200) + "\"]]"));
    try (RawPeer peer = peer(LIMITS)) {
      // When
      peer.sendInChunks(bytes.toByteArray(), chunkSize);

      // Then
      EchoAcceptor.Peer accepted = router.peer();
      assertEquals("PUBLISH", accepted.message().name());
      Message second = accepted.message();
      assertEquals(200 + 4, ((Message.WithPayload) second).payload().length());
      assertTrue(accepted.violations.isEmpty());
    }
  }

  @Test
  void aPingIsAnsweredWithItsPayload() throws Exception {
    try (RawPeer peer = peer(LIMITS)) {
      peer.sendHex("7F F1 00 00").read(4);

      // When
      peer.sendHex("01 00 00 03 AA BB CC").sendHex("01 00 00 00");

      // Then
      assertEquals("02 00 00 03 AA BB CC 02 00 00 00", peer.readHex(11));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00 00 04 01 | expected at most 1024 bytes, got 1025",
        "08 00 00 00 | expected at most 1024 bytes, got 16777216",
        "0F FF FF FF | expected frame type 0, 1 or 2, got 7",
        "03 00 00 01 | expected frame type 0, 1 or 2, got 3",
        "10 00 00 01 | expected the reserved bits to be 0",
        "80 00 00 01 | expected the reserved bits to be 0"
      })
  void aFrameThatBreaksTheRulesIsRefusedAtItsHeader(String header, String why) throws Exception {
    try (RawPeer peer = peer(LIMITS.withFrameBytesMax(1024))) {
      peer.sendHex("7F F1 00 00").read(4);

      // When
      peer.sendHex(header);

      // Then
      String said = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(said.contains("[3,") && said.contains(why), said);
      EchoAcceptor.Peer accepted = router.peer();
      peer.close();
      assertEquals(CloseCause.PROTOCOL_VIOLATION, accepted.closed().cause());
      assertTrue(accepted.closed().detail().contains(why), accepted.closed().detail());
    }
  }

  @Test
  void aFrameOfExactlyTheAnnouncedLengthIsTaken() throws Exception {
    try (RawPeer peer = peer(LIMITS.withFrameBytesMax(1024))) {
      peer.sendHex("7F F1 00 00").read(4);
      String empty = "[16,1,{},\"a.b\",[\"\"]]";
      String json = empty.replace("\"\"", "\"" + "x".repeat(1024 - empty.length()) + "\"");

      // When
      peer.send(frame(0, json));

      // Then
      assertEquals("PUBLISH", router.peer().message().name());
    }
  }

  @Test
  void anAbortIsReadableThoughThePeerWasStillSending() throws Exception {
    try (RawPeer peer = peer(LIMITS.withFrameBytesMax(1024))) {
      peer.sendHex("7F F1 00 00").read(4);

      // When
      peer.sendHex("00 01 00 00");
      peer.send(new byte[0x10000]);

      // Then
      String said = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(said.contains("wamp.error.protocol_violation"), said);
    }
  }

  @Test
  void whatIsNoMessageIsAnsweredWithAbort() throws Exception {
    try (RawPeer peer = peer(LIMITS)) {
      peer.sendHex("7F F1 00 00").read(4);

      // When
      peer.send(frame(0, "{\"no\":\"list\"}")).send(frame(0, "[16,1,{},\"a.b\"]"));

      // Then
      String said = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(said.contains("wamp.error.protocol_violation"), said);
      EchoAcceptor.Peer accepted = router.peer();
      assertEquals(1, accepted.violations.size());
      assertTrue(accepted.messages.isEmpty(), "nothing is delivered after a violation");
    }
  }

  @Test
  void aPeerThatSendsTooMuchBeforeWelcomeIsRefused() throws Exception {
    try (RawPeer peer = peer(LIMITS.withHelloBytesMax(1024))) {
      peer.sendHex("7F F1 00 00").read(4);

      // When
      peer.sendHex("00 00 10 00").send(new byte[2048]);

      // Then
      String said = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(said.contains("before WELCOME: expected at most 1024 bytes"), said);
    }
  }

  @Test
  void afterWelcomeOnlyTheFrameLengthCounts() throws Exception {
    try (RawPeer peer = peer(LIMITS.withHelloBytesMax(1024))) {
      peer.sendHex("7F F1 00 00").read(4);
      peer.send(frame(0, "[1,\"realm1\",{}]"));
      byte[] welcome = "[2,1,{}]".getBytes(StandardCharsets.UTF_8);
      peer.read(4 + welcome.length);

      // When
      peer.send(frame(0, "[16,1,{},\"a.b\",[\"" + "x".repeat(5_000) + "\"]]"));

      // Then
      EchoAcceptor.Peer accepted = router.peer();
      accepted.message();
      assertEquals("PUBLISH", accepted.message().name());
    }
  }

  @Test
  void anEventLongerThanThePeerAcceptsIsDroppedAndTheLinkGoesOn() throws Exception {
    try (RawPeer peer = peer(LIMITS)) {
      peer.sendHex("7F 01 00 00").read(4); // the peer takes 512 bytes
      EchoAcceptor.Peer accepted = router.peer();
      Message big =
          Serializers.of(Format.JSON)
              .decode(
                  ("[36,1,1,{},[\"" + "x".repeat(600) + "\"]]").getBytes(StandardCharsets.UTF_8));
      Message small =
          Serializers.of(Format.JSON).decode("[36,1,2,{}]".getBytes(StandardCharsets.UTF_8));

      // When
      accepted.transport.send(new Outgoing(big));
      accepted.transport.send(new Outgoing(small));

      // Then
      byte[] expected = frame(0, "[36,1,2,{}]");
      assertArrayEquals(expected, peer.read(expected.length));
    }
  }

  @Test
  void aResultLongerThanThePeerAcceptsEndsTheLink() throws Exception {
    try (RawPeer peer = peer(LIMITS)) {
      peer.sendHex("7F 01 00 00").read(4);
      EchoAcceptor.Peer accepted = router.peer();
      Message big =
          Serializers.of(Format.JSON)
              .decode(("[50,1,{},[\"" + "x".repeat(600) + "\"]]").getBytes(StandardCharsets.UTF_8));

      // When
      accepted.transport.send(new Outgoing(big));

      // Then
      assertEquals(0, peer.readToEnd().length);
      peer.close();
      assertEquals(CloseCause.LIMIT, accepted.closed().cause());
      assertTrue(
          accepted.closed().detail().contains("the peer accepts at most 512"),
          accepted.closed().detail());
    }
  }

  @Test
  void aPeerThatPingedAndFellSilentIsPingedAndThenClosed() throws Exception {
    LinkLimits limits =
        LIMITS
            .withPings(Duration.ofMillis(50), Duration.ofMillis(100))
            .withCloseTimeout(Duration.ofMillis(100));
    try (RawPeer peer = peer(limits)) {
      // Given
      peer.sendHex("7F F1 00 00").read(4);

      // When
      peer.send(frame(1, "")).read(4);

      // Then
      assertEquals("01 00 00 04", peer.readHex(4));
      assertEquals(CloseCause.PING_TIMEOUT, router.peer().closed().cause());
    }
  }

  /** Autobahn's RawSocket has no code for PING: it hangs up or goes deaf. */
  @Test
  void aPeerThatNeverPingedIsNotPinged() throws Exception {
    LinkLimits limits = LIMITS.withPings(Duration.ofMillis(1), Duration.ofMillis(1));
    try (RawPeer peer = peer(limits)) {
      // When
      peer.sendHex("7F F1 00 00").read(4);

      // Then
      EchoAcceptor.Peer accepted = router.peer();
      await().during(Duration.ofMillis(50)).until(() -> !accepted.closed.isDone());
      peer.send(frame(1, "x"));
      assertEquals("02 00 00 01 78", peer.readHex(5));
    }
  }

  @Test
  void whereAllPeersAnswerPingsOneThatNeverPingedIsPingedAndThenClosed() throws Exception {
    LinkLimits limits =
        LIMITS
            .withPings(Duration.ofMillis(50), Duration.ofMillis(100))
            .withCloseTimeout(Duration.ofMillis(100));
    RawSocketListenerConfig config =
        RawSocketListenerConfig.of(Links.LOOPBACK).withLimits(limits).withPingsUnasked();
    try (RawPeer peer = RawPeer.to(links.listen(config, router))) {
      // When
      peer.sendHex("7F F1 00 00").read(4);

      // Then
      assertEquals("01 00 00 04", peer.readHex(4));
      assertEquals(CloseCause.PING_TIMEOUT, router.peer().closed().cause());
    }
  }

  @Test
  void aPeerThatAnswersPingsStays() throws Exception {
    LinkLimits limits = LIMITS.withPings(Duration.ofMillis(20), Duration.ofSeconds(5));
    try (RawPeer peer = peer(limits)) {
      peer.sendHex("7F F1 00 00").read(4);
      peer.send(frame(1, "")).read(4);

      // When
      for (int i = 0; i < 5; i++) {
        byte[] ping = peer.read(8);
        ping[0] = 2;
        peer.send(ping);
      }

      // Then
      peer.send(frame(0, "[16,1,{},\"a.b\"]"));
      assertEquals("PUBLISH", router.peer().message().name());
    }
  }

  @Test
  void aPeerThatEndsItsStreamIsClosed() throws Exception {
    try (RawPeer peer = peer(LIMITS)) {
      peer.sendHex("7F F1 00 00").read(4);

      // When
      peer.shutdownOutput();

      // Then
      assertEquals(CloseCause.PEER_CLOSED, router.peer().closed().cause());
      assertEquals(0, peer.readToEnd().length);
    }
  }

  private static byte[] frame(int type, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type);
    out.write(bytes.length >>> 16);
    out.write(bytes.length >>> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }
}
