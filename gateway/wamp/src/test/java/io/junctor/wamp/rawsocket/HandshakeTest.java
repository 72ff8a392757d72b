package io.junctor.wamp.rawsocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  @Test
  void aRequestTellsLengthAndSerializer() throws HandshakeException {
    // magic, 2^(9+15) bytes and MessagePack, reserved
    Handshake handshake = Handshake.ofRequest(0x7f_f2_00_00);

    assertEquals(new Handshake(24, Format.MSGPACK), handshake);
    assertEquals(16_777_216, handshake.messageBytesMax());
  }

  @Test
  void everyHandshakeIsReadAsItWasWrittenInBothDirections() throws HandshakeException {
    for (Format format : Format.values()) {
      for (int exponent = 9; exponent <= 24; exponent++) {
        Handshake handshake = new Handshake(exponent, format);
        assertEquals(handshake, Handshake.ofRequest(handshake.toInt()));
        assertEquals(handshake, Handshake.ofReply(handshake.toInt(), format));
      }
    }
  }

  @Test
  void aLimitIsAnnouncedByTheExponentThatDoesNotPromiseMore() {
    assertEquals(512, Handshake.ofLimit(512, Format.JSON).messageBytesMax());
    assertEquals(65_536, Handshake.ofLimit(100_000, Format.JSON).messageBytesMax());
    assertEquals(1 << 24, Handshake.ofLimit(1 << 24, Format.JSON).messageBytesMax());
    assertThrows(IllegalArgumentException.class, () -> Handshake.ofLimit(511, Format.JSON));
    assertThrows(IllegalArgumentException.class, () -> Handshake.ofLimit(1 << 25, Format.JSON));
  }

  @Test
  void anotherProtocolGetsNoReply() {
    int http = 0x47_45_54_20; // "GET "

    HandshakeException failure =
        assertThrows(HandshakeException.class, () -> Handshake.ofRequest(http));

    assertEquals(Optional.empty(), failure.error());
    assertTrue(failure.getMessage().contains("expected 7f as the first octet, got 47455420"));
  }

  @Test
  void anUnknownSerializerIsRefusedWithItsError() {
    for (int serializer : new int[] {0, 4, 5, 15}) {
      HandshakeException failure =
          assertThrows(
              HandshakeException.class,
              () -> Handshake.ofRequest(0x7f_f0_00_00 | serializer << 16));

      assertEquals(Optional.of(HandshakeError.SERIALIZER_UNSUPPORTED), failure.error());
      assertTrue(failure.getMessage().endsWith("got " + serializer), failure.getMessage());
    }
  }

  @Test
  void reservedBitsAreRefusedWithTheirError() {
    for (int bit = 0; bit < 16; bit++) {
      int octets = 0x7f_f1_00_00 | 1 << bit;

      HandshakeException failure =
          assertThrows(HandshakeException.class, () -> Handshake.ofRequest(octets));

      assertEquals(Optional.of(HandshakeError.RESERVED_BITS), failure.error());
    }
  }

  @Test
  void anErrorReplyHasItsNumberInTheUpperBits() {
    assertEquals(0x7f_10_00_00, HandshakeError.SERIALIZER_UNSUPPORTED.toInt());
    assertEquals(0x7f_20_00_00, HandshakeError.LENGTH_UNACCEPTABLE.toInt());
    assertEquals(0x7f_30_00_00, HandshakeError.RESERVED_BITS.toInt());
    assertEquals(0x7f_40_00_00, HandshakeError.CONNECTIONS_EXHAUSTED.toInt());
  }

  @Test
  void aClientLearnsWhyItWasRefused() {
    for (HandshakeError error : HandshakeError.values()) {
      HandshakeException failure =
          assertThrows(
              HandshakeException.class, () -> Handshake.ofReply(error.toInt(), Format.CBOR));

      assertEquals(Optional.of(error), failure.error());
      assertTrue(failure.getMessage().contains(error.sentence()));
    }
    HandshakeException unknown =
        assertThrows(HandshakeException.class, () -> Handshake.ofReply(0x7f_90_00_00, Format.CBOR));
    assertTrue(unknown.getMessage().contains("unknown error 9"), unknown.getMessage());
  }

  @Test
  void aReplyInAnotherSerializerIsRefused() {
    int reply = new Handshake(20, Format.JSON).toInt();

    HandshakeException failure =
        assertThrows(HandshakeException.class, () -> Handshake.ofReply(reply, Format.CBOR));

    assertTrue(failure.getMessage().contains("expected serializer 3 in the reply, got 1"));
  }

  @Test
  void aReplyWithReservedBitsOrWithoutMagicIsRefused() {
    assertThrows(HandshakeException.class, () -> Handshake.ofReply(0x7f_f1_00_01, Format.JSON));
    assertThrows(HandshakeException.class, () -> Handshake.ofReply(0, Format.JSON));
  }
}
