package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.ProtocolViolation;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds Java values.
 *
 * <p>Options and details become a {@link Dict}: null entries are left out, a repeated key is a
 * violation ("keys MUST be unique"), and a float without fraction is an integer, because some
 * clients write every integer above 32 bits as a float. Arguments become lists and maps as they
 * came: nulls stay, of a repeated key the last value counts.
 */
final class ValueBuilder implements ValueSink {

  private final boolean forDict;
  private final Deque<Container> open = new ArrayDeque<>();
  private @Nullable Object result;

  private ValueBuilder(boolean forDict) {
    this.forDict = forDict;
  }

  static ValueBuilder ofValues() {
    return new ValueBuilder(false);
  }

  static ValueBuilder ofDict() {
    return new ValueBuilder(true);
  }

  /** The value that was built. */
  @Nullable Object result() {
    return result;
  }

  /** The options or details that were built. */
  Dict dict() {
    return result instanceof Dict dict ? dict : Dict.EMPTY;
  }

  @Override
  public void nullValue() {
    add(null);
  }

  @Override
  public void bool(boolean value) {
    add(value);
  }

  @Override
  public void integer(long value) {
    add(value);
  }

  @Override
  public void bigInteger(BigInteger value) {
    add(value);
  }

  @Override
  public void floating(double value) {
    boolean integral = forDict && (long) value == value && Math.abs(value) <= Ids.MAX;
    if (integral) {
      add((long) value);
    } else {
      add(value);
    }
  }

  @Override
  public void text(byte[] utf8, int offset, int length) {
    add(new String(utf8, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    add(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public int beginList(int size) {
    open.push(new ListContainer());
    return 0;
  }

  @Override
  public void endList(int mark, int size) {
    add(open.pop().value());
  }

  @Override
  public int beginDict(int size) {
    open.push(forDict ? new DictContainer() : new MapContainer());
    return 0;
  }

  @Override
  public void key(byte[] utf8, int offset, int length) {
    open.element().key(new String(utf8, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void endDict(int mark, int size) {
    add(open.pop().value());
  }

  private void add(@Nullable Object value) {
    Container container = open.peek();
    if (container == null) {
      result = value;
    } else {
      container.add(value);
    }
  }

  private interface Container {

    default void key(String key) {
      throw new IllegalStateException("key outside of a dict: " + key);
    }

    void add(@Nullable Object value);

    Object value();
  }

  private static final class ListContainer implements Container {

    private final List<@Nullable Object> values = new ArrayList<>();

    @Override
    public void add(@Nullable Object value) {
      values.add(value);
    }

    @Override
    public Object value() {
      return Collections.unmodifiableList(values);
    }
  }

  private static final class MapContainer implements Container {

    private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    private String key = "";

    @Override
    public void key(String newKey) {
      key = newKey;
    }

    @Override
    public void add(@Nullable Object value) {
      entries.put(key, value);
    }

    @Override
    public Object value() {
      return Collections.unmodifiableMap(entries);
    }
  }

  private static final class DictContainer implements Container {

    private final Dict.Builder entries = Dict.builder();
    private final Set<String> keys = new HashSet<>();
    private String key = "";

    @Override
    public void key(String newKey) {
      if (!keys.add(newKey)) {
        throw new ProtocolViolation(newKey + ": expected unique keys, got it twice");
      }
      key = newKey;
    }

    @Override
    public void add(@Nullable Object value) {
      entries.put(key, value);
    }

    @Override
    public Object value() {
      return entries.build();
    }
  }
}
