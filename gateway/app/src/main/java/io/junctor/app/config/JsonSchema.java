package io.junctor.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON Schema of the configuration, made from its records, so that an editor completes keys and
 * marks unknown ones. What a record checks beyond names and types (ranges, what belongs together)
 * only {@code junctor check} knows.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema 2020-12</a>
 */
public final class JsonSchema {

  private static final String DURATION_FORM = "^[0-9]{1,9} ?(ms|s|m|h)$";

  private JsonSchema() {}

  /**
   * The schema of the whole file.
   *
   * @param kinds kind of thing → its record.
   */
  public static Map<String, Object> of(Map<String, Class<?>> kinds) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "junctor.yaml");
    schema.putAll(ofRecord(GatewayConfig.class));
    Map<String, Object> properties = new LinkedHashMap<>(propertiesOf(GatewayConfig.class));
    properties.put("things", ordered("type", "object", "additionalProperties", things(kinds)));
    schema.put("properties", properties);
    return schema;
  }

  private static Map<String, Object> things(Map<String, Class<?>> kinds) {
    List<Object> choices = new ArrayList<>();
    kinds.forEach(
        (kind, record) -> {
          Map<String, Object> properties = new LinkedHashMap<>();
          properties.put("kind", Map.of("const", kind));
          properties.putAll(propertiesOf(record));
          Map<String, Object> choice = object(properties);
          choice.put("required", List.of("kind"));
          choices.add(choice);
        });
    return Map.of("oneOf", choices);
  }

  private static Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Map<String, Object> element = of(arguments[arguments.length - 1]);
      return generic.getRawType() == Map.class
          ? ordered("type", "object", "additionalProperties", element)
          : ordered("type", "array", "items", element);
    }
    return type instanceof Class<?> plain ? ofClass(plain) : Map.of();
  }

  private static Map<String, Object> ofClass(Class<?> type) {
    if (type.isRecord()) {
      return ofRecord(type);
    }
    if (type.isEnum()) {
      return Map.of("enum", constants(type));
    }
    if (type == Duration.class) {
      return ordered("type", "string", "pattern", DURATION_FORM);
    }
    if (Set.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
      return Map.of("type", "integer");
    }
    if (Set.of(double.class, Double.class).contains(type)) {
      return Map.of("type", "number");
    }
    if (Set.of(boolean.class, Boolean.class).contains(type)) {
      return Map.of("type", "boolean");
    }
    return type == String.class ? Map.of("type", "string") : Map.of();
  }

  private static Map<String, Object> ofRecord(Class<?> record) {
    return object(propertiesOf(record));
  }

  private static Map<String, Object> propertiesOf(Class<?> record) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (RecordComponent component : record.getRecordComponents()) {
      properties.put(component.getName(), of(component.getGenericType()));
    }
    return properties;
  }

  private static Map<String, Object> object(Map<String, Object> properties) {
    Map<String, Object> schema = ordered("type", "object", "additionalProperties", (Object) false);
    schema.put("properties", properties);
    return schema;
  }

  /** The names of an enum's constants in the file. */
  static Collection<String> constants(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      names.add(Spelled.of((Enum<?>) constant));
    }
    return names;
  }

  private static Map<String, Object> ordered(
      String key1, Object value1, String key2, Object value2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key1, value1);
    map.put(key2, value2);
    return map;
  }
}
