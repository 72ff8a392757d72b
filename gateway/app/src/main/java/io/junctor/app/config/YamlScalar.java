package io.junctor.app.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A word of a YAML file that stands there without quotes and reads as a number or a truth value:
 * what it is depends on what is wanted. {@code 007} is a fine name.
 *
 * @param text as it is written.
 */
record YamlScalar(String text) {

  /**
   * As a number: whole ones as {@link Integer} or, where that is too small, {@link Long}; others,
   * and whole ones that fit neither, as {@link Double}. Null when it is none.
   */
  @Nullable Number number() {
    String digits = text.replace("_", "");
    try {
      long whole = Long.decode(digits);
      return whole == (int) whole ? (Number) (int) whole : (Number) whole;
    } catch (NumberFormatException notWhole) {
      try {
        return Double.valueOf(digits);
      } catch (NumberFormatException none) {
        return null;
      }
    }
  }

  /** As a truth value, with the words that YAML 1.1 has for it; null when it is none. */
  @Nullable Boolean truth() {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> null;
    };
  }

  /** What it reads as, where nothing in particular is wanted. */
  Object value() {
    Number number = number();
    Boolean truth = truth();
    return number != null ? number : truth != null ? truth : text;
  }

  @Override
  public String toString() {
    return text;
  }
}
