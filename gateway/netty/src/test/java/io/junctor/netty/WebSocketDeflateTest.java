package io.junctor.netty;

import static io.junctor.netty.WebSocketFrames.frame;
import static io.junctor.netty.WebSocketFrames.upgrade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression and batches on a WebSocket, octet by octet. */
class WebSocketDeflateTest {

  private static final int PACKED_TEXT = 0xC1; // FIN, RSV1, text
  private static final int PACKED_TEXT_MORE = 0x41;
  private static final int PACKED_MORE = 0x40; // RSV1 on a continuation
  private static final int LAST = 0x80;
  private static final int MORE = 0x00;
  private static final String HELLO = "[1,\"com.example\",{}]";
  private static final String LONG_PUBLISH =
      "[16,1,{},\"com.example.topic\",[\"" + "temperature ".repeat(50) + "\"]]";

  private final EchoAcceptor router = new EchoAcceptor();
  private final MessageDeflate theirs = new MessageDeflate(15, true, true, () -> {});
  private Links links;

  @BeforeEach
  void open() throws Exception {
    links = new Links();
  }

  @AfterEach
  void close() throws Exception {
    theirs.end();
    links.close();
  }

  private RawPeer upgraded(WebOptions options, LinkLimits limits, String headers) throws Exception {
    RawPeer peer =
        RawPeer.to(
            links.listen(
                WebListenerConfig.of(Links.LOOPBACK).withOptions(options).withLimits(limits),
                router));
    peer.sendText(upgrade("/ws", headers));
    return peer;
  }

  private RawPeer compressed(LinkLimits limits) throws Exception {
    RawPeer peer =
        upgraded(
            WebOptions.DEFAULT.withDeflate(new DeflateOptions(true, 1)),
            limits,
            "Sec-WebSocket-Protocol: wamp.2.json\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n");
    String head = peer.readHead().toLowerCase(Locale.ROOT);
    assertTrue(head.contains("sec-websocket-extensions: permessage-deflate\r\n"), head);
    return peer;
  }

  private byte[] packed(String text) {
    return theirs.deflate(text.getBytes(StandardCharsets.UTF_8));
  }

  private String text(WebSocketFrames.Got got) {
    byte[] payload = got.isCompressed() ? theirs.inflate(got.payload(), 1 << 20) : got.payload();
    return new String(payload, StandardCharsets.UTF_8);
  }

  @Test
  void nobodyIsCompressedByDefault() throws Exception {
    try (RawPeer peer =
        upgraded(
            WebOptions.DEFAULT,
            LinkLimits.DEFAULT,
            "Sec-WebSocket-Protocol: wamp.2.json\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
      String head = peer.readHead().toLowerCase(Locale.ROOT);
      assertTrue(head.startsWith("http/1.1 101 "), head);
      assertFalse(head.contains("sec-websocket-extensions"), head);
      // When
      peer.send(frame(PACKED_TEXT, packed(HELLO)));

      // Then
      assertEquals(1002, WebSocketFrames.closeStatus(peer));
    }
  }

  @Test
  void messagesAreCompressedBothWaysInOneContext() throws Exception {
    try (RawPeer peer = compressed(LinkLimits.DEFAULT)) {
      peer.send(frame(PACKED_TEXT, packed(HELLO)));
      assertTrue(text(WebSocketFrames.read(peer)).startsWith("[2,1,"));
      for (int i = 0; i < 3; i++) {
        // When
        peer.send(frame(PACKED_TEXT, packed(LONG_PUBLISH)));

        // Then
        WebSocketFrames.Got echo = WebSocketFrames.read(peer);
        assertTrue(echo.isCompressed());
        assertTrue(echo.payload().length < 100, "got " + echo.payload().length);
        assertEquals(LONG_PUBLISH, text(echo));
      }
    }
  }

  @Test
  void aCompressedMessageMayComeInFragmentsWithPingsBetween() throws Exception {
    try (RawPeer peer = compressed(LinkLimits.DEFAULT)) {
      byte[] packed = packed(HELLO);
      byte[] half = java.util.Arrays.copyOf(packed, packed.length / 2);
      byte[] rest = java.util.Arrays.copyOfRange(packed, packed.length / 2, packed.length);

      // When
      peer.send(frame(PACKED_TEXT_MORE, half)).send(frame(0x89, "hi")).send(frame(LAST, rest));

      // Then
      assertEquals("hi", text(WebSocketFrames.read(peer)));
      assertTrue(text(WebSocketFrames.read(peer)).startsWith("[2,1,"));
    }
  }

  @Test
  void messagesMayAlsoComeAsTheyAre() throws Exception {
    try (RawPeer peer = compressed(LinkLimits.DEFAULT)) {
      peer.send(frame(WebSocketFrames.TEXT, HELLO));

      assertTrue(text(WebSocketFrames.read(peer)).startsWith("[2,1,"));
    }
  }

  @Test
  void aMessageThatUnpacksToMoreThanAllowedIsRefused() throws Exception {
    try (RawPeer peer = compressed(LinkLimits.DEFAULT.withFrameBytesMax(10_000))) {
      peer.send(frame(PACKED_TEXT, packed(HELLO)));
      // When
      peer.send(frame(PACKED_TEXT, packed(" ".repeat(10_001))));

      // Then
      assertEquals(1009, WebSocketFrames.closeStatus(peer));
      assertTrue(router.peer().violation().getMessage().contains("at most 10000 bytes unpacked"));
    }
  }

  @Test
  void aStrangersMessageUnpacksToLittle() throws Exception {
    try (RawPeer peer = compressed(LinkLimits.DEFAULT)) {
      // When
      peer.send(frame(PACKED_TEXT, packed(" ".repeat(65_537))));

      // Then
      assertEquals(1009, WebSocketFrames.closeStatus(peer));
      assertTrue(router.peer().violation().getMessage().contains("at most 65536 bytes unpacked"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0xA1, // RSV2
        0x91, // RSV3
        0xC9, // RSV1 on a ping
        PACKED_MORE | LAST // RSV1 on a continuation
      })
  void reservedBitsThatMeanNothingAreRefused(int first) throws Exception {
    try (RawPeer peer = compressed(LinkLimits.DEFAULT)) {
      peer.send(frame(PACKED_TEXT_MORE, new byte[0]));
      peer.send(frame(first, new byte[0]));

      assertEquals(1002, WebSocketFrames.closeStatus(peer));
    }
  }

  @Test
  void whatIsNoCompressedDataIsRefused() throws Exception {
    try (RawPeer peer = compressed(LinkLimits.DEFAULT)) {
      peer.send(frame(PACKED_TEXT, RawPeer.hex("FF FF FF FF")));

      assertEquals(1007, WebSocketFrames.closeStatus(peer));
    }
  }

  @Test
  void whatUnpacksToNoUtf8IsRefused() throws Exception {
    try (RawPeer peer = compressed(LinkLimits.DEFAULT)) {
      peer.send(frame(PACKED_TEXT, theirs.deflate(RawPeer.hex("C3 28"))));

      assertEquals(1007, WebSocketFrames.closeStatus(peer));
    }
  }

  @Test
  void contextsAreCountedAndGivenBack() {
    DeflateNegotiator negotiator = new DeflateNegotiator(new DeflateOptions(true, 1));
    java.util.List<String> offer = java.util.List.of("permessage-deflate");
    DeflateNegotiator.Agreed first = negotiator.agree(offer);

    // When
    DeflateNegotiator.Agreed second = negotiator.agree(offer);

    // Then
    assertEquals("permessage-deflate", first.header());
    assertTrue(second.header().contains("server_no_context_takeover"), second.header());
    assertTrue(second.header().contains("client_no_context_takeover"), second.header());
    first.deflate().end();
    second.deflate().end();
    assertEquals(0, negotiator.contexts());
    DeflateNegotiator.Agreed third = negotiator.agree(offer);
    assertEquals("permessage-deflate", third.header());
    third.deflate().end();
  }

  @Test
  void whoWantsNoContextTakesNone() {
    DeflateNegotiator negotiator = new DeflateNegotiator(new DeflateOptions(true, 1));

    DeflateNegotiator.Agreed agreed =
        negotiator.agree(
            java.util.List.of(
                "permessage-deflate; client_no_context_takeover; server_max_window_bits=9"));

    assertEquals(0, negotiator.contexts());
    agreed.deflate().end();
    assertEquals(0, negotiator.contexts());
  }

  private RawPeer batched(WebOptions options) throws Exception {
    return upgraded(options, LinkLimits.DEFAULT, "Sec-WebSocket-Protocol: wamp.2.json.batched\r\n");
  }

  @Test
  void aBatchIsTakenApartAndAnsweredInOne() throws Exception {
    try (RawPeer peer = batched(WebOptions.DEFAULT)) {
      String head = peer.readHead().toLowerCase(Locale.ROOT);
      assertTrue(head.contains("sec-websocket-protocol: wamp.2.json.batched\r\n"), head);
      // When
      peer.send(
          frame(
              WebSocketFrames.TEXT,
              HELLO + "\u001e" + LONG_PUBLISH + "\u001e" + LONG_PUBLISH + "\u001e"));

      // Then
      String answer = text(WebSocketFrames.read(peer));
      assertTrue(answer.startsWith("[2,1,"), answer);
      assertTrue(answer.endsWith("\u001e" + LONG_PUBLISH + "\u001e" + LONG_PUBLISH + "\u001e"));
    }
  }

  @Test
  void aSingleMessageIsABatchToo() throws Exception {
    try (RawPeer peer = batched(WebOptions.DEFAULT)) {
      peer.readHead();
      // When
      peer.send(frame(WebSocketFrames.TEXT, HELLO + "\u001e"));

      // Then
      assertTrue(text(WebSocketFrames.read(peer)).endsWith("]\u001e"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", HELLO, HELLO + "\u001e\u001e"})
  void whatIsNoBatchEndsTheLink(String message) throws Exception {
    try (RawPeer peer = batched(WebOptions.DEFAULT)) {
      peer.readHead();
      // When
      peer.send(frame(WebSocketFrames.TEXT, message));

      // Then
      assertEquals(1002, WebSocketFrames.closeStatus(peer));
    }
  }

  @Test
  void batchesAreNotOfferedWhereTheyAreOff() throws Exception {
    try (RawPeer peer = batched(WebOptions.DEFAULT.withBatched(false))) {
      assertTrue(peer.readHead().startsWith("HTTP/1.1 400 "));
    }
  }
}
