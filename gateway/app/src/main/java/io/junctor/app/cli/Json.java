package io.junctor.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.junctor.component.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments to and from the command line. */
final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);

  private Json() {}

  /** A word of the command line: JSON when it is, a string otherwise ({@code 20}, {@code on}). */
  static @Nullable Object value(String word) {
    try {
      return MAPPER.readValue(word, Object.class);
    } catch (JsonProcessingException e) {
      return word;
    }
  }

  /** {@code name=value} words. */
  static Map<String, @Nullable Object> kwargs(Map<String, String> words) {
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    words.forEach((key, word) -> kwargs.put(key, value(word)));
    return kwargs;
  }

  /** In this order. */
  private record Both(List<?> args, Map<String, ?> kwargs) {}

  /** One line: the only argument itself, otherwise what there is of args and kwargs. */
  static String line(Arguments arguments) {
    List<?> args = arguments.args();
    Map<String, ?> kwargs = arguments.kwargs();
    if (kwargs.isEmpty()) {
      return text(args.size() == 1 ? args.get(0) : args);
    }
    return text(args.isEmpty() ? kwargs : new Both(args, kwargs));
  }

  /** One line of JSON. */
  static String text(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
