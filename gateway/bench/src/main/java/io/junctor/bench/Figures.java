package io.junctor.bench;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the generator printed about one run.
 *
 * @param values name to value, as printed.
 */
record Figures(Map<String, ?> values) {

  /** What must be zero after every run; a scenario without one of them does not print it. */
  private static final List<String> FAULTS =
      List.of(
          "lost",
          "gaps",
          "reorder",
          "mismatch",
          "errors",
          "unacked",
          "subs_closed",
          "unaccounted",
          "healthy_reorder");

  static Figures parse(String json) {
    byte[] bytes = ("[" + json + "]").getBytes(StandardCharsets.UTF_8);
    Payload payload = new Payload(Format.JSON, bytes, 0, bytes.length, 1);
    Object first = Serializers.of(Format.JSON).args(payload).getFirst();
    return switch (first) {
      case Dict dict -> new Figures(dict.asMap());
      case Map<?, ?> map -> {
        Map<String, Object> values = new java.util.LinkedHashMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), value));
        yield new Figures(values);
      }
      case null, default -> throw new IllegalArgumentException("expected an object, got " + json);
    };
  }

  double number(String name) {
    if (values.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("the generator printed no " + name + ": " + values);
  }

  double number(String name, double absent) {
    return values.get(name) instanceof Number number ? number.doubleValue() : absent;
  }

  /** What was wrong: {@code lost=3}; empty when every message came, once, in order, unchanged. */
  List<String> faults() {
    List<String> found = new ArrayList<>();
    if (values.containsKey("error")) {
      found.add(String.valueOf(values.get("error")));
    }
    for (String name : FAULTS) {
      double count = number(name, 0);
      if (count != 0) {
        found.add(name + "=" + (long) count);
      }
    }
    return found;
  }
}
