package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Published;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CBOR, byte by byte; the numbers are from RFC 8949, Appendix A. */
class CborBytesTest {

  private static final Serializer CBOR = Serializers.of(Format.CBOR);

  private static final byte[] CALL =
      Bytes.hex(
          // list of 6
          "86"
              // CALL
              + "18 30"
              // request 7814135
              + "1a 00773bf7"
              // options {"timeout": 5000}
              + "a1 67 74696d656f7574 19 1388"
              // procedure "a.b"
              + "63 612e62"
              // arguments [1, "x"]
              + "82 01 61 78"
              // keyword arguments {"k": null}
              + "a1 61 6b f6");

  @Test
  void aCallIsReadElementByElement() {
    Call call = (Call) CBOR.decode(CALL);

    assertEquals(7814135, call.request());
    assertEquals(5000, call.options().integer("timeout", 0));
    assertEquals("a.b", call.procedure());
    assertEquals(List.of(1L, "x"), CBOR.args(call.payload()));
    assertEquals(List.of("k"), List.copyOf(CBOR.kwargs(call.payload()).keySet()));
    assertEquals(24, call.payload().offset());
    assertEquals(8, call.payload().length());
  }

  @Test
  void aCallIsWrittenElementByElement() {
    Payload payload = new Payload(Format.CBOR, Bytes.hex("82016178a1616bf6"), 0, 8, 2);

    byte[] frame = CBOR.encode(new Call(7814135, Dict.of("timeout", 5000L), "a.b", payload));

    assertArrayEquals(CALL, frame);
  }

  @Test
  void aMessageOfIndefiniteLengthIsRead() {
    byte[] frame = Bytes.hex("9f 1830 01 bfff 7f 61 61 62 2e62 ff 9f 01 9f ff ff ff");

    Call call = (Call) CBOR.decode(frame);

    assertEquals("a.b", call.procedure());
    assertEquals(Dict.EMPTY, call.options());
    assertEquals(List.of(1L, List.of()), CBOR.args(call.payload()));
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "17, 23",
    "1818, 24",
    "18ff, 255",
    "190100, 256",
    "1903e8, 1000",
    "1a000f4240, 1000000",
    "1b000000e8d4a51000, 1000000000000",
    "1b7fffffffffffffff, 9223372036854775807",
    "20, -1",
    "37, -24",
    "3818, -25",
    "3903e7, -1000",
    "3b7fffffffffffffff, -9223372036854775808"
  })
  void anIntegerIsWrittenInTheShortestFormAndReadBack(String hex, long value) {
    byte[] expected = Bytes.hex("81" + hex);

    byte[] written = CBOR.payload(List.of(value), Map.of()).bytes();

    assertArrayEquals(expected, written);
    assertEquals(List.of(value), args("81" + hex));
  }

  @ParameterizedTest
  @CsvSource({
    "1bffffffffffffffff, 18446744073709551615",
    "3bffffffffffffffff, -18446744073709551616",
    "c249010000000000000000, 18446744073709551616",
    "c349010000000000000000, -18446744073709551617"
  })
  void anIntegerBeyondSixtyFourBitsIsABigInteger(String hex, String digits) {
    BigInteger value = new BigInteger(digits);

    byte[] written = CBOR.payload(List.of(value), Map.of()).bytes();

    assertArrayEquals(Bytes.hex("81" + hex), written);
    assertEquals(List.of(value), args("81" + hex));
  }

  @Test
  void aBignumThatNeedsNoBignumIsAnOrdinaryInteger() {
    List<Object> args = args("82 c24101 c3420100");

    assertEquals(List.of(1L, -257L), args);
  }

  @Test
  void floatsOfEverySizeAreRead() {
    List<Object> args = args("84 f93c00 f97bff fa47c35000 fb3ff199999999999a");

    assertEquals(List.of(1.0, 65504.0, 100000.0, 1.1), args);
  }

  @Test
  void simpleValuesAreRead() {
    List<Object> args = args("84 f4 f5 f6 f7");

    assertEquals(Arrays.asList(false, true, null, null), args);
  }

  /** Tag 0 (a date as text), 1 (a time as number) and 55799 (this is CBOR). */
  @Test
  void aTagIsPassedOverSoItsContentCounts() {
    List<Object> args = args("d9d9f7 83 c06161 c11a514b67b0 c1c1c001");

    assertEquals(List.of("a", 1363896240L, 1L), args);
  }

  @Test
  void stringsInChunksAreJoined() {
    List<Object> args = args("82 7f 6161 60 6162 ff 5f 4101 4102 ff");

    assertEquals("ab", args.get(0));
    assertArrayEquals(new byte[] {1, 2}, (byte[]) args.get(1));
  }

  @Test
  void aKeyMayComeInChunks() {
    List<Object> args = args("81 bf 7f 6161 6162 ff 01 ff");

    assertEquals(List.of(Map.of("ab", 1L)), args);
  }

  /** cbor-x writes every integer above 32 bits as a float. */
  @Test
  void anIdMayBeAFloatWithoutFraction() {
    byte[] frame = Bytes.hex("83 11 01 fb4200000000000000");

    Published published = (Published) CBOR.decode(frame);

    assertEquals(8_589_934_592L, published.publication());
  }

  private static List<Object> args(String hex) {
    byte[] bytes = Bytes.hex(hex);
    return CBOR.args(new Payload(Format.CBOR, bytes, 0, bytes.length, 1));
  }
}
