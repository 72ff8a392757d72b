package io.junctor.component;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An annotated method of an object, with what each of its parameters takes from a message. */
final class BoundMethod {

  /** What a parameter takes. */
  private sealed interface Slot {}

  /** An object of ours, by type. */
  private record Given(Class<?> type) implements Slot {}

  /** All keyword arguments as one value. */
  private record Whole(Type type) implements Slot {}

  /**
   * One argument.
   *
   * @param name the key among the keyword arguments; empty when the class was compiled without.
   * @param keywordOnly whether it is never positional.
   * @param optional whether it may be absent or null.
   */
  private record One(String name, JavaType type, boolean keywordOnly, boolean optional)
      implements Slot {}

  private final Object service;
  private final Method method;
  private final List<Slot> slots;
  private final Values.Reading reading;

  private BoundMethod(Object service, Method method, Set<Class<?>> given, Values.Reading reading) {
    this.service = service;
    this.method = method;
    this.reading = reading;
    this.slots = slots(method, given);
    method.setAccessible(true);
  }

  static BoundMethod ofProcedure(Object service, Method method) {
    return new BoundMethod(
        service,
        method,
        Set.of(Progress.class, InvocationDetails.class, Arguments.class),
        Values.Reading.STRICT);
  }

  static BoundMethod ofTopic(Object service, Method method) {
    if (method.getReturnType() != void.class) {
      throw new IllegalArgumentException(method + ": a @Topic method returns void");
    }
    return new BoundMethod(
        service, method, Set.of(EventDetails.class, Arguments.class), Values.Reading.LENIENT);
  }

  private static List<Slot> slots(Method method, Set<Class<?>> given) {
    List<Slot> slots = new ArrayList<>();
    long ordinary =
        List.of(method.getParameters()).stream().filter(one -> !isOurs(one.getType())).count();
    for (Parameter parameter : method.getParameters()) {
      Class<?> type = parameter.getType();
      if (isOurs(type)) {
        if (!given.contains(type)) {
          throw new IllegalArgumentException(
              method + ": has no " + type.getSimpleName() + " to give");
        }
        slots.add(new Given(type));
      } else if (ordinary == 1
          && Values.isKeyword(type)
          && !parameter.isAnnotationPresent(Kw.class)) {
        slots.add(new Whole(parameter.getParameterizedType()));
      } else {
        slots.add(one(method, parameter));
      }
    }
    return List.copyOf(slots);
  }

  private static boolean isOurs(Class<?> type) {
    return type == Progress.class
        || type == InvocationDetails.class
        || type == EventDetails.class
        || type == Arguments.class;
  }

  private static One one(Method method, Parameter parameter) {
    Kw kw = parameter.getAnnotation(Kw.class);
    String name = kw == null || kw.value().isEmpty() ? nameOf(parameter) : kw.value();
    if (kw != null && name.isEmpty()) {
      throw new IllegalArgumentException(
          method + ": @Kw needs a name, or the class compiled with -parameters");
    }
    boolean optional =
        parameter.getType() == Optional.class
            || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return new One(name, Values.type(parameter.getParameterizedType()), kw != null, optional);
  }

  private static String nameOf(Parameter parameter) {
    return parameter.isNamePresent() ? parameter.getName() : "";
  }

  /**
   * Calls the method.
   *
   * @param details the {@link InvocationDetails} or {@link EventDetails}.
   * @throws WampError {@code wamp.error.invalid_argument} when the arguments do not fit.
   * @throws Exception what the method throws.
   */
  @Nullable Object invoke(Arguments arguments, Object details) throws Exception {
    @Nullable Object[] values = bind(arguments, details);
    try {
      return method.invoke(service, values);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private @Nullable Object[] bind(Arguments arguments, Object details) {
    @Nullable Object[] values = new @Nullable Object[slots.size()];
    Set<String> keys = new LinkedHashSet<>();
    int position = 0;
    boolean all = false; // whether a parameter takes whatever there is
    for (int i = 0; i < values.length; i++) {
      switch (slots.get(i)) {
        case Given(Class<?> type) -> {
          all |= type == Arguments.class;
          values[i] = given(type, arguments, details);
        }
        case Whole(Type type) -> {
          values[i] = arguments.as(type, reading);
          keys.addAll(arguments.kwargs().keySet());
          position = arguments.kwargs().isEmpty() ? arguments.args().size() : 0;
        }
        case One one -> {
          if (one.keywordOnly() || position >= arguments.args().size()) {
            values[i] = value(one, one.name(), arguments.kwargs().get(one.name()));
            keys.add(one.name());
          } else {
            values[i] = value(one, label(one, position), arguments.args().get(position));
            position++;
          }
        }
      }
    }
    if (reading == Values.Reading.STRICT && !all) {
      refuseSurplus(arguments, position, keys);
    }
    return values;
  }

  private static String label(One one, int position) {
    return one.name().isEmpty() ? "args[" + position + "]" : one.name();
  }

  private static Object given(Class<?> type, Arguments arguments, Object details) {
    if (type == Arguments.class) {
      return arguments;
    }
    return type == Progress.class ? new ProgressOf((InvocationDetails) details) : details;
  }

  private record ProgressOf(InvocationDetails details) implements Progress<@Nullable Object> {
    @Override
    public void send(@Nullable Object value) {
      details.progress(value);
    }

    @Override
    public boolean isWanted() {
      return details.receiveProgress() && !details.isCancelled();
    }
  }

  private @Nullable Object value(One one, String name, @Nullable Object value) {
    if (value == null && one.optional()) {
      return one.type().getRawClass() == Optional.class ? Optional.empty() : null;
    }
    if (value == null) {
      throw WampError.invalidArgument(name, null, TypeNames.of(one.type()));
    }
    return Values.convert(name, value, one.type(), reading);
  }

  private void refuseSurplus(Arguments arguments, int used, Set<String> keys) {
    if (used < arguments.args().size()) {
      throw WampError.invalidArgument(
          "args[" + used + "]", arguments.args().get(used), used + " positional arguments");
    }
    for (Map.Entry<String, @Nullable Object> entry : arguments.kwargs().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw WampError.invalidArgument(
            entry.getKey(),
            entry.getValue(),
            keys.isEmpty() ? "no keyword arguments" : "a key of " + keys);
      }
    }
  }
}
