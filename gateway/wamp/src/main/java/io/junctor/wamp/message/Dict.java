package io.junctor.wamp.message;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The Options or Details of a message: an immutable, ordered dictionary with typed look-ups.
 *
 * <p>Values are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code byte[]},
 * {@code java.math.BigInteger} (integers beyond 64 bits), {@code List} and {@code Dict}. A key
 * whose value is null is left out: some clients send null for "not set". Unknown keys are kept and
 * ignored, as the specification asks. A look-up that finds a value of another type throws {@link
 * ProtocolViolation}.
 */
public final class Dict {

  /** The dictionary without entries. */
  public static final Dict EMPTY = new Dict(Map.of());

  /** RawSocket numbers serializers from 1 to 3; 0 is unused. */
  private static final int SERIALIZERS = 4;

  private final Map<String, Object> entries; // key -> value, never null
  private final @Nullable AtomicReferenceArray<byte @Nullable []>
      written; // by serializer number; null: not kept

  private Dict(Map<String, Object> entries) {
    this(entries, null);
  }

  private Dict(
      Map<String, Object> entries, @Nullable AtomicReferenceArray<byte @Nullable []> written) {
    this.entries = entries;
    this.written = written;
  }

  /** The dictionary with one entry. */
  public static Dict of(String key, Object value) {
    return builder().put(key, value).build();
  }

  /** The dictionary with two entries. */
  public static Dict of(String key1, Object value1, String key2, Object value2) {
    return builder().put(key1, value1).put(key2, value2).build();
  }

  /** The dictionary with the entries of a map; nulls are left out. */
  public static Dict copyOf(Map<String, ?> map) {
    Builder builder = builder();
    map.forEach(builder::put);
    return builder.build();
  }

  /** A builder that keeps the order of insertion. */
  public static Builder builder() {
    return new Builder();
  }

  /** This dictionary with one entry more, or another value for the key. */
  public Dict with(String key, Object value) {
    Builder builder = builder();
    entries.forEach(builder::put);
    return builder.put(key, value).build();
  }

  /**
   * The same dictionary for many messages: serializers keep with it what they make of it. It takes
   * its bytes once more in each format, so it is for those that are kept anyway and sent often.
   */
  public Dict repeated() {
    return isEmpty() || isRepeated()
        ? this
        : new Dict(entries, new AtomicReferenceArray<>(SERIALIZERS));
  }

  /** Whether what serializers make of it is kept. */
  public boolean isRepeated() {
    return written != null;
  }

  /** What a serializer made of it; null when none has yet. Read only: all messages share it. */
  public byte @Nullable [] written(Format format) {
    return written == null ? null : written.get(format.rawSocketId());
  }

  /** Keeps what a serializer made of it, if it is {@link #repeated()}; the array is given away. */
  public void keepWritten(Format format, byte[] bytes) {
    if (written != null) {
      written.set(format.rawSocketId(), bytes);
    }
  }

  /** Whether there is no entry. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether the key has a value. */
  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The keys in order. */
  public Set<String> keys() {
    return entries.keySet();
  }

  /** The values in the order of the keys. */
  public Collection<Object> values() {
    return entries.values();
  }

  /** The entries as an unmodifiable map, in order. */
  public Map<String, Object> asMap() {
    return entries;
  }

  /** The value as it is; null when absent. */
  public @Nullable Object get(String key) {
    return entries.get(key);
  }

  /** The string; null when absent. */
  public @Nullable String string(String key) {
    return typed(key, String.class, "string");
  }

  /** The string, or the default when absent. */
  public String string(String key, String defaultValue) {
    String value = string(key);
    return value == null ? defaultValue : value;
  }

  /** The boolean, or the default when absent. */
  public boolean bool(String key, boolean defaultValue) {
    Boolean value = typed(key, Boolean.class, "bool");
    return value == null ? defaultValue : value;
  }

  /** The integer; null when absent. */
  public @Nullable Long integer(String key) {
    return typed(key, Long.class, "integer");
  }

  /** The integer, or the default when absent. */
  public long integer(String key, long defaultValue) {
    Long value = integer(key);
    return value == null ? defaultValue : value;
  }

  /** The dictionary; empty when absent. */
  public Dict dict(String key) {
    Dict value = typed(key, Dict.class, "dict");
    return value == null ? EMPTY : value;
  }

  /** The list; null when absent. */
  public @Nullable List<?> list(String key) {
    return typed(key, List.class, "list");
  }

  private <T> @Nullable T typed(String key, Class<T> type, String typeName) {
    Object value = entries.get(key);
    if (value == null) {
      return null;
    }
    if (!type.isInstance(value)) {
      throw new ProtocolViolation(
          key + ": expected " + typeName + ", got " + value.getClass().getSimpleName());
    }
    return type.cast(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dict dict && entries.equals(dict.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  /** Keys only: values may be secrets ({@code authextra}). */
  @Override
  public String toString() {
    return "Dict" + entries.keySet();
  }

  /** Collects entries; not thread-safe. */
  public static final class Builder {

    private Dict base = EMPTY; // what was put, as long as that is one dictionary
    private @Nullable Map<String, Object> entries; // what was put, otherwise

    private Builder() {}

    /** Adds an entry; a null value is left out, a {@code Map} becomes a {@code Dict}. */
    public Builder put(String key, @Nullable Object value) {
      if (value != null) {
        own().put(key, normalized(value));
      }
      return this;
    }

    /** Adds the entries of a dictionary; does not copy it if nothing else is put. */
    public Builder putAll(Dict dict) {
      if (entries == null && base.isEmpty()) {
        base = dict;
      } else {
        own().putAll(dict.entries);
      }
      return this;
    }

    private Map<String, Object> own() {
      if (entries == null) {
        entries = new LinkedHashMap<>(base.entries);
      }
      return entries;
    }

    /** Whether the key has a value already. */
    public boolean has(String key) {
      return entries == null ? base.has(key) : entries.containsKey(key);
    }

    /** The dictionary. */
    public Dict build() {
      if (entries == null) {
        return base;
      }
      return entries.isEmpty() ? EMPTY : new Dict(Collections.unmodifiableMap(entries));
    }

    private static Object normalized(Object value) {
      if (value instanceof Integer number) {
        return number.longValue();
      }
      if (value instanceof Map<?, ?> map) {
        return dictOf(map);
      }
      return value instanceof List<?> list
          ? list.stream().map(Builder::normalizedElement).toList()
          : value;
    }

    private static @Nullable Object normalizedElement(@Nullable Object element) {
      return element == null ? null : normalized(element);
    }

    private static Dict dictOf(Map<?, ?> map) {
      Builder builder = builder();
      map.forEach((key, value) -> builder.put(String.valueOf(key), value));
      return builder.build();
    }
  }
}
