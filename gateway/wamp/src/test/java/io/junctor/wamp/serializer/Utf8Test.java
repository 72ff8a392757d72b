package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK's decoder, told to report, is the judge. */
class Utf8Test {

  @Test
  void everySequenceOfTwoAndThreeBytesIsJudgedAsTheJdkDoes() {
    for (int first = 0x80; first <= 0xff; first++) {
      for (int second = 0; second <= 0xff; second += 3) {
        assertSameJudgement((byte) first, (byte) second);
        for (int third : new int[] {0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xff}) {
          assertSameJudgement((byte) first, (byte) second, (byte) third);
        }
      }
    }
  }

  @Test
  void everyBoundaryOfFourBytesIsJudgedAsTheJdkDoes() {
    int[] boundaries = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
    for (int first = 0xe0; first <= 0xff; first++) {
      for (int second : boundaries) {
        for (int third : boundaries) {
          for (int fourth : boundaries) {
            assertSameJudgement((byte) first, (byte) second, (byte) third, (byte) fourth);
          }
        }
      }
    }
  }

  @Test
  void randomBytesInAsciiAreJudgedAsTheJdkDoes() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = "twenty-four ASCII bytes!".getBytes(StandardCharsets.US_ASCII);
      for (int change = random.nextInt(4); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertSameJudgement(bytes);
    }
  }

  @Test
  void onlyTheRangeIsJudged() {
    byte[] bytes = Bytes.hex("ff 61 c3 a4 ff");

    assertTrue(Utf8.isValid(bytes, 1, 4));
    assertFalse(Utf8.isValid(bytes, 1, 3));
    assertFalse(Utf8.isValid(bytes, 0, 2));
    assertTrue(Utf8.isValid(bytes, 2, 2));
  }

  @Test
  void theEndOfAsciiIsFoundAtEveryDistance() {
    for (int length = 0; length < 40; length++) {
      byte[] bytes = new byte[length + 1];
      bytes[length] = (byte) 0x80;

      assertEquals(length, Utf8.asciiEnd(bytes, 0, bytes.length));
      assertEquals(length, Utf8.asciiEnd(bytes, 0, length));
    }
  }

  private static void assertSameJudgement(byte... bytes) {
    assertEquals(
        jdkAccepts(bytes),
        Utf8.isValid(bytes, 0, bytes.length),
        () -> HexFormat.of().formatHex(bytes));
  }

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
