package io.junctor.component;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a Java type wants, in words a caller in another language understands. */
final class TypeNames {

  // Java type -> words
  private static final Map<Class<?>, String> WORDS =
      Map.ofEntries(
          Map.entry(String.class, "text"),
          Map.entry(boolean.class, "true or false"),
          Map.entry(Boolean.class, "true or false"),
          Map.entry(double.class, "a number"),
          Map.entry(Double.class, "a number"),
          Map.entry(float.class, "a number"),
          Map.entry(Float.class, "a number"),
          Map.entry(int.class, "an integer of 32 bits"),
          Map.entry(Integer.class, "an integer of 32 bits"),
          Map.entry(long.class, "an integer"),
          Map.entry(Long.class, "an integer"),
          Map.entry(byte[].class, "binary"),
          Map.entry(Instant.class, "an ISO 8601 time such as 2026-01-31T12:00:00Z"),
          Map.entry(Duration.class, "an ISO 8601 duration such as PT1.5S"));

  private TypeNames() {}

  /** What the type wants. */
  static String of(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (WORDS.containsKey(raw)) {
      return WORDS.getOrDefault(raw, "");
    }
    if (raw == Optional.class) {
      return of(type.getReferencedType());
    }
    if (raw.isEnum()) {
      return "one of "
          + Arrays.stream(raw.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    if (raw.isRecord()) {
      return "a dictionary of "
          + Arrays.stream(raw.getRecordComponents())
              .map(RecordComponent::getName)
              .collect(Collectors.joining(", "));
    }
    if (type.isMapLikeType()) {
      return "a dictionary";
    }
    return type.isCollectionLikeType() || type.isArrayType() ? "a list" : raw.getSimpleName();
  }

  /**
   * The type at the end of a path into a value; the last one known where the path leaves records.
   */
  static JavaType at(JavaType type, List<JsonMappingException.Reference> path) {
    JavaType here = type;
    for (JsonMappingException.Reference step : path) {
      if (here.getRawClass() == Optional.class) {
        here = here.getReferencedType();
      }
      here = step.getFieldName() == null ? element(here) : component(here, step.getFieldName());
    }
    return here;
  }

  private static JavaType element(JavaType type) {
    return type.getContentType() == null ? type : type.getContentType();
  }

  private static JavaType component(JavaType type, String name) {
    if (type.isMapLikeType()) {
      return element(type);
    }
    if (!type.getRawClass().isRecord()) {
      return type;
    }
    return Arrays.stream(type.getRawClass().getRecordComponents())
        .filter(component -> component.getName().equals(name))
        .findFirst()
        .map(component -> Values.type(component.getGenericType()))
        .orElse(type);
  }
}
