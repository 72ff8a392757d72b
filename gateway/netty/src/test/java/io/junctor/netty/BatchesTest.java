package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.ProtocolViolation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Several messages in one, to the octet. */
class BatchesTest {

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void jsonTextsEndWithTheRecordSeparatorEach() {
    // When
    byte[] batch = new Batches(Format.JSON).join(List.of(ascii("[1]"), ascii("[2,3]")));

    // Then
    assertArrayEquals(
        RawPeer.hex(
            "5B 31 5D 1E" // [1]
                + "5B 32 2C 33 5D 1E"), // [2,3]
        batch);
  }

  @ParameterizedTest
  @EnumSource(names = {"MSGPACK", "CBOR"})
  void binaryMessagesHaveTheirLengthBeforeThem(Format format) {
    // When
    byte[] batch = new Batches(format).join(List.of(new byte[] {1}, new byte[258]));

    // Then
    assertArrayEquals(
        RawPeer.hex("00 00 00 01 01 00 00 01 02 00"), java.util.Arrays.copyOf(batch, 10));
    assertEquals(4 + 1 + 4 + 258, batch.length);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasJoinedIsSplitAgain(Format format) {
    List<byte[]> messages = List.of(ascii("[1]"), ascii("[2]"), ascii("[33,4]"));

    // When
    List<byte[]> split = new Batches(format).split(new Batches(format).join(messages));

    // Then
    assertEquals(3, split.size());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(messages.get(i), split.get(i));
    }
  }

  @Test
  void aPeerWithAutobahnsSeparatorIsAnsweredWithIt() {
    Batches batches = new Batches(Format.JSON);

    // When
    List<byte[]> split = batches.split(RawPeer.hex("5B 31 5D 18 5B 32 5D 18"));

    // Then
    assertEquals(2, split.size());
    assertArrayEquals(ascii("[2]"), split.get(1));
    assertArrayEquals(RawPeer.hex("5B 31 5D 18"), batches.framed(ascii("[1]")));
  }

  @ParameterizedTest
  @CsvSource({
    "JSON, '', at least one message",
    "JSON, 5B 31 5D, after the last", // no separator at all
    "JSON, 5B 31 5D 1E 5B, after the last",
    "CBOR, '', at least one message",
    "CBOR, 00 00 00, cut off",
    "CBOR, 00 00 00 00, got 0",
    "CBOR, 00 00 00 02 81, got 2",
    "MSGPACK, 00 00 00 01 91 00 00, cut off",
    "MSGPACK, FF FF FF FF 91, got 4294967295"
  })
  void whatIsNoBatchIsRefused(Format format, String octets, String why) {
    ProtocolViolation refusal =
        assertThrows(ProtocolViolation.class, () -> new Batches(format).split(RawPeer.hex(octets)));

    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }
}
