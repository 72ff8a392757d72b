package io.junctor.component;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.junctor.wamp.uri.ErrorUri;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of a message to Java and back, by the rule of the package. The one place that configures
 * Jackson. Stateless, any thread.
 */
final class Values {

  /** Characters of a rejected value that an error quotes. */
  private static final int QUOTE_CHARS_MAX = 60;

  private static final ObjectMapper LENIENT =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .addModule(new WampValuesModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          // as the serializers give them
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  private static final ObjectMapper STRICT =
      LENIENT.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** How a value is read: what commands us strictly, what informs us leniently. */
  enum Reading {
    /** Unknown keys are errors. */
    STRICT,
    /** Unknown keys are ignored. */
    LENIENT
  }

  private Values() {}

  /** Whether values of the type are keyword arguments. */
  static boolean isKeyword(Class<?> type) {
    return type.isRecord() || Map.class.isAssignableFrom(type);
  }

  /** The Jackson type of a parameter or result. */
  static JavaType type(Type type) {
    return LENIENT.constructType(type);
  }

  /** A call's result or an event as arguments: record or map, nothing, or one value. */
  static Arguments toArguments(@Nullable Object value) {
    return switch (value) {
      case null -> Arguments.NONE;
      case Optional<?> optional -> toArguments(optional.orElse(null));
      case Arguments arguments -> arguments;
      default ->
          isKeyword(value.getClass())
              ? new Arguments(List.of(), toKwargs(value))
              : new Arguments(listOf(toWire(value)), Map.of());
    };
  }

  /** The arguments of a call: a single record or map is the keyword arguments. */
  static Arguments toArguments(@Nullable Object[] values) {
    if (values.length == 1 && values[0] instanceof Arguments arguments) {
      return arguments;
    }
    if (values.length == 1 && values[0] != null && isKeyword(values[0].getClass())) {
      return new Arguments(List.of(), toKwargs(values[0]));
    }
    return new Arguments(toArgs(Arrays.asList(values)), Map.of());
  }

  /** Positional arguments, one for each value. */
  static List<@Nullable Object> toArgs(List<? extends @Nullable Object> values) {
    List<@Nullable Object> args = new ArrayList<>(values.size());
    values.forEach(value -> args.add(toWire(value)));
    return args;
  }

  /** Keyword arguments of a record or map. */
  static Map<String, @Nullable Object> toKwargs(Object value) {
    return plainMap(LENIENT.convertValue(value, Map.class));
  }

  /** A value as serializers take it: text, long, double, boolean, bytes, list, map or null. */
  static @Nullable Object toWire(@Nullable Object value) {
    return plain(value == null ? null : LENIENT.convertValue(value, Object.class));
  }

  /**
   * A value of a message as a Java type.
   *
   * @param name the parameter's name for the error.
   * @throws WampError {@code wamp.error.invalid_argument}.
   */
  static Object convert(String name, @Nullable Object value, JavaType type, Reading reading) {
    try {
      ObjectMapper mapper = reading == Reading.STRICT ? STRICT : LENIENT;
      Object converted = mapper.convertValue(value, type);
      if (converted == null) {
        throw WampError.invalidArgument(name, null, TypeNames.of(type));
      }
      return converted;
    } catch (IllegalArgumentException e) {
      throw invalid(name, value, type, e);
    }
  }

  private static WampError invalid(
      String name, @Nullable Object value, JavaType type, IllegalArgumentException e) {
    if (!(e.getCause() instanceof JsonMappingException mapping)) {
      return WampError.invalidArgument(name, quote(value), TypeNames.of(type));
    }
    Place place = Place.of(name, value, type, mapping);
    return switch (mapping) {
      case UnrecognizedPropertyException unknown ->
          WampError.invalidArgument(
              place.path(), quote(place.value()), "one of " + unknown.getKnownPropertyIds());
      case ValueInstantiationException rejected
          when rejected.getCause() instanceof IllegalArgumentException cause ->
          new WampError(
              ErrorUri.INVALID_ARGUMENT,
              place.path() + ": " + cause.getMessage(),
              Map.of("parameter", place.path(), "got", String.valueOf(quote(place.value()))));
      default ->
          WampError.invalidArgument(place.path(), quote(place.value()), TypeNames.of(place.type()));
    };
  }

  /** Where in a value a conversion failed. */
  private record Place(String path, @Nullable Object value, JavaType type) {

    static Place of(
        String name, @Nullable Object value, JavaType type, JsonMappingException mapping) {
      StringBuilder path = new StringBuilder(name);
      Object here = value;
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() != null) {
          path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
          here = here instanceof Map<?, ?> map ? map.get(step.getFieldName()) : null;
        } else {
          path.append('[').append(step.getIndex()).append(']');
          here =
              here instanceof List<?> list && step.getIndex() < list.size()
                  ? list.get(step.getIndex())
                  : null;
        }
      }
      return new Place(path.toString(), here, TypeNames.at(type, mapping.getPath()));
    }
  }

  private static @Nullable String quote(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    String text = value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
    return text.length() <= QUOTE_CHARS_MAX ? text : text.substring(0, QUOTE_CHARS_MAX) + "...";
  }

  private static List<@Nullable Object> listOf(@Nullable Object value) {
    List<@Nullable Object> list = new ArrayList<>(1);
    list.add(value);
    return list;
  }

  private static Map<String, @Nullable Object> plainMap(Map<?, ?> map) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    map.forEach((key, value) -> plain.put(String.valueOf(key), plain(value)));
    return plain;
  }

  /** Jackson keeps the width of numbers; WAMP has integers and doubles. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> plainMap(map);
      case List<?> list -> {
        List<@Nullable Object> plain = new ArrayList<>(list.size());
        list.forEach(element -> plain.add(plain(element)));
        yield plain;
      }
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      // By its decimal text: 4.2f is meant as 4.2, not as 4.199999809265137.
      case Float number -> Double.valueOf(number.toString());
      case java.math.BigDecimal number -> number.doubleValue();
      case null -> null;
      default -> value;
    };
  }
}
