package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Subscribe;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionsTest {

  @ParameterizedTest
  @EnumSource
  void emptyOptionsAreTheOneEmptyDict(Format format) {
    byte[] frame = Serializers.of(format).encode(new Subscribe(1, Dict.EMPTY, "a.b"));

    Subscribe subscribe = (Subscribe) Serializers.of(format).decode(frame);

    assertSame(Dict.EMPTY, subscribe.options());
  }

  /** wampy sends null for every option that is not set. */
  @Test
  void anOptionOfNullIsAbsent() {
    byte[] msgpack = Bytes.hex("94 20 01 82 a56d61746368 c0 ac6765745f72657461696e6564 c0 a161");

    Subscribe subscribe = (Subscribe) Serializers.of(Format.MSGPACK).decode(msgpack);

    assertFalse(subscribe.options().has("match"));
    assertSame(Dict.EMPTY, subscribe.options());
  }

  /**
   * msgpackr, and wampy with it, writes {@code undefined} as extension type 0 with a zero octet.
   */
  @Test
  void anOptionOfUndefinedIsAbsent() {
    byte[] msgpack = Bytes.hex("94 20 01 81 a56d61746368 d40000 a161");

    Subscribe subscribe = (Subscribe) Serializers.of(Format.MSGPACK).decode(msgpack);

    assertSame(Dict.EMPTY, subscribe.options());
  }

  @Test
  void anArgumentOfUndefinedIsNullInEveryFormat() {
    byte[] msgpack = Bytes.hex("95 10 01 80 a161 92 d40000 01");

    Publish publish = (Publish) Serializers.of(Format.MSGPACK).decode(msgpack);

    assertArrayEquals(
        Bytes.utf8("[16,1,{},\"a\",[null,1]]"), Serializers.of(Format.JSON).encode(publish));
  }

  @Test
  void anUnknownOptionIsKeptWhateverItsType() {
    byte[] json = Bytes.utf8("[32,1,{\"_custom\":[{\"a\":null,\"b\":1}],\"rkey\":1},\"a\"]");

    Subscribe subscribe = (Subscribe) Serializers.of(Format.JSON).decode(json);

    assertEquals(List.of(Dict.of("b", 1L)), subscribe.options().list("_custom"));
  }

  /** cbor-x and msgpackr write every integer above 32 bits as a float. */
  @Test
  void anOptionMayBeAFloatWithoutFractionWhereAnIntegerIsMeant() {
    byte[] cbor = Bytes.hex("84 10 01 a1 67 6578636c756465 82 fb4200000000000000 01 6161");

    Publish publish = (Publish) Serializers.of(Format.CBOR).decode(cbor);

    assertEquals(List.of(8_589_934_592L, 1L), publish.options().list("exclude"));
  }

  @Test
  void anOptionWithBinaryComesThroughEveryFormat() {
    byte[] binary = {1, 2, 3};
    Publish publish = new Publish(1, Dict.of("x_b", binary), "a", Payload.NONE);
    for (Format format : Format.values()) {
      byte[] frame = Serializers.of(format).encode(publish);

      Publish read = (Publish) Serializers.of(format).decode(frame);

      assertArrayEquals(binary, (byte[]) read.options().get("x_b"));
    }
  }

  @Test
  void whatWampCannotCarryIsTheCallersMistake() {
    Serializer json = Serializers.of(Format.JSON);
    Serializer msgpack = Serializers.of(Format.MSGPACK);
    Serializer cbor = Serializers.of(Format.CBOR);
    BigInteger huge = BigInteger.ONE.shiftLeft(Limits.BIG_INTEGER_BITS_MAX);

    assertCallersMistake(json, Double.NaN);
    assertCallersMistake(json, Float.POSITIVE_INFINITY);
    assertCallersMistake(json, new Object());
    assertCallersMistake(json, Map.of(1, 2));
    assertCallersMistake(msgpack, BigInteger.ONE.shiftLeft(64));
    assertCallersMistake(cbor, huge);
    assertCallersMistake(json, huge);
    assertCallersMistake(cbor, nested(Limits.DEPTH_MAX));
  }

  @Test
  void theLargestIntegerIsCarriedByJsonAndCbor() {
    BigInteger largest =
        BigInteger.ONE.shiftLeft(Limits.BIG_INTEGER_BITS_MAX).subtract(BigInteger.ONE).negate();
    for (Format format : List.of(Format.JSON, Format.CBOR)) {
      var payload = Serializers.of(format).payload(List.of(largest), Map.of());
      byte[] frame = Serializers.of(Format.JSON).encode(new Publish(1, Dict.EMPTY, "a", payload));

      Publish read = (Publish) Serializers.of(Format.JSON).decode(frame);

      assertEquals(List.of(largest), Serializers.of(Format.CBOR).args(read.payload()));
    }
  }

  private static void assertCallersMistake(Serializer serializer, Object value) {
    assertThrows(
        IllegalArgumentException.class, () -> serializer.payload(List.of(value), Map.of()));
  }

  private static Object nested(int depth) {
    Object value = List.of();
    for (int level = 1; level < depth; level++) {
      value = List.of(value);
    }
    return value;
  }
}
