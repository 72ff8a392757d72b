package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.netty.ReceivedFrame.Kind;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFrameReaderTest {

  private static final int MAX = 70_000;

  /** RFC 6455 5.7, "A single-frame masked text message": Hello. */
  @Test
  void theExampleOfTheStandardIsRead() {
    // When
    List<ReceivedFrame> frames = read(fromClient(), hex("818537fa213d7f9f4d5158"), 1000);
    // Then
    assertEquals(1, frames.size());
    assertEquals(Kind.TEXT, frames.getFirst().kind());
    assertTrue(frames.getFirst().isLast());
    assertEquals("Hello", text(frames.getFirst()));
  }

  /** RFC 6455 5.7, the same from a router, in two fragments with a ping between them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void controlFramesComeBetweenThoseOfAMessage(int chunk) {
    // When
    List<ReceivedFrame> frames =
        read(fromRouter(), hex("010348656c" + "890548656c6c6f" + "80026c6f"), chunk);
    // Then
    assertEquals(
        List.of(Kind.TEXT, Kind.PING, Kind.CONTINUATION),
        frames.stream().map(ReceivedFrame::kind).toList());
    assertEquals(List.of(false, true, true), frames.stream().map(ReceivedFrame::isLast).toList());
    assertEquals(List.of("Hel", "Hello", "lo"), frames.stream().map(this::text).toList());
  }

  /** One byte beyond ASCII, at every place of payloads of every length up to three words. */
  @Test
  void whatIsNotAllAsciiIsSeenWhileUnmasking() {
    for (int length = 1; length <= 24; length++) {
      for (int place = 0; place < length; place++) {
        byte[] payload = new byte[length];
        assertTrue(masked(payload).isAscii());
        payload[place] = (byte) 0x80;
        assertFalse(masked(payload).isAscii());
      }
    }
  }

  private ReceivedFrame masked(byte[] payload) {
    return read(fromClient(), WebSocketFrames.frame(WebSocketFrames.TEXT, payload), 1000)
        .getFirst();
  }

  /** Every way to write a length, and a rest of the mask of each size. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 125, 126, 127, 65_535, 65_536, MAX})
  void everyLengthComesOutAsItWentIn(int length) {
    // Given
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    // When
    List<ReceivedFrame> frames =
        read(fromClient(), WebSocketFrames.frame(WebSocketFrames.BINARY, payload), 1 << 20);
    // Then
    assertEquals(1, frames.size());
    assertArrayEquals(payload, frames.getFirst().payload());
  }

  @Test
  void severalFramesCutAtEveryByteAreTheSameFrames() {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(WebSocketFrames.frame(0x01, "first half, "));
    bytes.writeBytes(WebSocketFrames.frame(0x89, "ping"));
    bytes.writeBytes(WebSocketFrames.frame(0x00, ""));
    bytes.writeBytes(WebSocketFrames.frame(0x80, "x".repeat(200)));
    bytes.writeBytes(WebSocketFrames.frame(0x8A, ""));
    bytes.writeBytes(WebSocketFrames.frame(0x82, new byte[] {1, 2, 3}));
    bytes.writeBytes(WebSocketFrames.frame(0x88, new byte[] {0x03, (byte) 0xE8, 'b', 'y'}));
    byte[] all = bytes.toByteArray();
    List<String> whole = described(read(fromClient(), all, all.length));
    assertEquals(7, whole.size());
    // When, Then
    for (int cut = 1; cut < all.length; cut++) {
      EmbeddedChannel channel = fromClient();
      channel.writeInbound(Unpooled.copiedBuffer(all, 0, cut));
      channel.writeInbound(Unpooled.copiedBuffer(all, cut, all.length - cut));
      assertEquals(whole, described(received(channel)), "cut at " + cut);
    }
    assertEquals(whole, described(read(fromClient(), all, 1)));
  }

  @Test
  void aCompressedMessageIsMarkedWhereThatWasAgreedOn() {
    // When
    List<ReceivedFrame> frames =
        read(channel(true, true), WebSocketFrames.frame(0xC1, "packed"), 1000);
    // Then
    assertTrue(frames.getFirst().isPacked());
  }

  @ParameterizedTest
  @CsvSource({
    "C1, 8500000000, reserved bits 4",
    "A1, 8500000000, reserved bits 2",
    "91, 8500000000, reserved bits 1",
    "F1, 8500000000, reserved bits 7",
    "83, 8000000000, reserved opcode 3",
    "87, 8000000000, reserved opcode 7",
    "8B, 8000000000, reserved opcode 11",
    "8F, 8000000000, reserved opcode 15",
    "81, 05, a frame that is not masked",
    "89, 00, a frame that is not masked",
    "80, 8000000000, nothing to continue",
    "00, 8000000000, nothing to continue",
    "09, 8000000000, control frame in parts",
    "08, 8000000000, control frame in parts",
    "89, FE, control frame with more than 125 bytes",
    "8A, FF, control frame with more than 125 bytes",
    "88, 8100000000, half a status",
    "81, FE007D, a length of 125 in more bytes than it needs",
    "82, FF000000000000FFFF, a length of 65535 in more bytes than it needs",
    "82, FF8000000000000000, a length with the highest bit set",
    "88, 820000000003E7, close frame with status 999",
    "88, 820000000003ED, close frame with status 1005",
    "88, 820000000003EE, close frame with status 1006",
  })
  void whatTheStandardForbidsIsRefusedAtTheFirstByteThatShowsIt(
      String first, String rest, String reason) {
    // When
    CorruptedWebSocketFrameException refused = refusal(fromClient(), hex(first + rest));
    // Then
    assertEquals(1002, refused.closeStatus().code());
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void compressedContinuationsAndControlFramesAreRefusedEvenWhereCompressionWasAgreedOn() {
    for (String frame : List.of("C98000000000", "C88000000000", "E18000000000")) {
      // When
      CorruptedWebSocketFrameException refused = refusal(channel(true, true), hex(frame));
      // Then
      assertTrue(refused.getMessage().contains("reserved bits"), frame);
    }
    byte[] continued = hex("018000000000" + "C08000000000");
    assertTrue(refusal(channel(true, true), continued).getMessage().contains("reserved bits 4"));
  }

  @Test
  void aNewMessageWithinAnotherIsRefused() {
    // When
    CorruptedWebSocketFrameException refused =
        refusal(fromClient(), hex("018000000000" + "818000000000"));
    // Then
    assertEquals("expected the rest of a message, got a new one", refused.getMessage());
  }

  @Test
  void aRouterThatMasksIsRefused() {
    assertEquals("a masked frame", refusal(fromRouter(), hex("818000000000")).getMessage());
  }

  /** Nothing of its payload is there yet. */
  @ParameterizedTest
  @ValueSource(strings = {"82FF0000000000011171", "01FF7FFFFFFFFFFFFFFF"})
  void aFrameThatIsTooLongIsRefusedAtItsHeader(String header) {
    // When
    CorruptedWebSocketFrameException refused = refusal(fromClient(), hex(header));
    // Then
    assertEquals(1009, refused.closeStatus().code());
    assertTrue(refused.getMessage().contains("at most 70000 bytes"), refused.getMessage());
  }

  @Test
  void aReasonThatIsNoTextIsRefused() {
    // When
    CorruptedWebSocketFrameException refused =
        refusal(
            fromClient(), WebSocketFrames.frame(0x88, new byte[] {3, (byte) 0xE8, (byte) 0xC0}));
    // Then
    assertEquals(1007, refused.closeStatus().code());
  }

  @Test
  void whatCameBeforeAViolationIsReadAndWhatComesAfterItIsNot() {
    // Given
    EmbeddedChannel channel = fromClient();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(WebSocketFrames.frame(0x81, "good"));
    bytes.writeBytes(WebSocketFrames.frame(0x83, "bad"));
    bytes.writeBytes(WebSocketFrames.frame(0x81, "late"));
    // When
    assertThrows(
        CorruptedWebSocketFrameException.class,
        () -> channel.writeInbound(Unpooled.wrappedBuffer(bytes.toByteArray())));
    channel.writeInbound(Unpooled.wrappedBuffer(WebSocketFrames.frame(0x81, "later")));
    // Then
    assertEquals("good", text(channel.readInbound()));
    assertNull(channel.readInbound());
    assertFalse(channel.finish());
  }

  private static EmbeddedChannel fromClient() {
    return channel(true, false);
  }

  private static EmbeddedChannel fromRouter() {
    return channel(false, false);
  }

  private static EmbeddedChannel channel(boolean masked, boolean packable) {
    return new EmbeddedChannel(new WebSocketFrameReader(masked, packable, MAX));
  }

  private static List<ReceivedFrame> read(EmbeddedChannel channel, byte[] bytes, int chunk) {
    for (int from = 0; from < bytes.length; from += chunk) {
      int length = Math.min(chunk, bytes.length - from);
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, length));
    }
    return received(channel);
  }

  private static List<ReceivedFrame> received(EmbeddedChannel channel) {
    List<ReceivedFrame> frames = new ArrayList<>();
    for (ReceivedFrame frame = channel.readInbound();
        frame != null;
        frame = channel.readInbound()) {
      frames.add(frame);
    }
    return frames;
  }

  private static CorruptedWebSocketFrameException refusal(EmbeddedChannel channel, byte[] bytes) {
    return assertThrows(
        CorruptedWebSocketFrameException.class,
        () -> channel.writeInbound(Unpooled.wrappedBuffer(bytes)));
  }

  private static List<String> described(List<ReceivedFrame> frames) {
    return frames.stream()
        .map(
            frame ->
                frame.kind()
                    + " "
                    + frame.isLast()
                    + " "
                    + HexFormat.of().formatHex(frame.payload()))
        .toList();
  }

  private String text(ReceivedFrame frame) {
    return new String(frame.payload(), StandardCharsets.UTF_8);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
