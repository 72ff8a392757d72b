package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Subscribed;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MessagePack, byte by byte. */
class MsgPackBytesTest {

  private static final Serializer MSGPACK = Serializers.of(Format.MSGPACK);

  private static final byte[] CALL =
      Bytes.hex(
          // list of 6
          "96"
              // CALL
              + "30"
              // request 7814135
              + "ce 00773bf7"
              // options {"timeout": 5000}
              + "81 a7 74696d656f7574 cd 1388"
              // procedure "a.b"
              + "a3 612e62"
              // arguments [1, "x"]
              + "92 01 a1 78"
              // keyword arguments {"k": nil}
              + "81 a1 6b c0");

  @Test
  void aCallIsReadElementByElement() {
    Call call = (Call) MSGPACK.decode(CALL);

    assertEquals(7814135, call.request());
    assertEquals(5000, call.options().integer("timeout", 0));
    assertEquals("a.b", call.procedure());
    assertEquals(List.of(1L, "x"), MSGPACK.args(call.payload()));
    assertEquals(List.of("k"), List.copyOf(MSGPACK.kwargs(call.payload()).keySet()));
    assertEquals(23, call.payload().offset());
    assertEquals(8, call.payload().length());
  }

  @Test
  void aCallIsWrittenElementByElement() {
    Payload payload = new Payload(Format.MSGPACK, Bytes.hex("9201a17881a16bc0"), 0, 8, 2);

    byte[] frame = MSGPACK.encode(new Call(7814135, Dict.of("timeout", 5000L), "a.b", payload));

    assertArrayEquals(CALL, frame);
  }

  @ParameterizedTest
  @CsvSource({
    "7f, 127",
    "00, 0",
    "ff, -1",
    "e0, -32",
    "cc80, 128",
    "ccff, 255",
    "cd0100, 256",
    "cdffff, 65535",
    "ce00010000, 65536",
    "ceffffffff, 4294967295",
    "cf0000000100000000, 4294967296",
    "cf7fffffffffffffff, 9223372036854775807",
    "d0df, -33",
    "d080, -128",
    "d1ff7f, -129",
    "d18000, -32768",
    "d2ffff7fff, -32769",
    "d280000000, -2147483648",
    "d3ffffffff7fffffff, -2147483649",
    "d38000000000000000, -9223372036854775808"
  })
  void anIntegerIsWrittenInTheShortestFormAndReadBack(String hex, long value) {
    byte[] expected = Bytes.hex("91" + hex);

    byte[] written = MSGPACK.payload(List.of(value), Map.of()).bytes();

    assertArrayEquals(expected, written);
    assertEquals(List.of(value), args("91" + hex));
  }

  @Test
  void anIntegerInALongerFormThanNeededIsRead() {
    List<Object> args =
        args(
            "98 cc01 cd0001 ce00000001 cf0000000000000001 d001 d10001 d200000001 d3ffffffffffffffff");

    assertEquals(List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, -1L), args);
  }

  @Test
  void anUnsignedIntegerOfAllBitsIsABigInteger() {
    List<Object> args = args("91 cfffffffffffffffff");

    assertEquals(List.of(new BigInteger("18446744073709551615")), args);
  }

  @Test
  void floatsOfBothSizesAreRead() {
    List<Object> args = args("92 ca3fc00000 cb3ff8000000000000");

    assertEquals(List.of(1.5, 1.5), args);
  }

  @Test
  void stringsAndBinaryOfEveryLengthFormAreRead() {
    List<Object> args = args("95 a161 d90161 da000161 db0000000161 c40161");

    assertEquals(List.of("a", "a", "a", "a"), args.subList(0, 4));
    assertArrayEquals(Bytes.utf8("a"), (byte[]) args.get(4));
  }

  @Test
  void containersOfEveryLengthFormAreRead() {
    List<Object> args = args("94 dc0000 dd00000000 de0000 df00000001a16101");

    assertEquals(List.of(List.of(), List.of(), Map.of(), Map.of("a", 1L)), args);
  }

  /** wampy and other JavaScript clients write every integer above 32 bits as a float. */
  @Test
  void anIdMayBeAFloatWithoutFraction() {
    byte[] frame = Bytes.hex("93 21 01 cb4200000000000000");

    Subscribed subscribed = (Subscribed) MSGPACK.decode(frame);

    assertEquals(8_589_934_592L, subscribed.subscription());
  }

  private static List<Object> args(String hex) {
    byte[] bytes = Bytes.hex(hex);
    return MSGPACK.args(new Payload(Format.MSGPACK, bytes, 0, bytes.length, 1));
  }
}
