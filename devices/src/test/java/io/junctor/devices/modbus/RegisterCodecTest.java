package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registers by bytes, worked out by hand; each line is read and written. */
class RegisterCodecTest {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  @ParameterizedTest
  @CsvSource({
    // type, byte order, word order, bytes on the wire, number
    "uint16, big,    big,    12 34,                   4660",
    "uint16, little, big,    34 12,                   4660",
    "uint16, big,    little, 12 34,                   4660",
    "uint16, big,    big,    ff ff,                   65535",
    "int16,  big,    big,    ff fe,                   -2",
    "int16,  big,    big,    80 00,                   -32768",
    "int16,  little, big,    fe ff,                   -2",
    "uint32, big,    big,    12 34 56 78,             305419896",
    "uint32, big,    little, 56 78 12 34,             305419896",
    "uint32, little, big,    34 12 78 56,             305419896",
    "uint32, little, little, 78 56 34 12,             305419896",
    "uint32, big,    big,    ff ff ff ff,             4294967295",
    "int32,  big,    big,    ff ff ff fe,             -2",
    "int32,  big,    little, ff fe ff ff,             -2",
    "int64,  big,    big,    80 00 00 00 00 00 00 00, -9223372036854775808",
    "int64,  big,    little, 07 08 05 06 03 04 01 02, 72623859790382856",
    "int64,  little, little, 08 07 06 05 04 03 02 01, 72623859790382856",
    "uint64, big,    big,    ff ff ff ff ff ff ff ff, 18446744073709551615",
    "uint64, little, big,    02 01 04 03 06 05 08 07, 72623859790382856",
  })
  void integersAreReadAndWritten(
      String type, String byteOrder, String wordOrder, String wire, String number) {
    // Given
    ValueType value = ValueType.parse(type);
    byte[] bytes = HEX.parseHex(wire);
    boolean isByteLittle = byteOrder.equals("little");
    boolean isWordLittle = wordOrder.equals("little");

    // When
    BigInteger read = RegisterCodec.integer(value, bytes, isByteLittle, isWordLittle);
    byte[] written =
        RegisterCodec.registers(value, new BigInteger(number), isByteLittle, isWordLittle);

    // Then
    assertEquals(new BigInteger(number), read);
    assertArrayEquals(bytes, written);
  }

  @ParameterizedTest
  @CsvSource({
    "float32, big,    big,    41 48 00 00,             12.5",
    "float32, big,    little, 00 00 41 48,             12.5",
    "float32, little, big,    48 41 00 00,             12.5",
    "float32, little, little, 00 00 48 41,             12.5",
    "float32, big,    big,    c0 00 00 00,             -2.0",
    // the nearest single to 0.1 reads as 0.1
    "float32, big,    big,    3d cc cc cd,             0.1",
    "float64, big,    big,    3f f8 00 00 00 00 00 00, 1.5",
    "float64, big,    little, 00 00 00 00 00 00 3f f8, 1.5",
    "float64, little, little, 00 00 00 00 00 00 f8 3f, 1.5",
    "float64, big,    big,    3f b9 99 99 99 99 99 9a, 0.1",
  })
  void floatingPointNumbersAreReadAndWritten(
      String type, String byteOrder, String wordOrder, String wire, double number) {
    // Given
    ValueType value = ValueType.parse(type);
    byte[] bytes = HEX.parseHex(wire);
    boolean isByteLittle = byteOrder.equals("little");
    boolean isWordLittle = wordOrder.equals("little");

    // When
    double read = RegisterCodec.floating(value, bytes, isByteLittle, isWordLittle);
    byte[] written = RegisterCodec.registers(value, number, isByteLittle, isWordLittle);

    // Then
    assertEquals(number, read);
    assertArrayEquals(bytes, written);
  }

  @ParameterizedTest
  @CsvSource({"7f 80 00 00", "ff 80 00 00", "7f c0 00 00"})
  void whatIsNoNumberStaysNone(String wire) {
    // When
    double read = RegisterCodec.floating(ValueType.FLOAT32, HEX.parseHex(wire), false, false);

    // Then
    assertTrue(!Double.isFinite(read));
  }

  @ParameterizedTest
  @CsvSource({
    "big,    50 52 45 53 53 00, PRESS",
    "little, 52 50 53 45 00 53, PRESS",
    "big,    50 52 00 53 53 53, PR",
    "big,    50 20 20 20 00 00, P",
    "big,    c4 20 35 b0 00 00, Ä 5°",
  })
  void textEndsWithItsFirstNulAndHasNoBlanksAtItsEnd(String byteOrder, String wire, String text) {
    assertEquals(text, RegisterCodec.text(HEX.parseHex(wire), byteOrder.equals("little")));
  }

  @Test
  void textIsFilledUpWithNul() {
    assertArrayEquals(HEX.parseHex("50 52 45 00"), RegisterCodec.registers("PRE", 2, false));
    assertArrayEquals(HEX.parseHex("52 50 00 45"), RegisterCodec.registers("PRE", 2, true));
  }

  @ParameterizedTest
  @CsvSource({
    "uint16, -1",
    "uint16, 65536",
    "int16, 32768",
    "int16, -32769",
    "uint32, 4294967296",
    "int32, 2147483648",
    "int64, 9223372036854775808",
    "uint64, -1",
    "uint64, 18446744073709551616",
  })
  void whatDoesNotFitIsRefused(String type, String number) {
    assertThrows(
        IllegalArgumentException.class,
        () -> RegisterCodec.registers(ValueType.parse(type), new BigInteger(number), false, false));
  }
}
