package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes Java values. A type that WAMP does not know is the caller's mistake.
 *
 * <p>A number that the format lacks is the caller's mistake in arguments ({@link #strict}). In
 * options and details ({@link #lenient}) it may have come from a peer in another format, so it is
 * written as near as the format can, see {@link WireWriter}.
 */
final class ValueWriter {

  /** Room for who calls: a session id and two short names with their keys. */
  private static final int REPEATED_BYTES = 128;

  private final WireWriter out;
  private final boolean strict;
  private int depth;

  private ValueWriter(WireWriter out, boolean strict) {
    this.out = out;
    this.strict = strict;
  }

  static ValueWriter strict(WireWriter out) {
    return new ValueWriter(out, true);
  }

  static ValueWriter lenient(WireWriter out) {
    return new ValueWriter(out, false);
  }

  /** Writes any value; see {@link Serializer} for the types. */
  void write(@Nullable Object value) {
    switch (value) {
      case null -> out.nullValue();
      case String text -> out.text(text);
      case Long number -> out.integer(number);
      case Integer number -> out.integer(number);
      case Short number -> out.integer(number);
      case Byte number -> out.integer(number);
      case Boolean bool -> out.bool(bool);
      case Double number -> floating(number);
      case Float number -> floating(number);
      case BigInteger number -> bigInteger(number);
      case byte[] binary -> out.binary(binary, 0, binary.length);
      case Dict dict -> dict(dict);
      case Map<?, ?> map -> map(map);
      case List<?> list -> list(list);
      default -> throw new IllegalArgumentException("no value of WAMP: " + value.getClass());
    }
  }

  /** Writes options or details. */
  void dict(Dict dict) {
    if (dict.isEmpty()) {
      out.endDict(out.beginDict(0), 0);
    } else if (depth == 0 && dict.isRepeated()) {
      byte[] written = written(dict);
      out.beginRaw();
      out.raw(written, 0, written.length);
    } else {
      map(dict.asMap());
    }
  }

  /** The identity of a caller or publisher is in each of its messages, and always the same. */
  private byte[] written(Dict dict) {
    byte[] kept = dict.written(out.format());
    if (kept != null) {
      return kept;
    }
    WireWriter apart = WireWriter.of(out.format(), REPEATED_BYTES);
    new ValueWriter(apart, strict).map(dict.asMap());
    byte[] bytes = apart.toByteArray();
    dict.keepWritten(out.format(), bytes);
    return bytes;
  }

  private void map(Map<?, ?> map) {
    enter();
    int mark = out.beginDict(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException("a key of a dict is a string, got " + entry.getKey());
      }
      out.key(key);
      write(entry.getValue());
    }
    out.endDict(mark, map.size());
    depth--;
  }

  private void list(List<?> list) {
    enter();
    int mark = out.beginList(list.size());
    for (Object value : list) {
      write(value);
    }
    out.endList(mark, list.size());
    depth--;
  }

  private void floating(double value) {
    if (strict && out.format() == Format.JSON && !Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no " + value);
    }
    out.floating(value);
  }

  private void bigInteger(BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      out.integer(value.longValue());
      return;
    }
    boolean unsigned = value.signum() > 0 && value.bitLength() <= Long.SIZE;
    if (strict && out.format() == Format.MSGPACK && !unsigned) {
      throw new IllegalArgumentException("MessagePack has no integers beyond 64 bits");
    }
    if (value.bitLength() > Limits.BIG_INTEGER_BITS_MAX) {
      throw new IllegalArgumentException(
          "an integer has at most " + Limits.BIG_INTEGER_BITS_MAX + " bits");
    }
    out.bigInteger(value);
  }

  /** Values nest in the message's own list, so one level is spent already. */
  private void enter() {
    depth++;
    if (depth >= Limits.DEPTH_MAX) {
      throw new IllegalArgumentException(
          "values nest at most " + (Limits.DEPTH_MAX - 1) + " levels deep");
    }
  }
}
