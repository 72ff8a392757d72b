package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Dict;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The type of a known option or detail. */
enum OptionType {
  BOOL("bool"),
  /** "integer: a non-negative integer", as the specification writes. */
  INTEGER("non-negative integer"),
  STRING("string"),
  DICT("dict"),
  INTEGERS("list of non-negative integer"),
  STRINGS("list of string"),
  DICTS("list of dict"),
  MATCH_POLICY("exact, prefix or wildcard");

  private static final Set<String> MATCH_POLICIES = Set.of("exact", "prefix", "wildcard");

  private final String text;

  OptionType(String text) {
    this.text = text;
  }

  boolean accepts(Object value) {
    return switch (this) {
      case BOOL -> value instanceof Boolean;
      case INTEGER -> isInteger(value);
      case STRING -> value instanceof String;
      case DICT -> value instanceof Dict;
      case INTEGERS ->
          value instanceof List<?> list && list.stream().allMatch(OptionType::isInteger);
      case STRINGS -> isListOf(value, String.class);
      case DICTS -> isListOf(value, Dict.class);
      case MATCH_POLICY -> value instanceof String policy && MATCH_POLICIES.contains(policy);
    };
  }

  /** The type of a value, and the value itself where it cannot be a secret. */
  static String describe(Object value) {
    return switch (value) {
      case Boolean bool -> "bool " + bool;
      case Long number -> "integer " + number;
      case Double number -> "float " + number;
      case String ignored -> "string";
      case byte[] ignored -> "binary";
      case List<?> ignored -> "list";
      case Dict ignored -> "dict";
      default -> "integer beyond 64 bits";
    };
  }

  private static boolean isInteger(@Nullable Object value) {
    return value instanceof Long number && number >= 0;
  }

  private static boolean isListOf(Object value, Class<?> type) {
    return value instanceof List<?> list && list.stream().allMatch(type::isInstance);
  }

  @Override
  public String toString() {
    return text;
  }
}
