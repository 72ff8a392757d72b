package io.junctor.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Suggestion {

  private Suggestion() {}

  /**
   * The nearest of the known words, when it is near: two letters, or a third of a long word, may
   * differ.
   */
  static Optional<String> nearest(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(lower, candidate)))
        .filter(best -> distance(lower, best) <= Math.max(2, best.length() / 3));
  }

  /** " Did you mean X?", or the list of what is known. */
  static String sentence(String word, Collection<String> known) {
    return nearest(word, known)
        .map(best -> "Did you mean " + best + "?")
        .orElseGet(() -> "Known are: " + String.join(", ", known.stream().sorted().toList()) + ".");
  }

  /** Levenshtein distance, ignoring case. */
  private static int distance(String lower, String candidate) {
    String other = candidate.toLowerCase(Locale.ROOT);
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= lower.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int substitution = previous[j - 1] + (lower.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[other.length()];
  }
}
