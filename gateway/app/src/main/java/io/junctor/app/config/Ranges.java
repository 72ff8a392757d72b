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
  static long within(String key, @Nullable Long value, long usual, long min, long max) {
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
      String key, @Nullable Duration value, long usualMillis, long minMillis, long maxMillis) {
    if (value == null) {
      return Duration.ofMillis(usualMillis);
    }
    long millis = value.toMillis();
    if (millis < minMillis || millis > maxMillis) {
      throw new IllegalArgumentException(
          "%s: expected %d ms to %d ms, got %d ms".formatted(key, minMillis, maxMillis, millis));
    }
    return value;
  }
}
