package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Published;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameTest {

  private static final String TEXT = "0123456789abcdef";

  private static byte[] written(Frame frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frame.writeTo(bytes::write);
    return bytes.toByteArray();
  }

  private static List<byte[]> arrays(Frame frame) {
    List<byte[]> arrays = new ArrayList<>();
    frame.writeTo((bytes, offset, length) -> arrays.add(bytes));
    return arrays;
  }

  /** On both sides of the length from which on a payload is carried. */
  @ParameterizedTest
  @EnumSource
  void aPayloadOfEveryLengthReadsAsItWasWritten(Format format) {
    Serializer serializer = Serializers.of(format);
    for (int length = 0; length < 600; length++) {
      List<?> args = List.of("x".repeat(length));
      Payload payload = serializer.payload(args, Map.of("n", 1L));

      Frame frame = serializer.frame(new Event(1, 2, Dict.EMPTY, payload));

      byte[] bytes = frame.toByteArray();
      assertEquals(bytes.length, frame.length());
      assertArrayEquals(bytes, written(frame));
      Event read = (Event) serializer.decode(bytes);
      assertEquals(args, serializer.args(read.payload()));
      assertEquals(Map.of("n", 1L), serializer.kwargs(read.payload()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLongPayloadOfTheFormatIsNotCopied(Format format) {
    // Given
    Payload payload = Serializers.of(format).payload(List.of(TEXT.repeat(64)), Map.of());
    // When
    Frame frame = Serializers.of(format).frame(new Event(1, 2, Dict.EMPTY, payload));
    // Then
    assertSame(payload.bytes(), arrays(frame).get(1));
  }

  @ParameterizedTest
  @EnumSource
  void aPayloadThatWouldKeepAMuchLongerArrayIsCopied(Format format) {
    // Given
    Payload alone = Serializers.of(format).payload(List.of(TEXT.repeat(64)), Map.of());
    byte[] longer = Arrays.copyOf(alone.bytes(), alone.length() * 3);
    Payload part = new Payload(format, longer, 0, alone.length(), 1);
    // When
    Frame frame = Serializers.of(format).frame(new Event(1, 2, Dict.EMPTY, part));
    // Then
    assertTrue(arrays(frame).stream().noneMatch(array -> array == longer));
    assertArrayEquals(
        Serializers.of(format).encode(new Event(1, 2, Dict.EMPTY, alone)), written(frame));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRepeatedIsWrittenOnceAndReadsTheSame(Format format) {
    // Given
    Dict details = Dict.of("publisher", 9_007_199_254_740_992L, "publisher_authid", "k\"ä");
    Dict repeated = details.repeated();
    Serializer serializer = Serializers.of(format);
    Payload payload = serializer.payload(List.of(1L), Map.of());
    byte[] expected = serializer.encode(new Event(1, 2, details, payload));
    // When
    byte[] first = serializer.encode(new Event(1, 2, repeated, payload));
    byte[] kept = repeated.written(format);
    byte[] second = serializer.encode(new Event(1, 2, repeated, payload));
    // Then
    assertArrayEquals(expected, first);
    assertArrayEquals(expected, second);
    assertNotSame(first, second);
    assertSame(kept, repeated.written(format));
    assertEquals(details, repeated);
  }

  @ParameterizedTest
  @EnumSource
  void aFrameWithoutPayloadIsItsOwnBytes(Format format) {
    // Given
    Published published = new Published(1, 2);
    // When
    Frame frame = Serializers.of(format).frame(published);
    // Then
    assertEquals(published, Serializers.of(format).decode(frame.toByteArray()));
    assertEquals(1, arrays(frame).size());
  }
}
