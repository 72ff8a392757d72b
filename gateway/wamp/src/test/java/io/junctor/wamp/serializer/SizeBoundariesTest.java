package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Yield;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads grow with what they announce: at 16, 24, 32, 256 and 65536. */
class SizeBoundariesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 14, 15, 16, 23, 24, 31, 32, 33, 255, 256, 257, 65_535, 65_536, 65_537})
  void containersAndStringsOfEverySizeCrossEveryPairOfFormats(int size) {
    List<Object> values =
        List.of("x".repeat(size), new byte[size], listOf(size), dictOf(size), "k".repeat(size), 1L);
    for (Format first : Format.values()) {
      Payload payload = Serializers.of(first).payload(values, Map.of());
      for (Format second : Format.values()) {
        byte[] frame = Serializers.of(second).encode(new Yield(1, Dict.EMPTY, payload));

        Yield read = (Yield) Serializers.of(second).decode(frame);

        Values.assertSame(values, Serializers.of(second).args(read.payload()));
      }
    }
  }

  /** JSON does not tell sizes beforehand, so the head of a container is mended at its end. */
  @Test
  void whatComesFromJsonIsAsShortAsWhatIsWrittenDirectly() {
    Object nested = dictOf(300);
    for (int level = 0; level < 20; level++) {
      List<Object> list = new ArrayList<>(listOf(level * 3));
      list.add(nested);
      nested = list;
    }
    Payload json = Serializers.of(Format.JSON).payload(List.of(nested), Map.of());
    for (Format format : List.of(Format.MSGPACK, Format.CBOR)) {
      Payload direct = Serializers.of(format).payload(List.of(nested), Map.of());

      byte[] transcoded = Serializers.of(format).encode(new Yield(1, Dict.EMPTY, json));

      assertArrayEquals(
          Serializers.of(format).encode(new Yield(1, Dict.EMPTY, direct)), transcoded);
    }
  }

  @Test
  void aFrameOfExactlyTheLimitIsReadAndALongerOneRefused() {
    int overhead = "[70,1,{},[\"\"]]".length();
    byte[] longest =
        Bytes.join(
            Bytes.utf8("[70,1,{},[\""),
            Bytes.repeated("61", Limits.FRAME_BYTES_MAX - overhead, ""),
            Bytes.utf8("\"]]"));
    byte[] longer = Bytes.join(longest, Bytes.utf8(" "));
    Serializer json = Serializers.of(Format.JSON);

    Yield read = (Yield) json.decode(longest);

    assertEquals(Limits.FRAME_BYTES_MAX, longest.length);
    assertEquals(1, read.request());
    assertThrows(ProtocolViolation.class, () -> json.decode(longer));
  }

  @Test
  void aUriOfExactlyTheLimitIsReadAndALongerOneRefused() {
    for (Format format : Format.values()) {
      Serializer serializer = Serializers.of(format);
      byte[] longest = serializer.encode(call("a".repeat(Limits.URI_BYTES_MAX)));
      byte[] longer = serializer.encode(call("a".repeat(Limits.URI_BYTES_MAX + 1)));

      assertEquals(48, serializer.decode(longest).code());
      assertThrows(ProtocolViolation.class, () -> serializer.decode(longer));
    }
  }

  private static Call call(String procedure) {
    return new Call(1, Dict.EMPTY, procedure, Payload.NONE);
  }

  private static List<Object> listOf(int size) {
    List<Object> list = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      list.add((long) index);
    }
    return list;
  }

  private static Map<String, Object> dictOf(int size) {
    Map<String, Object> dict = new LinkedHashMap<>();
    for (int index = 0; index < size; index++) {
      dict.put("k" + index, true);
    }
    return dict;
  }
}
