package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON, character by character. */
class JsonBytesTest {

  private static final Serializer JSON = Serializers.of(Format.JSON);

  @Test
  void aCallIsReadElementByElement() {
    byte[] frame =
        Bytes.utf8(
            " [48 , 7814135,\t{\"timeout\" : 5000} ,\r\n\"a.b\", [1,\"x\"] , {\"k\":null} ] ");

    Call call = (Call) JSON.decode(frame);

    assertEquals(7814135, call.request());
    assertEquals(5000, call.options().integer("timeout", 0));
    assertEquals("a.b", call.procedure());
    assertEquals(List.of(1L, "x"), JSON.args(call.payload()));
    assertEquals(List.of("k"), List.copyOf(JSON.kwargs(call.payload()).keySet()));
    assertEquals("[1,\"x\"] , {\"k\":null}", text(call.payload()));
  }

  @Test
  void aCallIsWrittenWithoutSpaces() {
    byte[] args = Bytes.utf8("[1,\"x\"],{\"k\":null}");
    Payload payload = new Payload(Format.JSON, args, 0, args.length, 2);

    byte[] frame = JSON.encode(new Call(7814135, Dict.of("timeout", 5000L), "a.b", payload));

    assertEquals(
        "[48,7814135,{\"timeout\":5000},\"a.b\",[1,\"x\"],{\"k\":null}]",
        new String(frame, StandardCharsets.UTF_8));
  }

  @Test
  void everyEscapeIsRead() {
    List<Object> args = args("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\u20AC\\ud834\\udd1e\"]");

    assertEquals(List.of("\"\\/\b\f\n\r\t\u00e4\u20ac\ud834\udd1e"), args);
  }

  @Test
  void whatMustBeEscapedIsEscapedAndNothingElse() {
    Payload payload = JSON.payload(List.of("\"\\/\b\n\r\t\u0001\u001f\u007f\u00e4"), Map.of());

    assertEquals("[\"\\\"\\\\/\\u0008\\n\\r\\t\\u0001\\u001f\u007f\u00e4\"]", text(payload));
  }

  @Test
  void numbersKeepTheirKind() {
    List<Object> args =
        args(
            "[0,-0,1.0,1e2,-1.5E-3,999999999999999999,9223372036854775807,-9223372036854775808,"
                + "9223372036854775808,0.1]");

    assertEquals(
        List.of(
            0L,
            0L,
            1.0,
            100.0,
            -0.0015,
            999_999_999_999_999_999L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            new BigInteger("9223372036854775808"),
            0.1),
        args);
  }

  /**
   * "convert the byte array to a Base64 encoded (host language) string; prepend the string with a
   * \0 character; serialize the string to a JSON string".
   *
   * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-binary-support-in-json">WAMP:
   *     Binary support in JSON</a>
   */
  @Test
  void binaryIsNulAndBase64AtAnyDepth() {
    byte[] binary = {0x10, -1, 0x7f};
    List<?> nested = List.of(Map.of("b", List.of(binary)));

    Payload payload = JSON.payload(nested, Map.of());

    assertEquals("[{\"b\":[\"\\u0000EP9/\"]}]", text(payload));
    Values.assertSame(nested, JSON.args(payload));
  }

  /** PHP escapes the slash, which Base64 uses. */
  @Test
  void anEscapeInsideOfBase64IsRead() {
    List<Object> args = args("[\"\\u0000EP9\\/\",\"\\u0000\"]");

    assertArrayEquals(new byte[] {0x10, -1, 0x7f}, (byte[]) args.get(0));
    assertArrayEquals(new byte[0], (byte[]) args.get(1));
  }

  @Test
  void binaryBecomesTheOtherFormatsOwnBinary() {
    Publish publish =
        (Publish)
            JSON.decode(Bytes.utf8("[16,1,{},\"a.b\",[\"\\u0000EP9/\"],{\"k\":\"\\u0000\"}]"));

    byte[] msgpack = Serializers.of(Format.MSGPACK).encode(publish);
    byte[] cbor = Serializers.of(Format.CBOR).encode(publish);

    assertArrayEquals(Bytes.hex("96 10 01 80 a3612e62 91 c40310ff7f 81 a16b c400"), msgpack);
    assertArrayEquals(Bytes.hex("86 10 01 a0 63612e62 81 4310ff7f a1 616b 40"), cbor);
  }

  /** JSON could not tell it from binary, so binary it is; the bytes are kept. */
  @Test
  void aStringThatStartsWithNulBecomesBinaryInJson() {
    Publish publish =
        (Publish)
            Serializers.of(Format.MSGPACK).decode(Bytes.hex("95 10 01 80 a3612e62 91 a20061"));

    byte[] json = JSON.encode(publish);

    assertEquals("[16,1,{},\"a.b\",[\"\\u0000AGE=\"]]", new String(json, StandardCharsets.UTF_8));
  }

  @Test
  void aNumberThatIsNotFiniteBecomesNullWhenAnotherFormatCarriedIt() {
    Publish publish =
        (Publish)
            Serializers.of(Format.CBOR).decode(Bytes.hex("85 10 01 a0 63612e62 82 f97e00 f97c00"));

    byte[] json = JSON.encode(publish);

    assertEquals("[16,1,{},\"a.b\",[null,null]]", new String(json, StandardCharsets.UTF_8));
  }

  private static List<Object> args(String text) {
    byte[] bytes = Bytes.utf8(text);
    return JSON.args(new Payload(Format.JSON, bytes, 0, bytes.length, 1));
  }

  private static String text(Payload payload) {
    int end = payload.offset() + payload.length();
    byte[] range = Arrays.copyOfRange(payload.bytes(), payload.offset(), end);
    return new String(range, StandardCharsets.UTF_8);
  }
}
