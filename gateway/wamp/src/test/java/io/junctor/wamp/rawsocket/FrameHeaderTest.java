package io.junctor.wamp.rawsocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.ProtocolViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameHeaderTest {

  private static final int LIMIT = FrameHeader.LENGTH_MAX;

  @ParameterizedTest
  @EnumSource
  void everyHeaderIsReadAsItWasWritten(FrameType type) {
    for (int length : new int[] {0, 1, 255, 256, 65_536, LIMIT - 1, LIMIT}) {
      FrameHeader header = new FrameHeader(type, length);

      FrameHeader read = FrameHeader.of(header.toInt(), LIMIT);

      assertEquals(header, read);
    }
  }

  @Test
  void theOctetsAreTypeThenLength() {
    assertEquals(0x00_00_01_00, new FrameHeader(FrameType.MESSAGE, 256).toInt());
    assertEquals(0x01_00_00_05, new FrameHeader(FrameType.PING, 5).toInt());
    assertEquals(0x02_ff_ff_ff, new FrameHeader(FrameType.PONG, 0xffffff).toInt());
  }

  /** The 25th bit of the length: without it a receiver that announced 2^24 could not get 2^24. */
  @Test
  void exactlySixteenMebibytesUseTheExtraBit() {
    assertEquals(0x08_00_00_00, new FrameHeader(FrameType.MESSAGE, LIMIT).toInt());
    assertRefused(0x08_00_00_01, LIMIT, "expected length 0 beside the 25th bit, got 1");
    assertRefused(0x08_00_00_00, LIMIT >> 1, "expected at most 8388608 bytes, got 16777216");
  }

  @Test
  void reservedBitsAreRefused() {
    for (int bit = 28; bit < 32; bit++) {
      assertRefused(1 << bit, LIMIT, "expected the reserved bits to be 0");
    }
  }

  @Test
  void unknownTypesAreRefused() {
    for (int type = 3; type < 8; type++) {
      assertRefused(type << 24, LIMIT, "expected frame type 0, 1 or 2, got " + type);
    }
  }

  @Test
  void aFrameBeyondTheAnnouncedLimitIsRefusedBeforeItIsBuffered() {
    assertEquals(512, FrameHeader.of(512, 512).length());
    assertRefused(513, 512, "RawSocket frame 00000201: expected at most 512 bytes, got 513");
    assertRefused(0x01_00_02_01, 512, "got 513"); // a ping is no exception
  }

  private static void assertRefused(int octets, int limit, String reason) {
    ProtocolViolation violation =
        assertThrows(ProtocolViolation.class, () -> FrameHeader.of(octets, limit));
    assertTrue(violation.getMessage().contains(reason), violation.getMessage());
  }
}
