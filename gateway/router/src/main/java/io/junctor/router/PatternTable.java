package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * URIs and patterns of one kind, all subscriptions or all registrations of a realm: exact ones in a
 * hash table, prefixes in one that is asked for every length, wildcards in a tree of components.
 *
 * @param <T> what a pattern leads to.
 */
@OwnedBy("realm loop")
final class PatternTable<T> {

  private final Map<String, T> exact = new HashMap<>(); // URI -> value
  private final PrefixTable<T> prefixes = new PrefixTable<>();
  private final WildcardTable<T> wildcards = new WildcardTable<>();

  /** The value of exactly this URI or pattern. */
  @Nullable T get(String uri, MatchPolicy match) {
    return switch (match) {
      case EXACT -> exact.get(uri);
      case PREFIX -> prefixes.get(uri);
      case WILDCARD -> wildcards.get(uri);
    };
  }

  /** Sets the value of the URI or pattern. */
  void put(String uri, MatchPolicy match, T value) {
    switch (match) {
      case EXACT -> exact.put(uri, value);
      case PREFIX -> prefixes.put(uri, value);
      case WILDCARD -> wildcards.put(uri, value);
    }
  }

  /** Removes the URI or pattern; does nothing when it is not there. */
  void remove(String uri, MatchPolicy match) {
    switch (match) {
      case EXACT -> exact.remove(uri);
      case PREFIX -> prefixes.remove(uri);
      case WILDCARD -> wildcards.remove(uri);
    }
  }

  /** Hands over every value whose URI or pattern matches: exact, prefixes, wildcards. */
  void forEachMatch(String uri, Consumer<? super T> action) {
    T value = exact.get(uri);
    if (value != null) {
      action.accept(value);
    }
    prefixes.forEachMatch(uri, action);
    wildcards.forEachMatch(uri, action);
  }

  /**
   * The value of the one best match: exact, else the longest prefix, else the wildcard pattern with
   * the longest literal runs from the left.
   *
   * <p>A prefix that ends within a component of the URI comes last, after the wildcards: the fifth
   * example of the specification does not count it as a match ({@code a1.b2.c3} of {@code
   * a1.b2.c33.d4.e5}), while its section on prefixes does ({@code com.myapp.myobject1} of {@code
   * com.myapp.myobject1-mysubobject1}).
   *
   * @see <a
   *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-pattern-based-registrations">WAMP:
   *     Pattern-based Registrations</a>
   */
  @Nullable T bestMatch(String uri) {
    T value = exact.get(uri);
    if (value == null) {
      value = prefixes.longestMatchOfComponents(uri);
    }
    if (value == null) {
      value = wildcards.bestMatch(uri);
    }
    return value == null ? prefixes.longestMatch(uri) : value;
  }

  /** How many URIs and patterns there are. */
  int size() {
    return exact.size() + prefixes.size() + wildcards.size();
  }
}
