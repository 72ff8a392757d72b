package io.junctor.component;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The positional and keyword arguments of a call, a result or an event. Immutable, any thread.
 *
 * <p>Getters that convert throw {@link WampError} {@code wamp.error.invalid_argument}, which names
 * the argument, what came and what was wanted; thrown out of a {@link ProcedureHandler} it reaches
 * the caller.
 */
public final class Arguments {

  /** No arguments. */
  public static final Arguments NONE = new Arguments(List.of(), Map.of());

  private final List<@Nullable Object> args;
  private final Map<String, @Nullable Object> kwargs; // key -> value, in the order of the message

  Arguments(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
    this.args = Collections.unmodifiableList(args);
    this.kwargs = Collections.unmodifiableMap(kwargs);
  }

  /**
   * Arguments of both kinds, for {@link Component#publish} and {@link Component#call} where the
   * rule of the package gives only one.
   *
   * @param args anything that can be published.
   * @param kwargs anything that can be published.
   */
  public static Arguments of(List<?> args, Map<String, ?> kwargs) {
    return new Arguments(Values.toArgs(args), Values.toKwargs(kwargs));
  }

  /** The positional arguments as they came. */
  public List<@Nullable Object> args() {
    return args;
  }

  /** The keyword arguments as they came. */
  public Map<String, @Nullable Object> kwargs() {
    return kwargs;
  }

  /** The positional argument at {@code index}, from 0; fails when absent or null. */
  public <T> T get(int index, Class<T> type) {
    Object value = index < args.size() ? args.get(index) : null;
    return cast(
        type,
        Values.convert("args[" + index + "]", value, Values.type(type), Values.Reading.STRICT));
  }

  /** The keyword argument; fails when absent or null. */
  public <T> T get(String key, Class<T> type) {
    return cast(
        type, Values.convert(key, kwargs.get(key), Values.type(type), Values.Reading.STRICT));
  }

  /** The keyword argument; empty when absent or null. */
  public <T> Optional<T> find(String key, Class<T> type) {
    return kwargs.get(key) == null ? Optional.empty() : Optional.of(get(key, type));
  }

  /**
   * All of it as one value: a record or {@code Map} from the keyword arguments (or the only
   * positional one, if that is a dictionary), anything else from the first positional argument.
   * Keys that a record does not know are ignored.
   */
  public <T> T as(Class<T> type) {
    return cast(type, as(type, Values.Reading.LENIENT));
  }

  /** As {@link #as(Class)}, for a parameter of any generic type. */
  Object as(Type type, Values.Reading reading) {
    JavaType javaType = Values.type(type);
    if (Values.isKeyword(javaType.getRawClass())) {
      return Values.convert("", dictionary(), javaType, reading);
    }
    if (javaType.getRawClass() == Arguments.class) {
      return this;
    }
    return Values.convert("args[0]", args.isEmpty() ? null : args.getFirst(), javaType, reading);
  }

  private Object dictionary() {
    return kwargs.isEmpty() && args.size() == 1 && args.getFirst() instanceof Map<?, ?> only
        ? only
        : kwargs;
  }

  // Converted to that type just before; Class.cast would refuse the literals of primitive types.
  @SuppressWarnings({"unchecked", "unused"})
  private static <T> T cast(Class<T> type, Object value) {
    return (T) value;
  }

  @Override
  public String toString() {
    return "Arguments[" + args.size() + " args, " + kwargs.keySet() + "]";
  }
}
