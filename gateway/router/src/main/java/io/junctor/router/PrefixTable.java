package io.junctor.router;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prefix patterns in a hash table. A look-up asks it for the beginnings of the URI that are as long
 * as some pattern is, shortest first, so it costs the length of the URI and at most as many probes,
 * however many patterns there are.
 *
 * <p>Prefixes are compared by characters, not by components: {@code emergency} matches {@code
 * emergency-low.fire}. The empty prefix matches everything.
 *
 * @param <T> what a pattern leads to.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-prefix-matching">WAMP: Prefix
 *     Matching</a>
 */
@OwnedBy("realm loop")
final class PrefixTable<T> {

  private final Map<Beginning, T> patterns = new HashMap<>(); // pattern -> value
  private final PatternLengths lengths = new PatternLengths();

  /**
   * The first characters of a text. Comparable because a hash table keeps those whose hashes are
   * equal in a tree then: whoever chooses patterns must not make it slow.
   */
  private static final class Beginning implements Comparable<Beginning> {

    private static final int FACTOR = 31;

    private final String text;
    private int length;
    private int hash;

    /** Of length 0. */
    private Beginning(String text) {
      this.text = text;
    }

    /** All of it. */
    static Beginning whole(String text) {
      Beginning all = new Beginning(text);
      all.extendTo(text.length());
      return all;
    }

    /** Goes on to a larger length. Never once it is a key. */
    void extendTo(int longer) {
      int sum = hash;
      for (int i = length; i < longer; i++) {
        sum = FACTOR * sum + text.charAt(i);
      }
      hash = sum;
      length = longer;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Beginning that
          && length == that.length
          && text.regionMatches(0, that.text, 0, length);
    }

    @Override
    public int compareTo(Beginning that) {
      int lengths = Integer.compare(length, that.length);
      return lengths != 0
          ? lengths
          : text.substring(0, length).compareTo(that.text.substring(0, length));
    }
  }

  /** The value of exactly this pattern. */
  @Nullable T get(String pattern) {
    return patterns.get(Beginning.whole(pattern));
  }

  /** Sets the value of the pattern. */
  void put(String pattern, T value) {
    if (patterns.put(Beginning.whole(pattern), value) == null) {
      lengths.add(pattern.length());
    }
  }

  /** Removes the pattern. Returns whether it was there. */
  boolean remove(String pattern) {
    boolean removed = patterns.remove(Beginning.whole(pattern)) != null;
    if (removed) {
      lengths.remove(pattern.length());
    }
    return removed;
  }

  /** How many patterns there are. */
  int size() {
    return patterns.size();
  }

  /** Hands over the value of every pattern that matches, shortest pattern first. */
  void forEachMatch(String uri, Consumer<? super T> action) {
    Beginning beginning = new Beginning(uri);
    int candidates = lengths.upTo(uri.length());
    for (int i = 0; i < candidates; i++) {
      beginning.extendTo(lengths.at(i));
      T value = patterns.get(beginning);
      if (value != null) {
        action.accept(value);
      }
    }
  }

  /** The value of the longest pattern that matches. */
  @Nullable T longestMatch(String uri) {
    return longest(uri, false);
  }

  /** The value of the longest pattern that matches and ends where a component of the URI ends. */
  @Nullable T longestMatchOfComponents(String uri) {
    return longest(uri, true);
  }

  private @Nullable T longest(String uri, boolean ofComponents) {
    T longest = null;
    Beginning beginning = new Beginning(uri);
    int candidates = lengths.upTo(uri.length());
    for (int i = 0; i < candidates; i++) {
      int length = lengths.at(i);
      if (!ofComponents || endsComponent(uri, length)) {
        beginning.extendTo(length);
        T value = patterns.get(beginning);
        longest = value == null ? longest : value;
      }
    }
    return longest;
  }

  private static boolean endsComponent(String uri, int at) {
    return at == 0 || at == uri.length() || uri.charAt(at) == '.' || uri.charAt(at - 1) == '.';
  }
}
