package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pattern tables, against a plain search through all patterns, on random data. */
class PatternTableTest {

  private record Key(String uri, MatchPolicy match) {}

  private final PatternTable<String> table = new PatternTable<>();

  private Set<String> matches(String uri) {
    List<String> found = new ArrayList<>();
    table.forEachMatch(uri, found::add);
    assertEquals(new HashSet<>(found).size(), found.size(), "each value once");
    return new HashSet<>(found);
  }

  /**
   * Adds, removes and looks up at random, with ever more and ever fewer patterns; few different
   * components so that much collides.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void tableAgreesWithPlainSearch(long seed) {
    Random random = new Random(seed);
    Map<Key, String> oracle = new HashMap<>();
    for (int step = 0; step < 3000; step++) {
      Key key = randomKey(random);
      boolean shrinks = step / 500 % 2 == 1;
      if (random.nextInt(4) < (shrinks ? 3 : 1)) {
        oracle.remove(key);
        table.remove(key.uri(), key.match());
      } else {
        oracle.put(key, key + "#" + step);
        table.put(key.uri(), key.match(), key + "#" + step);
      }
      String uri = randomUri(random);
      assertEquals(plainSearch(oracle, uri), matches(uri), uri);
      assertEquals(plainBest(oracle, uri), table.bestMatch(uri), uri);
      assertEquals(oracle.get(key), table.get(key.uri(), key.match()));
      assertEquals(oracle.size(), table.size());
    }
    oracle.forEach((key, value) -> assertEquals(value, table.get(key.uri(), key.match())));
    List.copyOf(oracle.keySet()).forEach(key -> table.remove(key.uri(), key.match()));
    assertEquals(0, table.size());
    assertEquals(Set.of(), matches("a.b"));
  }

  private static Set<String> plainSearch(Map<Key, String> oracle, String uri) {
    return oracle.entrySet().stream()
        .filter(entry -> naiveMatch(entry.getKey(), uri))
        .map(Map.Entry::getValue)
        .collect(Collectors.toSet());
  }

  /** Written from the specification's rule, not from the tables. */
  private static String plainBest(Map<Key, String> oracle, String uri) {
    Comparator<Key> order =
        Comparator.<Key>comparingInt(key -> rank(key, uri))
            .thenComparing(
                (a, b) ->
                    a.match() == MatchPolicy.WILDCARD
                        ? Arrays.compare(literalRuns(b.uri()), literalRuns(a.uri()))
                        : Integer.compare(b.uri().length(), a.uri().length()));
    return oracle.keySet().stream()
        .filter(key -> naiveMatch(key, uri))
        .min(order)
        .map(oracle::get)
        .orElse(null);
  }

  /** The specification's steps; a prefix that ends within a component is tried last. */
  private static int rank(Key key, String uri) {
    return switch (key.match()) {
      case EXACT -> 0;
      case PREFIX -> endsComponent(key.uri(), uri) ? 1 : 3;
      case WILDCARD -> 2;
    };
  }

  private static boolean endsComponent(String prefix, String uri) {
    return prefix.isEmpty()
        || prefix.equals(uri)
        || prefix.endsWith(".")
        || uri.startsWith(prefix + ".");
  }

  /** How many literal components stand before the first wildcard, the second, and so on. */
  private static int[] literalRuns(String pattern) {
    List<Integer> runs = new ArrayList<>();
    int run = 0;
    for (String component : pattern.split("\\.", -1)) {
      if (component.isEmpty()) {
        runs.add(run);
        run = 0;
      } else {
        run++;
      }
    }
    runs.add(run);
    return runs.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean naiveMatch(Key key, String uri) {
    return switch (key.match()) {
      case EXACT -> key.uri().equals(uri);
      case PREFIX -> uri.startsWith(key.uri());
      case WILDCARD -> naiveWildcard(key.uri().split("\\.", -1), uri.split("\\.", -1));
    };
  }

  private static boolean naiveWildcard(String[] pattern, String[] uri) {
    return pattern.length == uri.length
        && IntStream.range(0, uri.length)
            .allMatch(i -> pattern[i].isEmpty() || pattern[i].equals(uri[i]));
  }

  private static Key randomKey(Random random) {
    MatchPolicy match = List.of(MatchPolicy.values()).get(random.nextInt(3));
    String uri = randomUri(random);
    return switch (match) {
      case EXACT -> new Key(uri, match);
      case PREFIX -> new Key(uri.substring(0, random.nextInt(uri.length() + 1)), match);
      case WILDCARD -> new Key(withGaps(uri, random), match);
    };
  }

  private static String withGaps(String uri, Random random) {
    return Arrays.stream(uri.split("\\.", -1))
        .map(component -> random.nextBoolean() ? "" : component)
        .collect(Collectors.joining("."));
  }

  /**
   * Some begin alike, two have the same hash, one has a character outside of the basic plane, which
   * prefixes may cut, and one is empty: the meta API asks for what nobody may publish.
   */
  private static final List<String> COMPONENTS =
      List.of("a", "b", "ab", "abc", "b1", "Aa", "BB", "a\uD83D\uDE00", "\uD83D\uDE00b", "");

  private static String randomUri(Random random) {
    String[] components = new String[1 + random.nextInt(4)];
    Arrays.setAll(components, _ -> COMPONENTS.get(random.nextInt(COMPONENTS.size())));
    return String.join(".", components);
  }

  @Test
  void emptyPrefixMatchesEverything() {
    // When
    table.put("", MatchPolicy.PREFIX, "all");
    // Then
    assertEquals(Set.of("all"), matches("x.y"));
    assertEquals("all", table.bestMatch("x"));
  }

  @Test
  void removedPrefixLeavesThoseThatShareItsCharacters() {
    // Given
    List.of("com.exa", "com.example", "com.example.a", "com.zoo")
        .forEach(prefix -> table.put(prefix, MatchPolicy.PREFIX, prefix));
    // When
    table.remove("com.example", MatchPolicy.PREFIX);
    // Then
    assertEquals(Set.of("com.exa", "com.example.a"), matches("com.example.a.b"));
    assertEquals(Set.of("com.zoo"), matches("com.zoo.keeper"));
    assertNull(table.get("com.example", MatchPolicy.PREFIX));
  }

  @Test
  void removingWhatIsNotThereChangesNothing() {
    // Given
    table.put("a.b", MatchPolicy.PREFIX, "ab");
    // When
    table.remove("a", MatchPolicy.PREFIX);
    table.remove("a.b.c", MatchPolicy.PREFIX);
    table.remove("a.", MatchPolicy.WILDCARD);
    table.remove("a.b", MatchPolicy.EXACT);
    // Then
    assertEquals(Set.of("ab"), matches("a.b.c"));
  }

  @Test
  void samePatternUnderEachPolicyIsKeptApart() {
    // Given
    for (MatchPolicy match : MatchPolicy.values()) {
      table.put("a.b", match, match.id());
    }
    // When
    table.remove("a.b", MatchPolicy.PREFIX);
    // Then
    assertEquals(Set.of("exact", "wildcard"), matches("a.b"));
  }

  @Test
  void wildcardMatchesExactlyAsManyComponents() {
    // Given
    table.put("a..c", MatchPolicy.WILDCARD, "w");
    // When
    Set<String> found = matches("a.b.c");
    // Then
    assertEquals(Set.of("w"), found);
    assertTrue(matches("a.c").isEmpty());
    assertTrue(matches("a.b.b.c").isEmpty());
    assertTrue(matches("a.b").isEmpty());
  }

  /** Whoever chooses patterns must not make look-ups slow: this would take minutes. */
  @Test
  void prefixesOfOneHashAreToldApart() {
    // Given
    PrefixTable<String> prefixes = new PrefixTable<>();
    List<String> alike =
        IntStream.range(0, 1 << 14)
            .mapToObj(
                bits ->
                    IntStream.range(0, 14)
                        .mapToObj(bit -> (bits >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()))
            .toList();
    alike.forEach(prefix -> prefixes.put(prefix, prefix));
    // When
    List<String> found =
        alike.stream().map(prefix -> prefixes.longestMatch(prefix + ".x")).toList();
    // Then
    assertEquals(alike, found);
  }

  /**
   * A pattern that was alone in its place makes room, also when one ends where the other goes on.
   */
  @Test
  void wildcardsThatShareComponentsAreKeptApart() {
    // Given
    List<String> patterns = List.of("a..c.d", "a..c", "a..", "a", ".", "a..c.", "a.b.c.d");
    patterns.forEach(pattern -> table.put(pattern, MatchPolicy.WILDCARD, pattern));
    // When
    table.remove("a..c", MatchPolicy.WILDCARD);
    // Then
    assertEquals(Set.of("a..c.d", "a..c.", "a.b.c.d"), matches("a.b.c.d"));
    assertEquals(Set.of("a.."), matches("a.b.c"));
    assertEquals("a.b.c.d", table.bestMatch("a.b.c.d"));
    assertEquals("a..c.", table.bestMatch("a.b.c.e"));
    assertEquals(Set.of("."), matches("a.b"));
    assertEquals(6, table.size());
  }

  /** The cost of a look-up is bounded by the URI, not by the number of patterns. */
  @Test
  void manyPrefixesDoNotSlowALookupDown() {
    // Given
    PrefixTable<Integer> prefixes = new PrefixTable<>();
    for (int i = 0; i < 200_000; i++) {
      prefixes.put("site." + i + ".", i);
    }
    // When
    long sum = 0;
    for (int i = 0; i < 200_000; i++) {
      sum += Objects.requireNonNull(prefixes.longestMatch("site." + i + ".fill"));
    }
    // Then
    assertEquals(200_000L * 199_999 / 2, sum);
  }

  /** Everything a pattern covers is matched by it, on random data. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void coveringPatternMatchesAllThatTheCoveredOneMatches(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 20_000; step++) {
      Key outer = randomKey(random);
      Key inner = randomKey(random);
      if (Uris.covers(outer.uri(), outer.match(), inner.uri(), inner.match())) {
        String uri = randomUri(random);
        assertTrue(
            !naiveMatch(inner, uri) || naiveMatch(outer, uri),
            () -> outer + " does not cover " + inner + " at " + uri);
      }
    }
  }
}
