package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Values that may be left out and have a range. */
final class Ranges {

  private Ranges() {}

  /** The value, or the usual one when it is left out. */
  static int within(String key, @Nullable Integer value, int usual, int min, int max) {
    if (value == null) {
      return usual;
    }
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: expected %d to %d, got %d".formatted(key, min, max, value));
    }
    return value;
  }

  /** The value, or the usual one when it is left out. */
  static Duration within(
      String key, @Nullable Duration value, long usualMillis, Duration min, Duration max) {
    if (value == null) {
      return Duration.ofMillis(usualMillis);
    }
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "%s: expected %d ms to %d ms, got %d ms"
              .formatted(key, min.toMillis(), max.toMillis(), value.toMillis()));
    }
    return value;
  }
}
