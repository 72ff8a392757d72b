package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {

  @Test
  void theSamplesHoldEveryKindOfMessage() {
    Set<Integer> codes = new HashSet<>();

    SampleMessages.all(Format.JSON).forEach(message -> codes.add(message.code()));

    assertEquals(25, codes.size());
  }

  @ParameterizedTest
  @EnumSource
  void everyMessageIsReadAsItWasWritten(Format format) {
    Serializer serializer = Serializers.of(format);
    for (Message message : SampleMessages.all(format)) {
      byte[] frame = serializer.encode(message);

      Message read = serializer.decode(frame);

      assertEquals(message.getClass(), read.getClass());
      assertArrayEquals(frame, serializer.encode(read), message.name());
      assertEquals(withoutPayload(message), withoutPayload(read));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatCrossesTheOtherFormatsComesBackAsItWas(Format format) {
    for (Message message : SampleMessages.all(format)) {
      byte[] frame = Serializers.of(format).encode(message);
      Message crossing = Serializers.of(format).decode(frame);
      for (Format between : Format.values()) {
        byte[] other = Serializers.of(between).encode(crossing);

        crossing = Serializers.of(between).decode(other);

        assertEquals(withoutPayload(message), withoutPayload(crossing));
      }
      assertArrayEquals(frame, Serializers.of(format).encode(crossing), message.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void argumentsAreReadAsTheyWereWritten(Format format) {
    Payload payload =
        Serializers.of(format).payload(SampleMessages.args(), SampleMessages.kwargs());

    List<Object> args = Serializers.of(Format.JSON).args(payload);
    Map<String, Object> kwargs = Serializers.of(Format.CBOR).kwargs(payload);

    Values.assertSame(SampleMessages.args(), args);
    Values.assertSame(SampleMessages.kwargs(), kwargs);
    assertEquals(
        List.copyOf(SampleMessages.kwargs().keySet()), List.copyOf(kwargs.keySet()), "order");
  }

  @ParameterizedTest
  @EnumSource
  void aPayloadStaysARangeOfItsFrame(Format format) {
    Serializer serializer = Serializers.of(format);
    Payload written = serializer.payload(List.of(1L, "two"), Map.of("three", 3L));
    byte[] frame = serializer.encode(new Call(1, Dict.EMPTY, "com.example.add", written));

    Payload read = ((Call) serializer.decode(frame)).payload();

    assertSame(frame, read.bytes());
    assertEquals(2, read.elements());
    assertEquals(written.length(), read.length());
  }

  @ParameterizedTest
  @EnumSource
  void noArgumentsAreNoElements(Format format) {
    Serializer serializer = Serializers.of(format);

    Payload payload = serializer.payload(List.of(), Map.of());

    assertSame(Payload.NONE, payload);
    assertEquals(List.of(), serializer.args(payload));
    assertEquals(Map.of(), serializer.kwargs(payload));
  }

  @ParameterizedTest
  @EnumSource
  void keywordArgumentsAloneComeAfterAnEmptyList(Format format) {
    Serializer serializer = Serializers.of(format);

    Payload payload = serializer.payload(List.of(), Map.of("a", 1L));

    assertEquals(2, payload.elements());
    assertEquals(List.of(), serializer.args(payload));
    assertEquals(Map.of("a", 1L), serializer.kwargs(payload));
  }

  /** The older payload transparency form: one binary in the place of Arguments. */
  @ParameterizedTest
  @EnumSource
  void aBinaryInThePlaceOfTheArgumentsIsCarriedThroughEveryFormat(Format format) {
    byte[] json = Bytes.utf8("[48,1,{\"enc_algo\":\"cryptobox\"},\"a.b\",\"\\u0000AAH/\"]");
    Message message = Serializers.of(Format.JSON).decode(json);

    byte[] frame = Serializers.of(format).encode(message);

    Call call = (Call) Serializers.of(format).decode(frame);
    assertEquals(1, call.payload().elements());
    List<Object> args = Serializers.of(format).args(call.payload());
    assertArrayEquals(new byte[] {0, 1, -1}, (byte[]) args.getFirst());
    assertArrayEquals(json, Serializers.of(Format.JSON).encode(call));
  }

  private static String withoutPayload(Message message) {
    // records do not compare payloads, so the text of all fields stands for the message
    byte[] json = Serializers.of(Format.JSON).encode(message);
    return message.name() + new String(json, StandardCharsets.UTF_8);
  }
}
