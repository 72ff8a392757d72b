package io.junctor.mqtt.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Payloads of MQTT as arguments of WAMP and back.
 *
 * <table>
 * <caption>Native mode, the only one</caption>
 * <tr><th>MQTT payload</th><th>WAMP arguments</th></tr>
 * <tr><td>empty</td><td>none</td></tr>
 * <tr><td>JSON object</td><td>keyword arguments</td></tr>
 * <tr><td>JSON array</td><td>positional arguments</td></tr>
 * <tr><td>other JSON value</td><td>one positional argument</td></tr>
 * <tr><td>{@code {"args": [...], "kwargs": {...}}}, exactly these two</td><td>both</td></tr>
 * <tr><td>anything else, or content type {@code application/octet-stream}</td>
 *     <td>one positional argument, binary</td></tr>
 * </table>
 *
 * <p>Read from right to left it is how arguments are written; a single list or dictionary as
 * positional argument is written in an array. Binary values inside JSON are strings of NUL and
 * base64, as in WAMP's JSON. A single binary argument is written as its bytes; only the content
 * type, which MQTT 3.1.1 has not, then tells whether bytes that happen to be JSON are meant as
 * such.
 */
public final class PayloadMapping {

  private static final String ARGS = "args";
  private static final String KWARGS = "kwargs";

  private PayloadMapping() {}

  /** The arguments that a payload means. */
  public static Content decode(MqttPayload payload) {
    if (payload.contentType().equals(MqttPayload.BINARY)) {
      return Content.of(payload.bytes());
    }
    if (payload.bytes().length == 0) {
      return Content.NONE;
    }
    try {
      return toContent(JsonValues.read(payload.bytes()));
    } catch (Unmappable notJson) {
      return Content.of(payload.bytes());
    }
  }

  private static Content toContent(@Nullable Object json) {
    return switch (json) {
      case List<?> list -> new Content(values(list), Map.of());
      case Map<?, ?> map when isBoth(map) ->
          map.get(ARGS) instanceof List<?> args && map.get(KWARGS) instanceof Map<?, ?> kwargs
              ? new Content(values(args), entries(kwargs))
              : Content.ofKwargs(entries(map));
      case Map<?, ?> map -> Content.ofKwargs(entries(map));
      case null -> Content.of(null);
      default -> Content.of(json);
    };
  }

  private static boolean isBoth(Map<?, ?> map) {
    return map.size() == 2
        && map.get(ARGS) instanceof List<?>
        && map.get(KWARGS) instanceof Map<?, ?>;
  }

  /**
   * The payload for arguments.
   *
   * @throws Unmappable for values that JSON has not: NaN and the infinities.
   */
  public static MqttPayload encode(Content content) throws Unmappable {
    List<@Nullable Object> args = content.args();
    Map<String, @Nullable Object> kwargs = content.kwargs();
    if (!kwargs.isEmpty()) {
      return json(args.isEmpty() && !isBoth(kwargs) ? kwargs : both(content));
    }
    if (args.isEmpty()) {
      return new MqttPayload(new byte[0], "");
    }
    if (args.size() > 1 || args.getFirst() instanceof List || args.getFirst() instanceof Map) {
      return json(args);
    }
    return args.getFirst() instanceof byte[] bytes
        ? new MqttPayload(bytes, MqttPayload.BINARY)
        : json(args.getFirst());
  }

  private static Map<String, @Nullable Object> both(Content content) {
    Map<String, @Nullable Object> both = new LinkedHashMap<>();
    both.put(ARGS, content.args());
    both.put(KWARGS, content.kwargs());
    return both;
  }

  private static MqttPayload json(@Nullable Object value) throws Unmappable {
    return new MqttPayload(JsonValues.write(value), MqttPayload.JSON);
  }

  @SuppressWarnings("unchecked") // JsonValues makes nothing else
  private static List<@Nullable Object> values(List<?> list) {
    return (List<@Nullable Object>) list;
  }

  @SuppressWarnings("unchecked") // JsonValues makes nothing else
  private static Map<String, @Nullable Object> entries(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }
}
