package io.junctor.mqtt.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors of WAMP as keyword arguments, for answers in MQTT: {@code {error, message, details}}. */
public final class ErrorContent {

  private ErrorContent() {}

  /** An error with its message. */
  public static Content of(String error, String message) {
    return of(error, message, Map.of());
  }

  /**
   * An ERROR as it came: its first positional argument, if that is text, is the message, its
   * keyword arguments are the details.
   */
  public static Content of(String error, Content arguments) {
    Object first = arguments.args().isEmpty() ? null : arguments.args().getFirst();
    return of(error, first instanceof String text ? text : "", arguments.kwargs());
  }

  private static Content of(String error, String message, Map<String, @Nullable Object> details) {
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    kwargs.put("error", error);
    kwargs.put("message", message);
    if (!details.isEmpty()) {
      kwargs.put("details", details);
    }
    return Content.ofKwargs(kwargs);
  }
}
