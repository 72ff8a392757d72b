package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Other people's codecs must read what we write and write what we read. */
class OracleTest {

  private static final int VALUES = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  @ParameterizedTest
  @EnumSource
  void randomArgumentsComeThroughEveryPairOfFormats(Format first) {
    Random random = new Random(1);
    for (int round = 0; round < VALUES; round++) {
      List<Object> args = Values.list(random, 0);
      Map<String, Object> kwargs = Values.dict(random, 0);
      Payload payload = Serializers.of(first).payload(args, kwargs);
      for (Format second : Format.values()) {
        Payload transcoded = transcode(payload, second);
        Values.assertSame(args, Serializers.of(second).args(transcoded));
        Values.assertSame(kwargs, Serializers.of(second).kwargs(transcoded));
      }
    }
  }

  @Test
  void jacksonReadsTheJsonThatWeWrite() throws IOException {
    Random random = new Random(2);
    for (int round = 0; round < VALUES; round++) {
      List<Object> args = Values.list(random, 0);

      Payload payload = Serializers.of(Format.JSON).payload(args, Map.of());

      List<?> read = payload.isEmpty() ? List.of() : JSON.readValue(content(payload), List.class);
      Values.assertSame(args, fromJson(read));
    }
  }

  @Test
  void weReadTheJsonThatJacksonWrites() throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < VALUES; round++) {
      Object args = Values.list(random, 0);
      byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(toJson(args));

      Payload payload = new Payload(Format.JSON, json, 0, json.length, 1);

      Values.assertSame(args, Serializers.of(Format.JSON).args(payload));
    }
  }

  @Test
  void jacksonReadsTheCborThatWeWrite() throws IOException {
    Random random = new Random(4);
    for (int round = 0; round < VALUES; round++) {
      List<Object> args = Values.list(random, 0);

      Payload payload = Serializers.of(Format.CBOR).payload(args, Map.of());

      List<?> read = payload.isEmpty() ? List.of() : CBOR.readValue(content(payload), List.class);
      Values.assertSame(args, fromJson(read));
    }
  }

  @Test
  void weReadTheCborThatJacksonWrites() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < VALUES; round++) {
      List<Object> args = Values.list(random, 0);
      byte[] cbor = CBOR.writeValueAsBytes(args); // with indefinite lengths

      Payload payload = new Payload(Format.CBOR, cbor, 0, cbor.length, 1);

      Values.assertSame(args, Serializers.of(Format.CBOR).args(payload));
    }
  }

  @Test
  void msgpackCoreReadsTheMessagePackThatWeWrite() throws IOException {
    Random random = new Random(6);
    for (int round = 0; round < VALUES; round++) {
      List<Object> args = Values.list(random, 0);

      Payload payload = Serializers.of(Format.MSGPACK).payload(args, Map.of());

      if (!payload.isEmpty()) {
        MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(content(payload));
        Values.assertSame(args, unpack(unpacker));
      }
    }
  }

  @Test
  void weReadTheMessagePackThatMsgpackCoreWrites() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < VALUES; round++) {
      List<Object> args = Values.list(random, 0);
      MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
      pack(packer, args);
      byte[] packed = packer.toByteArray();

      Payload payload = new Payload(Format.MSGPACK, packed, 0, packed.length, 1);

      Values.assertSame(args, Serializers.of(Format.MSGPACK).args(payload));
    }
  }

  /** JSONTestSuite-like cases where parsers differ: we side with the strict one. */
  @Test
  void jacksonAgreesOnWhichJsonIsWellFormed() {
    for (String text :
        List.of(
            "0",
            "-0",
            "01",
            "1.",
            ".5",
            "1e5",
            "1E+5",
            "1e",
            "-",
            "+1",
            "0x1",
            "NaN",
            "Infinity",
            "tru",
            "nul",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\t\"",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\"}",
            "[1 2]",
            "'a'",
            "\"\u007f\"",
            "{\"a\":}",
            "[\"\\/\"]",
            " [ ] ",
            "[1]]",
            "1.5e300",
            "\"\\ud834\\udd1e\"",
            "//",
            "[1,/**/2]")) {
      assertEquals(jacksonAccepts(text), weAccept(text), text);
    }
  }

  private static boolean jacksonAccepts(String text) {
    try (var parser = JSON.createParser("[" + text + "]")) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
          parser.getDoubleValue();
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean weAccept(String text) {
    byte[] json = Bytes.utf8("[" + text + "]");
    try {
      WireReader reader = WireReader.of(Format.JSON, json, 0, json.length);
      reader.skip();
      return reader.remaining() == 0;
    } catch (ProtocolViolation e) {
      return false;
    }
  }

  private static byte[] content(Payload payload) {
    int end = payload.offset() + payload.length();
    return Arrays.copyOfRange(payload.bytes(), payload.offset(), end);
  }

  private static Payload transcode(Payload payload, Format format) {
    WireWriter out = WireWriter.of(format, 16);
    out.payload(payload);
    byte[] bytes = out.toByteArray();
    return new Payload(format, bytes, 0, bytes.length, payload.elements());
  }

  /** What JSON cannot say: binary is a string of NUL and Base64. */
  private static Object toJson(Object value) {
    return switch (value) {
      case byte[] bytes -> "\0" + Base64.getEncoder().encodeToString(bytes);
      case List<?> list -> list.stream().map(OracleTest::toJson).toList();
      case Map<?, ?> map -> mapped(map, true);
      case null, default -> value;
    };
  }

  private static Object fromJson(Object value) {
    return switch (value) {
      case String text when text.startsWith("\0") -> Base64.getDecoder().decode(text.substring(1));
      case Integer number -> number.longValue();
      case List<?> list -> new ArrayList<>(list.stream().map(OracleTest::fromJson).toList());
      case Map<?, ?> map -> mapped(map, false);
      case null, default -> value;
    };
  }

  private static Map<String, Object> mapped(Map<?, ?> map, boolean to) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put((String) key, to ? toJson(value) : fromJson(value)));
    return result;
  }

  private static Object unpack(MessageUnpacker in) throws IOException {
    return switch (in.getNextFormat().getValueType()) {
      case NIL -> {
        in.unpackNil();
        yield null;
      }
      case BOOLEAN -> in.unpackBoolean();
      case INTEGER -> {
        BigInteger value = in.unpackBigInteger();
        yield value.bitLength() < 64 ? (Object) value.longValue() : value;
      }
      case FLOAT -> in.unpackDouble();
      case STRING -> in.unpackString();
      case BINARY -> in.readPayload(in.unpackBinaryHeader());
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        for (int left = in.unpackArrayHeader(); left > 0; left--) {
          list.add(unpack(in));
        }
        yield list;
      }
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int left = in.unpackMapHeader(); left > 0; left--) {
          map.put(in.unpackString(), unpack(in));
        }
        yield map;
      }
      case EXTENSION -> throw new AssertionError("an extension type");
    };
  }

  private static void pack(MessageBufferPacker out, Object value) throws IOException {
    switch (value) {
      case null -> out.packNil();
      case Boolean bool -> out.packBoolean(bool);
      case Long number -> out.packLong(number);
      case BigInteger number -> out.packBigInteger(number);
      case Double number -> out.packDouble(number);
      case String text -> out.packString(text);
      case byte[] bytes -> out.packBinaryHeader(bytes.length).writePayload(bytes);
      case List<?> list -> {
        out.packArrayHeader(list.size());
        for (Object element : list) {
          pack(out, element);
        }
      }
      case Map<?, ?> map -> {
        out.packMapHeader(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.packString((String) entry.getKey());
          pack(out, entry.getValue());
        }
      }
      default -> throw new AssertionError(value);
    }
  }
}
