package io.junctor.app.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of plain values: maps, lists, texts, numbers, {@code true} and {@code false}, and
 * {@link YamlScalar} where a file was read. Strict: nothing becomes what it is not, but for numbers
 * and truth values, which may stand where a text is wanted.
 *
 * <p>Own code instead of a library's object mapper, because a mapper's introspection is a quarter
 * of what a router needs to start (decision 0018).
 */
final class RecordBinder {

  private RecordBinder() {}

  /** A value that does not fit. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> path;

    Refused(List<String> path, String message) {
      super(message);
      this.path = path;
    }

    /** Where it stands. */
    List<String> path() {
      return path;
    }

    /** What is wrong. */
    String problem() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Makes a value of a type.
   *
   * @param path where the value stands.
   * @throws Refused at the first value that does not fit, in the order of writing; what is below a
   *     record comes before what the record itself says.
   */
  static @Nullable Object bind(@Nullable Object value, Type type, List<String> path)
      throws Refused {
    if (value == null) {
      if (type instanceof Class<?> primitive && primitive.isPrimitive()) {
        throw new Refused(path, "expected " + Scalars.nameOf(primitive) + ", got nothing");
      }
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? map(value, generic, path)
          : collection(value, generic, path);
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalStateException("records have no values of " + type);
    }
    if (plain == Object.class) { // what is below keys is bound later, by whoever knows its type
      return value instanceof YamlScalar scalar ? scalar.value() : value;
    }
    return plain.isRecord() ? record(value, plain, path) : Scalars.of(value, plain, path);
  }

  private static Type argument(ParameterizedType type, int index) {
    return type.getActualTypeArguments()[index];
  }

  private static Map<Object, Object> map(Object value, ParameterizedType type, List<String> path)
      throws Refused {
    Map<Object, Object> bound = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : keysAndValues(value, path).entrySet()) {
      String word = String.valueOf(entry.getKey());
      List<String> at = below(path, word);
      Object key = present(new YamlScalar(word), argument(type, 0), at);
      bound.put(key, present(entry.getValue(), argument(type, 1), at));
    }
    return bound;
  }

  private static Collection<Object> collection(
      Object value, ParameterizedType type, List<String> path) throws Refused {
    if (!(value instanceof List<?> list)) {
      throw new Refused(path, "expected a list, got another type");
    }
    boolean isSet = type.getRawType() == Set.class;
    Collection<Object> bound = isSet ? new LinkedHashSet<>() : new ArrayList<>();
    int index = 0;
    for (Object element : list) {
      bound.add(present(element, argument(type, 0), below(path, "" + index++)));
    }
    return bound;
  }

  private static Object present(@Nullable Object value, Type type, List<String> path)
      throws Refused {
    Object bound = bind(value, type, path);
    if (bound == null) {
      throw new Refused(path, "expected a value, got nothing");
    }
    return bound;
  }

  private static Map<?, ?> keysAndValues(Object value, List<String> path) throws Refused {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new Refused(path, "expected keys and values, got another type");
  }

  private static Object record(Object value, Class<?> type, List<String> path) throws Refused {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = Scalars.absent(components[i].getType());
    }
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (Map.Entry<?, ?> entry : keysAndValues(value, path).entrySet()) {
      String key = String.valueOf(entry.getKey());
      int index = names.indexOf(key);
      if (index >= 0) { // UnknownKeys has reported all others
        Type wanted = components[index].getGenericType();
        arguments[index] = bind(entry.getValue(), wanted, below(path, key));
      }
    }
    return construct(type, components, arguments, path);
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, @Nullable Object[] arguments, List<String> path)
      throws Refused {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw refusedBy(e.getCause(), path);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("every record has a canonical constructor", e);
    }
  }

  /**
   * A record said no: its message begins with the key it means, if it is about one; keys below it
   * follow with dots.
   */
  private static Refused refusedBy(@Nullable Throwable cause, List<String> path) {
    if (!(cause instanceof RuntimeException)) {
      throw new IllegalStateException("a record's constructor failed", cause);
    }
    String message = String.valueOf(cause.getMessage());
    List<String> at = new ArrayList<>(path);
    int colon = message.indexOf(": ");
    if (colon > 0 && message.substring(0, colon).matches("[A-Za-z][A-Za-z0-9]*([.][\\w-]+)*")) {
      at.addAll(List.of(message.substring(0, colon).split("[.]", -1)));
      message = message.substring(colon + 2);
    }
    return new Refused(at, message);
  }

  private static List<String> below(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  /** Single values. */
  private static final class Scalars {

    private Scalars() {}

    static Object of(Object value, Class<?> type, List<String> path) throws Refused {
      if (type.isEnum()) {
        return constant(value, type, path);
      }
      if (type == Duration.class) {
        return duration(value, path);
      }
      if (type == String.class) {
        return text(value, type, path);
      }
      if (type == Boolean.class || type == boolean.class) {
        Boolean truth = value instanceof YamlScalar scalar ? scalar.truth() : truth(value);
        return required(truth, type, path);
      }
      if (type == Double.class || type == double.class) {
        return required(number(value), type, path).doubleValue();
      }
      return whole(value, type, path);
    }

    private static @Nullable Boolean truth(Object value) {
      return value instanceof Boolean truth ? truth : null;
    }

    private static @Nullable Number number(Object value) {
      return value instanceof YamlScalar scalar
          ? scalar.number()
          : value instanceof Number number ? number : null;
    }

    private static Object whole(Object value, Class<?> type, List<String> path) throws Refused {
      Number number = required(number(value), type, path);
      boolean isLong = type == Long.class || type == long.class;
      if (!isLong && type != Integer.class && type != int.class) {
        throw new IllegalStateException("records have no values of " + type);
      }
      long max = isLong ? Long.MAX_VALUE : Integer.MAX_VALUE;
      boolean isWhole = number instanceof Long || number instanceof Integer;
      if (!isWhole || number.longValue() > max || number.longValue() < -max - 1) {
        throw new Refused(path, "expected %s, got '%s'".formatted(nameOf(type), value));
      }
      return isLong ? (Object) number.longValue() : (Object) number.intValue();
    }

    private static <T> T required(@Nullable T value, Class<?> type, List<String> path)
        throws Refused {
      if (value == null) {
        throw new Refused(path, "expected " + nameOf(type) + ", got another type");
      }
      return value;
    }

    private static String text(Object value, Class<?> type, List<String> path) throws Refused {
      boolean isScalar = !(value instanceof Map || value instanceof List);
      return required(isScalar ? value.toString() : null, type, path);
    }

    private static Object constant(Object value, Class<?> type, List<String> path) throws Refused {
      List<String> names = List.copyOf(JsonSchema.constants(type));
      String name = text(value, type, path);
      int index = names.indexOf(name);
      if (index < 0) {
        throw new Refused(
            path,
            "expected one of %s, got %s. %s"
                .formatted(String.join(", ", names), name, Suggestion.sentence(name, names)));
      }
      return type.getEnumConstants()[index];
    }

    private static Duration duration(Object value, List<String> path) throws Refused {
      Duration duration = Durations.parse(text(value, Duration.class, path));
      if (duration == null) {
        throw new Refused(path, "expected %s, got '%s'".formatted(nameOf(Duration.class), value));
      }
      return duration;
    }

    static String nameOf(Class<?> type) {
      if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
        return "a whole number";
      }
      if (type == double.class || type == Double.class) {
        return "a number";
      }
      if (type == boolean.class || type == Boolean.class) {
        return "true or false";
      }
      if (type == Duration.class) {
        return "a duration such as 500ms, 2s or 1m";
      }
      return "a text";
    }

    /** What a key that is not written down is given to the record as. */
    static @Nullable Object absent(Class<?> type) {
      if (!type.isPrimitive()) {
        return null;
      }
      return type == boolean.class
          ? (Object) false
          : type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : (Object) 0.0;
    }
  }
}
