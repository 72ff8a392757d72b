package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.ProtocolViolation;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds Java values.
 *
 * <p>Options and details become a {@link Dict}: null entries are left out, a key with a second
 * value is a violation ("keys MUST be strings, keys MUST be unique"), and a float without fraction
 * is an integer, because some clients write every integer above 32 bits as a float. Arguments
 * become lists and maps as they came: nulls stay, of a repeated key the last value counts.
 */
final class ValueBuilder implements ValueSink {

  private final boolean forDict;
  private @Nullable Container open; // the innermost
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
    open = new ListContainer(open);
    return 0;
  }

  @Override
  public void endList(int mark, int size) {
    close();
  }

  @Override
  public int beginDict(int size) {
    open = forDict ? new DictContainer(open) : new MapContainer(open);
    return 0;
  }

  @Override
  public void key(byte[] utf8, int offset, int length) {
    innermost().key(new String(utf8, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void endDict(int mark, int size) {
    close();
  }

  private void close() {
    Container closed = innermost();
    open = closed.parent;
    add(closed.value());
  }

  private Container innermost() {
    if (open == null) {
      throw new IllegalStateException("no container is open");
    }
    return open;
  }

  private void add(@Nullable Object value) {
    if (open == null) {
      result = value;
    } else {
      open.add(value);
    }
  }

  private abstract static class Container {

    final @Nullable Container parent;

    Container(@Nullable Container parent) {
      this.parent = parent;
    }

    void key(String key) {
      throw new IllegalStateException("key outside of a dict: " + key);
    }

    abstract void add(@Nullable Object value);

    abstract Object value();
  }

  private static final class ListContainer extends Container {

    private final List<@Nullable Object> values = new ArrayList<>();

    ListContainer(@Nullable Container parent) {
      super(parent);
    }

    @Override
    void add(@Nullable Object value) {
      values.add(value);
    }

    @Override
    Object value() {
      return Collections.unmodifiableList(values);
    }
  }

  private static final class MapContainer extends Container {

    private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    private String key = "";

    MapContainer(@Nullable Container parent) {
      super(parent);
    }

    @Override
    void key(String newKey) {
      key = newKey;
    }

    @Override
    void add(@Nullable Object value) {
      entries.put(key, value);
    }

    @Override
    Object value() {
      return Collections.unmodifiableMap(entries);
    }
  }

  private static final class DictContainer extends Container {

    private final Dict.Builder entries = Dict.builder();
    private String key = "";

    DictContainer(@Nullable Container parent) {
      super(parent);
    }

    @Override
    void key(String newKey) {
      if (entries.has(newKey)) {
        throw new ProtocolViolation(newKey + ": expected unique keys, got it twice");
      }
      key = newKey;
    }

    @Override
    void add(@Nullable Object value) {
      entries.put(key, value);
    }

    @Override
    Object value() {
      return entries.build();
    }
  }
}
