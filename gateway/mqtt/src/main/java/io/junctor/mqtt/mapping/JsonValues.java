package io.junctor.mqtt.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.junctor.wamp.serializer.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON text as values and back, strictly, within WAMP's own limits. */
final class JsonValues {

  /**
   * WAMP's sign for a binary in JSON:
   * https://wamp-proto.org/wamp_latest_ietf.html#name-binary-conversion-of-json-s
   */
  private static final char BINARY = '\0';

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.DEPTH_MAX)
                          .maxNumberLength(Limits.NUMBER_DIGITS_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonValues() {}

  /** The value of a text; refused when it is not exactly one JSON value in UTF-8. */
  static @Nullable Object read(byte[] bytes) throws Unmappable {
    try (JsonParser parser = MAPPER.getFactory().createParser(utf8(bytes))) {
      if (parser.nextToken() == null) {
        throw new Unmappable("payload: expected JSON, got white space");
      }
      Object value =
          parser.currentToken() == JsonToken.VALUE_NULL
              ? null
              : MAPPER.readValue(parser, Object.class);
      if (value == null && parser.nextToken() != null) {
        throw new Unmappable("payload: expected one JSON value, got more");
      }
      return fromJson(value);
    } catch (IOException | IllegalArgumentException e) {
      throw new Unmappable("payload: expected one JSON value, got something else");
    }
  }

  /** Jackson would guess UTF-16 from zero bytes, and other forms of UTF-8 are not text. */
  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static @Nullable Object fromJson(@Nullable Object value) throws Unmappable {
    return switch (value) {
      case List<?> list -> {
        List<@Nullable Object> converted = new ArrayList<>(list.size());
        for (Object element : list) {
          converted.add(fromJson(element));
        }
        yield converted;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> converted = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          converted.put(String.valueOf(entry.getKey()), fromJson(entry.getValue()));
        }
        yield converted;
      }
      case String text when !text.isEmpty() && text.charAt(0) == BINARY ->
          Base64.getDecoder().decode(text.substring(1));
      case Double number when !Double.isFinite(number) ->
          throw new Unmappable("payload: expected numbers within 64 bits, got a larger one");
      case Integer number -> number.longValue();
      case null -> null;
      default -> value;
    };
  }

  /** The text of a value. */
  static byte[] write(@Nullable Object value) throws Unmappable {
    try {
      return MAPPER.writeValueAsBytes(toJson(value));
    } catch (IOException e) {
      throw new Unmappable("arguments: expected values that JSON has, got another");
    }
  }

  private static @Nullable Object toJson(@Nullable Object value) throws Unmappable {
    return switch (value) {
      case List<?> list -> {
        List<@Nullable Object> converted = new ArrayList<>(list.size());
        for (Object element : list) {
          converted.add(toJson(element));
        }
        yield converted;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> converted = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          converted.put(String.valueOf(entry.getKey()), toJson(entry.getValue()));
        }
        yield converted;
      }
      case byte[] bytes -> BINARY + Base64.getEncoder().encodeToString(bytes);
      case Double number when !Double.isFinite(number) ->
          throw new Unmappable("arguments: expected finite numbers, got " + number);
      case null -> null;
      default -> value;
    };
  }
}
