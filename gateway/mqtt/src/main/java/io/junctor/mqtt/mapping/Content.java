package io.junctor.mqtt.mapping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of WAMP as values: {@code String}, {@code Long}, {@code Double}, {@code Boolean},
 * {@code byte[]}, {@code BigInteger}, {@code List}, {@code Map} and null.
 *
 * @param args the positional ones.
 * @param kwargs the keyword ones.
 */
public record Content(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {

  /** No arguments. */
  public static final Content NONE = new Content(List.of(), Map.of());

  /** Copies both. */
  public Content {
    args = Collections.unmodifiableList(new ArrayList<>(args));
    kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
  }

  /** One positional argument. */
  public static Content of(@Nullable Object arg) {
    List<@Nullable Object> args = new ArrayList<>(1);
    args.add(arg);
    return new Content(args, Map.of());
  }

  /** Keyword arguments alone. */
  public static Content ofKwargs(Map<String, @Nullable Object> kwargs) {
    return new Content(List.of(), kwargs);
  }
}
