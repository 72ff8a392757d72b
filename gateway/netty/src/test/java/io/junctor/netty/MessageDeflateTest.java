package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.ProtocolViolation;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages, by the examples of RFC 7692 7.2.3 and by round trips. */
class MessageDeflateTest {

  private final AtomicInteger ended = new AtomicInteger();
  private final MessageDeflate ours = new MessageDeflate(15, true, true, ended::incrementAndGet);
  private final MessageDeflate shared = new MessageDeflate(15, false, false, () -> {});

  @AfterEach
  void end() {
    ours.end();
  }

  private static String inflated(MessageDeflate deflate, String octets) {
    byte[] message = deflate.inflate(RawPeer.hex(octets), 1000);
    assertNotNull(message);
    return new String(message, StandardCharsets.UTF_8);
  }

  @Test
  void aMessageInOneBlock() {
    assertEquals("Hello", inflated(shared, "F2 48 CD C9 C9 07 00")); // 7.2.3.1
  }

  @Test
  void aMessageThatSharesTheWindowOfTheOneBefore() {
    assertEquals("Hello", inflated(ours, "F2 48 CD C9 C9 07 00")); // 7.2.3.2

    assertEquals("Hello", inflated(ours, "F2 00 11 00 00"));
  }

  @Test
  void aMessageThatRefersToAWindowThatWasNotAgreedOnIsRefused() {
    assertEquals("Hello", inflated(shared, "F2 48 CD C9 C9 07 00"));

    assertThrows(
        ProtocolViolation.class, () -> shared.inflate(RawPeer.hex("F2 00 11 00 00"), 1000));
    assertEquals("Hello", inflated(shared, "F2 48 CD C9 C9 07 00")); // the next one is not harmed
  }

  @Test
  void aMessageInABlockWithoutCompression() {
    assertEquals("Hello", inflated(shared, "00 05 00 FA FF 48 65 6C 6C 6F 00")); // 7.2.3.3
  }

  @Test
  void aMessageInABlockThatSaysItIsTheLast() {
    assertEquals("Hello", inflated(shared, "F3 48 CD C9 C9 07 00 00")); // 7.2.3.4
  }

  @Test
  void aMessageInTwoBlocks() {
    assertEquals("Hello", inflated(shared, "F2 48 05 00 00 00 FF FF CA C9 C9 07 00")); // 7.2.3.5
  }

  @Test
  void anEmptyMessage() {
    assertEquals("", inflated(shared, "00")); // 7.2.3.6
  }

  @ParameterizedTest
  @CsvSource({
    "true, 64",
    "true, 8192",
    "true, 8193",
    "true, 100000",
    "true, 1048576",
    "false, 64",
    "false, 8192",
    "false, 100000",
    "false, 1048576"
  })
  void whatWasPackedComesOutAgain(boolean context, int length) {
    MessageDeflate deflate = context ? ours : shared;
    Random random = new Random(length);
    for (int round = 0; round < 3; round++) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      byte[] text = "abcdefgh ".repeat(length / 9 + 1).getBytes(StandardCharsets.UTF_8);

      assertArrayEquals(noise, deflate.inflate(deflate.deflate(noise), length));
      assertArrayEquals(text, deflate.inflate(deflate.deflate(text), text.length));
      assertTrue(deflate.deflate(text).length < text.length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
  void nothingRefersFurtherBackThanTheWindowThatWasAgreedOn(int windowBits) throws Exception {
    MessageDeflate small = new MessageDeflate(windowBits, false, false, () -> {});
    byte[] text = "temperature 21.5 ".repeat(4000).getBytes(StandardCharsets.UTF_8);

    // When
    byte[] packed = small.deflate(text);

    // Then
    assertArrayEquals(text, shared.inflate(packed, text.length));
    String octets = HexFormat.of().formatHex(packed);
    byte[] piece = new byte[text.length];
    int total = 0;
    for (String each : octets.split("0000ffff")) { // each by itself, without what was before it
      Inflater inflater = new Inflater(true);
      inflater.setInput(HexFormat.of().parseHex(each + "0000ffff"));
      int length = inflater.inflate(piece);
      inflater.end();
      assertTrue(length <= 1 << windowBits, length + " bytes in one window");
      total += length;
    }
    assertEquals(text.length, total);
  }

  @Test
  void unpackingStopsAtTheBound() {
    byte[] bomb = shared.deflate(new byte[64 << 20]); // 64 MiB in 300 KiB

    assertTrue(bomb.length < 400_000, "" + bomb.length);
    assertNull(shared.inflate(bomb, 1 << 20));
    assertNull(shared.inflate(shared.deflate(new byte[1001]), 1000));
    assertNotNull(shared.inflate(shared.deflate(new byte[1000]), 1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FF FF FF FF", // a block of a kind that there is not
        "00 05 00 00 00 48", // a length without its complement
        "04 FF FF FF FF FF FF FF" // codes that are no tree
      })
  void whatIsNoCompressedDataIsRefused(String octets) {
    assertThrows(ProtocolViolation.class, () -> shared.inflate(RawPeer.hex(octets), 1000));
  }

  @Test
  void anyOctetsAreTakenOrRefusedAndNothingElse() {
    Random random = new Random(7692);
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[random.nextInt(40)];
      random.nextBytes(octets);
      try {
        byte[] message = shared.inflate(octets, 1000);
        assertTrue(message == null || message.length <= 1000);
      } catch (ProtocolViolation refused) {
        assertTrue(String.valueOf(refused.getMessage()).startsWith("WebSocket message: "));
      }
    }
  }

  @Test
  void itsEndIsToldOnce() {
    MessageDeflate deflate = new MessageDeflate(15, true, false, ended::incrementAndGet);

    deflate.end();

    assertEquals(1, ended.get());
  }
}
