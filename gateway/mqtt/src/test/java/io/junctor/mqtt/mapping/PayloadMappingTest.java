package io.junctor.mqtt.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadMappingTest {

  static List<Content> contents() {
    Map<String, Object> reading = new LinkedHashMap<>();
    reading.put("value", 4.2);
    reading.put("unit", "Cel");
    reading.put("desired", null);
    return List.of(
        Content.NONE,
        Content.ofKwargs(reading),
        Content.ofKwargs(Map.of("args", List.of(1L), "kwargs", Map.of("a", 1L))),
        Content.ofKwargs(Map.of("args", 1L, "kwargs", 2L)),
        new Content(List.of(1L, "two", true), Map.of()),
        new Content(List.of(1L), Map.of("b", 2L)),
        Content.of(120L),
        Content.of(-0.5),
        Content.of("text"),
        Content.of(""),
        Content.of(false),
        Content.of(null),
        Content.of(List.of(1L)),
        Content.of(List.of()),
        Content.of(Map.of("a", 1L)),
        Content.of(Map.of()),
        Content.of(new BigInteger("18446744073709551616")),
        new Content(Arrays.asList(null, null), Map.of()));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void argumentsComeBackAsTheyWere(Content content) throws Unmappable {
    MqttPayload payload = PayloadMapping.encode(content);
    assertEquals(content, PayloadMapping.decode(payload), payload.toString());
    // MQTT 3.1.1 has no content type
    MqttPayload untyped = new MqttPayload(payload.bytes(), "");
    assertEquals(content, PayloadMapping.decode(untyped), payload.toString());
  }

  @Test
  void aThingsPropertyIsAJsonObject() throws Unmappable {
    Map<String, Object> kwargs = new LinkedHashMap<>();
    kwargs.put("value", 71.5);
    kwargs.put("unit", "%");
    assertEquals(
        "{\"value\":71.5,\"unit\":\"%\"}", text(PayloadMapping.encode(Content.ofKwargs(kwargs))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ON",
        "{",
        "{\"a\":1",
        "1 2",
        "[1],[2]",
        "{\"a\":1}{",
        "null null",
        "nul",
        " ",
        "'a'",
        "{\"a\":1,\"a\":2}",
        "1e999",
        "NaN",
        "01",
        "\"\\u0000no base64!\"",
        "]",
        "[1]]"
      })
  void whatIsNotOneJsonValueIsBinary(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Content content = PayloadMapping.decode(new MqttPayload(bytes, ""));
    assertArrayEquals(bytes, (byte[]) content.args().getFirst());
    assertEquals(Map.of(), content.kwargs());
  }

  @Test
  void malformedUtf8IsBinary() {
    byte[] bytes = {'"', (byte) 0xC0, (byte) 0x80, '"'};
    Content content = PayloadMapping.decode(new MqttPayload(bytes, ""));
    assertArrayEquals(bytes, (byte[]) content.args().getFirst());
  }

  @Test
  void utf16IsNotTakenForJson() {
    byte[] bytes = "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE);
    Content content = PayloadMapping.decode(new MqttPayload(bytes, ""));
    assertArrayEquals(bytes, (byte[]) content.args().getFirst());
  }

  @Test
  void nestingBeyondTheLimitIsBinaryAndNoStackOverflow() {
    byte[] bytes = ("[".repeat(100_000) + "]".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    Content content = PayloadMapping.decode(new MqttPayload(bytes, ""));
    assertTrue(content.args().getFirst() instanceof byte[]);
  }

  @Test
  void theContentTypeSaysThatBytesAreBytes() {
    byte[] bytes = "12".getBytes(StandardCharsets.UTF_8);
    Content content = PayloadMapping.decode(new MqttPayload(bytes, MqttPayload.BINARY));
    assertArrayEquals(bytes, (byte[]) content.args().getFirst());
  }

  @Test
  void aSingleBinaryIsItsBytes() throws Unmappable {
    byte[] bytes = {0, 1, (byte) 0xFF};
    MqttPayload payload = PayloadMapping.encode(Content.of(bytes));
    assertArrayEquals(bytes, payload.bytes());
    assertEquals(MqttPayload.BINARY, payload.contentType());
  }

  @Test
  void aBinaryInsideJsonIsWampsStringOfNulAndBase64() throws Unmappable {
    byte[] bytes = {1, 2, 3};
    MqttPayload payload = PayloadMapping.encode(Content.ofKwargs(Map.of("image", bytes)));
    assertEquals("{\"image\":\"\\u0000AQID\"}", text(payload));
    assertArrayEquals(bytes, (byte[]) PayloadMapping.decode(payload).kwargs().get("image"));
  }

  @Test
  void numbersThatJsonHasNotAreRefused() {
    assertThrows(Unmappable.class, () -> PayloadMapping.encode(Content.of(Double.NaN)));
    assertThrows(
        Unmappable.class,
        () -> PayloadMapping.encode(Content.ofKwargs(Map.of("a", List.of(1.0 / 0)))));
  }

  private static String text(MqttPayload payload) {
    return new String(payload.bytes(), StandardCharsets.UTF_8);
  }
}
