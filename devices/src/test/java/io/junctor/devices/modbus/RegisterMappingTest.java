package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.thing.Schema;
import io.junctor.devices.thing.ThingException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What registers mean; the bytes are worked out by hand. */
class RegisterMappingTest {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final byte[] ZERO = new byte[2];

  private static byte[] bytes(String hex) {
    return HEX.parseHex(hex);
  }

  @ParameterizedTest
  @CsvSource({
    // raw 123 at 0.1 is 12.3 and not 12.300000000000001
    "uint16, 00 7b, 0.1,   0,    12.3",
    "uint16, 00 03, 0.1,   0,    0.3",
    "uint16, 00 00, 0.1,   -40,  -40",
    "int16,  ff 9c, 0.1,   0,    -10",
    "uint16, 00 c8, 0.5,   -40,  60",
    "int16,  00 0a, -2,    100,  80",
    "uint16, ff ff, 0.01,  0,    655.35",
  })
  void scaleAndOffsetAreCountedInDecimalsBothWays(
      String type, String wire, double scale, double offset, double value) throws Exception {
    // Given
    RegisterMapping mapping =
        Registers.of("holding", 0)
            .type(type)
            .with("scale", scale)
            .with("offset", offset)
            .writable()
            .mapping("p");

    // When
    Object read = mapping.value(bytes(wire));
    byte[] written = mapping.registers(value, ZERO);

    // Then
    assertEquals(value, read);
    assertArrayEquals(bytes(wire), written);
  }

  @ParameterizedTest
  @CsvSource({"12.34, 00 7b", "12.35, 00 7c", "12.36, 00 7c", "0.04, 00 00", "0.05, 00 01"})
  void whatIsWrittenIsRoundedToTheNearestRegister(double value, String wire) throws Exception {
    // Given
    RegisterMapping mapping = Registers.of("holding", 0).with("scale", 0.1).writable().mapping("p");

    // When
    byte[] written = mapping.registers(value, ZERO);

    // Then
    assertArrayEquals(bytes(wire), written);
  }

  @Test
  void wholeNumbersStayWholeAndUnsigned64BitsAreRefusedWhereTheyDoNotFit() throws Exception {
    // Given
    RegisterMapping counter = Registers.of("input", 0).type("uint64").mapping("counter");

    // When
    Object value = counter.value(bytes("7f ff ff ff ff ff ff ff"));

    // Then
    assertEquals(Long.MAX_VALUE, value);
    MappingException odd =
        assertThrows(MappingException.class, () -> counter.value(bytes("80 00 00 00 00 00 00 00")));
    assertEquals("input 0..3 holds 9223372036854775808, more than 63 bits carry", odd.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0, 00 01, true", "0, ff fe, false", "15, 80 00, true", "15, 7f ff, false"})
  void aBitOfARegisterIsCountedFromTheLeastSignificant(int bit, String wire, boolean value)
      throws Exception {
    // Given
    RegisterMapping mapping = Registers.of("holding", 5).with("bit", bit).mapping("p");

    // Then
    assertEquals(value, mapping.value(bytes(wire)));
  }

  @ParameterizedTest
  @CsvSource({"true, a0 0f, a0 8f", "false, a0 8f, a0 0f", "true, a0 8f, a0 8f"})
  void writingABitLeavesTheOthersAsTheyAre(boolean value, String before, String after)
      throws Exception {
    // Given
    RegisterMapping mapping = Registers.of("holding", 5).with("bit", 7).writable().mapping("p");

    // When
    byte[] written = mapping.registers(value, bytes(before));

    // Then
    assertArrayEquals(bytes(after), written);
  }

  @Test
  void aRegisterAsBoolIsTrueUnlessZero() throws Exception {
    // Given
    RegisterMapping mapping = Registers.of("holding", 5).type("bool").writable().mapping("p");

    // Then
    assertEquals(true, mapping.value(bytes("01 00")));
    assertEquals(false, mapping.value(bytes("00 00")));
    assertArrayEquals(bytes("00 01"), mapping.registers(true, ZERO));
    assertArrayEquals(bytes("00 00"), mapping.registers(false, ZERO));
  }

  @Test
  void namedNumbersAreWords() throws Exception {
    // Given
    RegisterMapping state =
        Registers.of("holding", 5)
            .with("names", Map.of(0, "idle", 1, "running", 7, "fault"))
            .writable()
            .mapping("state");

    // Then
    assertEquals("running", state.value(bytes("00 01")));
    assertArrayEquals(bytes("00 07"), state.registers("fault", ZERO));
    assertEquals(new Schema.Word(Set.of("idle", "running", "fault")), state.valueSchema());
    MappingException odd = assertThrows(MappingException.class, () -> state.value(bytes("00 02")));
    assertEquals(
        "holding 5 holds 2, expected one of {0=idle, 1=running, 7=fault}", odd.getMessage());
  }

  @Test
  void textTakesHalfAsManyRegisters() throws Exception {
    // Given
    RegisterMapping serial =
        Registers.of("holding", 5).type("string").with("length", 5).writable().mapping("serial");

    // Then
    assertEquals(3, serial.count());
    assertEquals("AB-12", serial.value(bytes("41 42 2d 31 32 00")));
    assertArrayEquals(bytes("58 00 00 00 00 00"), serial.registers("X", ZERO));
    assertThrows(ThingException.class, () -> serial.valueSchema().check("serial", "toolong"));
  }

  @ParameterizedTest
  @CsvSource({"43 c8 00 00, true", "43 c8 80 00, false", "bf 80 00 00, false"})
  void whatReadsOutsideOfItsRangeIsNotBelieved(String wire, boolean isIn) {
    // Given
    RegisterMapping pressure =
        Registers.of("input", 10).type("float32").range(0, 400).with("unit", "bar").mapping("p");

    // Then
    if (isIn) {
      assertEquals(400.0, assertDoesNotThrowValue(pressure, wire));
    } else {
      MappingException odd =
          assertThrows(MappingException.class, () -> pressure.value(bytes(wire)));
      assertTrue(odd.getMessage().contains("outside of 0.0..400.0"), odd.getMessage());
    }
  }

  private static Object assertDoesNotThrowValue(RegisterMapping mapping, String wire) {
    try {
      return mapping.value(bytes(wire));
    } catch (MappingException odd) {
      throw new AssertionError(odd);
    }
  }

  @Test
  void noNumberIsNoValue() {
    // Given
    RegisterMapping pressure = Registers.of("input", 10).type("float32").mapping("p");

    // Then
    assertThrows(MappingException.class, () -> pressure.value(bytes("7f c0 00 00")));
    assertThrows(MappingException.class, () -> pressure.value(bytes("7f 80 00 00")));
  }

  @Test
  void theSchemaSaysWhatTheRegistersCanHold() {
    assertEquals(
        new Schema.Whole(null, 0, 65_535), Registers.of("input", 0).mapping("p").valueSchema());
    assertEquals(
        new Schema.Numeric("bar", 0, 6_553.5, 0.1),
        Registers.of("input", 0).with("scale", 0.1).with("unit", "bar").mapping("p").valueSchema());
    assertEquals(
        new Schema.Numeric("1", -100, 90, 10.0),
        Registers.of("input", 0)
            .type("int16")
            .with("scale", -10.0)
            .range(-100, 90)
            .mapping("p")
            .valueSchema());
    assertEquals(
        new Schema.Numeric("1", 0, 65_535, 1.0),
        Registers.of("input", 0).with("deadband", 5.0).mapping("p").valueSchema());
    assertEquals(new Schema.Bool(), Registers.of("coil", 0).mapping("p").valueSchema());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scale    | 0.1  | maximum | 7000.0 | properties.p.maximum: ",
        "scale    | 0.1  | minimum | -1.0   | properties.p.minimum: ",
        "scale    | 0.1  | safe    | 7000.0 | properties.p.safe: ",
        "scale    | 1.0  | safe    | 70000  | properties.p.safe: ",
      })
  void whatCouldNeverBeWrittenIsRefusedInTheConfiguration(
      String key, double value, String other, String otherValue, String message) {
    // Given
    Registers register = Registers.of("holding", 0).with(key, value).writable();
    register.with(
        other,
        otherValue.contains(".")
            ? (Object) Double.valueOf(otherValue)
            : (Object) Integer.valueOf(otherValue));

    // When
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> register.mapping("p"));

    // Then
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
  }

  @Test
  void floatingPointNumbersAreWrittenWithinLimitsOnly() {
    // When
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Registers.of("holding", 0).type("float32").writable().mapping("p"));

    // Then
    assertEquals(
        "properties.p.minimum: expected minimum and maximum where floating point numbers are"
            + " written",
        refused.getMessage());
  }

  @Test
  void twoNumbersOfOneNameAreRefused() {
    // When
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Registers.of("holding", 0).with("names", Map.of(0, "on", 1, "on")).mapping("p"));

    // Then
    assertEquals("properties.p.names: 'on' stands there twice", refused.getMessage());
  }
}
