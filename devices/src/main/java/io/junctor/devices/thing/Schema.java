package io.junctor.devices.thing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a value must be: the data schema of the Thing Description, which is published and enforced
 * from this one place.
 *
 * <p>Values are what JSON, MessagePack and CBOR have: String, Boolean, Long or Integer, Double,
 * List, Map.
 */
public sealed interface Schema {

  /** As the Thing Description has it (a subset of JSON Schema). */
  Map<String, Object> json();

  /**
   * Returns the value in the form the device works with (Double, Long, Boolean, String, List, Map).
   *
   * @param what the value's name, for the message
   * @throws ThingException invalid_argument if the value is of another type or out of range
   */
  Object check(String what, @Nullable Object value) throws ThingException;

  /** A value of this schema as it is published: no more digits than the device can tell. */
  default Object published(Object value) {
    return value;
  }

  /** The unit in UCUM notation: {@code %}, {@code mm}, {@code Cel}, {@code deg}; null if none. */
  default @Nullable String unit() {
    return null;
  }

  /**
   * A number; becomes a Double.
   *
   * @param unit in UCUM notation
   * @param minimum the smallest that is allowed
   * @param maximum the largest that is allowed
   * @param resolution the step the device can tell or reach, published as {@code multipleOf}; not
   *     enforced, because 0.1 has no exact multiples in binary
   */
  record Numeric(String unit, double minimum, double maximum, @Nullable Double resolution)
      implements Schema {
    public Numeric {
      if (!(minimum < maximum)) {
        throw new IllegalArgumentException(
            "maximum: expected more than minimum " + minimum + ", got " + maximum);
      }
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("type", "number");
      json.put("unit", unit);
      json.put("minimum", minimum);
      json.put("maximum", maximum);
      if (resolution != null) {
        json.put("multipleOf", resolution);
      }
      return json;
    }

    @Override
    public Object check(String what, @Nullable Object value) throws ThingException {
      // NaN fails both comparisons
      if (value instanceof Number number
          && number.doubleValue() >= minimum
          && number.doubleValue() <= maximum) {
        return number.doubleValue();
      }
      throw ThingException.invalidArgument(
          what,
          String.format(Locale.ROOT, "a number %s..%s %s", plain(minimum), plain(maximum), unit),
          describe(value));
    }

    @Override
    public Object published(Object value) {
      if (resolution == null || !(value instanceof Double number) || !Double.isFinite(number)) {
        return value;
      }
      BigDecimal step = BigDecimal.valueOf(resolution);
      return BigDecimal.valueOf(number)
          .divide(step, 0, RoundingMode.HALF_EVEN)
          .multiply(step)
          .doubleValue();
    }
  }

  /**
   * A whole number; becomes a Long.
   *
   * @param unit in UCUM notation, null for a count
   * @param minimum the smallest that is allowed
   * @param maximum the largest that is allowed
   */
  record Whole(@Nullable String unit, long minimum, long maximum) implements Schema {
    public Whole {
      if (minimum > maximum) {
        throw new IllegalArgumentException(
            "maximum: expected at least minimum " + minimum + ", got " + maximum);
      }
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("type", "integer");
      if (unit != null) {
        json.put("unit", unit);
      }
      json.put("minimum", minimum);
      if (maximum < Long.MAX_VALUE) { // a count has no end that a scale could be drawn to
        json.put("maximum", maximum);
      }
      return json;
    }

    @Override
    public Object check(String what, @Nullable Object value) throws ThingException {
      // a browser may send 3 as 3.0
      if (value instanceof Number number
          && number.doubleValue() == Math.rint(number.doubleValue())
          && number.doubleValue() >= minimum
          && number.doubleValue() <= maximum) {
        return number.longValue();
      }
      throw ThingException.invalidArgument(
          what, "an integer " + minimum + ".." + maximum, describe(value));
    }
  }

  /**
   * True or false.
   *
   * @param whenFalse what a person calls false, such as {@code Closed}; null for no name
   * @param whenTrue what a person calls true; null exactly when the other is
   */
  record Bool(@Nullable String whenFalse, @Nullable String whenTrue) implements Schema {
    public Bool {
      if ((whenFalse == null) != (whenTrue == null)) {
        throw new IllegalArgumentException("expected names for both states or for none");
      }
    }

    /** Without names for the states. */
    public Bool() {
      this(null, null);
    }

    @Override
    public Map<String, Object> json() {
      if (whenFalse == null || whenTrue == null) {
        return Map.of("type", "boolean");
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("type", "boolean");
      json.put(
          "oneOf",
          List.of(
              Map.of("const", false, "title", whenFalse),
              Map.of("const", true, "title", whenTrue)));
      return json;
    }

    @Override
    public Object check(String what, @Nullable Object value) throws ThingException {
      if (value instanceof Boolean) {
        return value;
      }
      throw ThingException.invalidArgument(what, "true or false", describe(value));
    }
  }

  /**
   * One of several words.
   *
   * @param options the words
   */
  record Word(Set<String> options) implements Schema {
    public Word {
      options = Set.copyOf(options);
    }

    @Override
    public Map<String, Object> json() {
      return Map.of("type", "string", "enum", List.copyOf(new TreeSet<>(options)));
    }

    @Override
    public Object check(String what, @Nullable Object value) throws ThingException {
      if (value instanceof String word && options.contains(word)) {
        return word;
      }
      throw ThingException.invalidArgument(
          what, "one of " + new TreeSet<>(options), describe(value));
    }
  }

  /**
   * A text.
   *
   * @param lengthMax the most characters, all of them ISO 8859-1
   */
  record Text(int lengthMax) implements Schema {

    private static final int LATIN_MAX = 0xFF;

    @Override
    public Map<String, Object> json() {
      return Map.of("type", "string", "maxLength", lengthMax);
    }

    @Override
    public Object check(String what, @Nullable Object value) throws ThingException {
      if (value instanceof String text
          && text.length() <= lengthMax
          && text.chars().allMatch(character -> character <= LATIN_MAX)) {
        return text;
      }
      throw ThingException.invalidArgument(
          what, "a text of at most " + lengthMax + " Latin characters", describe(value));
    }
  }

  /**
   * A list of fixed length.
   *
   * @param items what each item must be
   * @param size how many there are
   */
  record Items(Schema items, int size) implements Schema {
    @Override
    public Map<String, Object> json() {
      return Map.of("type", "array", "items", items.json(), "minItems", size, "maxItems", size);
    }

    @Override
    public Object check(String what, @Nullable Object value) throws ThingException {
      if (!(value instanceof List<?> list) || list.size() != size) {
        throw ThingException.invalidArgument(what, "a list of " + size, describe(value));
      }
      List<Object> checked = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        checked.add(items.check(what + "[" + i + "]", list.get(i)));
      }
      return List.copyOf(checked);
    }
  }

  /**
   * Named members; unknown ones are refused.
   *
   * @param members name -> schema, in order of publication
   * @param required the names that must be there
   */
  record Members(Map<String, Schema> members, Set<String> required) implements Schema {
    public Members {
      members = new LinkedHashMap<>(members);
      required = Set.copyOf(required);
    }

    /** No members at all. */
    public static Members none() {
      return new Members(Map.of(), Set.of());
    }

    /** One required member. */
    public static Members one(String name, Schema schema) {
      return new Members(Map.of(name, schema), Set.of(name));
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> properties = new LinkedHashMap<>();
      members.forEach((name, schema) -> properties.put(name, schema.json()));
      return Map.of(
          "type",
          "object",
          "properties",
          properties,
          "required",
          List.copyOf(new TreeSet<>(required)));
    }

    @Override
    public Map<String, Object> check(String what, @Nullable Object value) throws ThingException {
      if (!(value instanceof Map<?, ?> given)) {
        throw ThingException.invalidArgument(what, "named arguments", describe(value));
      }
      for (Object name : given.keySet()) {
        if (!(name instanceof String text) || !members.containsKey(text)) {
          throw ThingException.invalidArgument(
              what, "no other arguments than " + new TreeSet<>(members.keySet()), describe(name));
        }
      }
      Map<String, Object> checked = new LinkedHashMap<>();
      for (Map.Entry<String, Schema> member : members.entrySet()) {
        String name = member.getKey();
        if (given.containsKey(name)) {
          checked.put(name, member.getValue().check(name, given.get(name)));
        } else if (required.contains(name)) {
          throw ThingException.invalidArgument(what, "argument '" + name + "'", "none");
        }
      }
      return checked;
    }
  }

  /** The value as an error message shows it: short, whatever a caller sent. */
  private static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "'" + shortened(text) + "'";
      case Number number -> shortened(number.toString());
      case Boolean bool -> bool.toString();
      case List<?> list -> "a list of " + list.size();
      case Map<?, ?> map -> "an object of " + map.size();
      default -> Objects.requireNonNull(value).getClass().getSimpleName();
    };
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), 40));
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
