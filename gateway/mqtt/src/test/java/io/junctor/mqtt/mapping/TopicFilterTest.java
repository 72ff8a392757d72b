package io.junctor.mqtt.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true",
    "a/b, a/B, false",
    "a/b, a/b/c, false",
    "a/+, a/b, true",
    "a/+, a, false",
    "a/+, a/b/c, false",
    "+, a, true",
    "+, a/b, false",
    "+/b, a/b, true",
    "a/+/c, a/b/c, true",
    "a/+/c, a/b/d, false",
    "a/#, a, true",
    "a/#, a/b, true",
    "a/#, a/b/c/d, true",
    "a/#, ab, false",
    "a/#, ab/c, false",
    "#, a, true",
    "#, a/b/c, true",
    "#, $SYS/x, false",
    "+/x, $SYS/x, false",
    "a/+/#, a/b, true",
    "a/+/#, a/b/c, true",
    "a/+/#, a, false",
    "+/+/#, a, false",
  })
  void matchesAsMqttSays(String filter, String topic, boolean expected) throws Unmappable {
    assertEquals(expected, TopicFilter.parse(filter).matches(topic));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a//b",
        "a/",
        "a/#/b",
        "a#",
        "#/a",
        "a/b#",
        "a+",
        "+a/b",
        "$SYS/#",
        "wamp/#",
        "$share/g/a",
        "a.b/#",
        "a b",
        "a/\0"
      })
  void filtersThatCannotBeMappedAreRefused(String filter) {
    assertThrows(Unmappable.class, () -> TopicFilter.parse(filter));
  }

  @Test
  void aFilterWithoutWildcardsIsOneExactSubscription() throws Unmappable {
    assertEquals(
        List.of(new WampPattern("a.b", MatchPolicy.EXACT, false)),
        TopicFilter.parse("a/b").patterns());
  }

  @Test
  void plusIsAnEmptyComponent() throws Unmappable {
    assertEquals(
        List.of(new WampPattern("a..c", MatchPolicy.WILDCARD, false)),
        TopicFilter.parse("a/+/c").patterns());
    assertEquals(
        List.of(new WampPattern("", MatchPolicy.WILDCARD, false)),
        TopicFilter.parse("+").patterns());
  }

  @Test
  void theParentOfAnOpenFilterIsAskedForApartBecauseAPrefixDoesNotIncludeIt() throws Unmappable {
    assertEquals(
        List.of(
            new WampPattern("a.b.", MatchPolicy.PREFIX, false),
            new WampPattern("a.b", MatchPolicy.EXACT, true)),
        TopicFilter.parse("a/b/#").patterns());
    assertEquals(
        List.of(new WampPattern("", MatchPolicy.PREFIX, false)), TopicFilter.parse("#").patterns());
  }

  @Test
  void bothWildcardsTogetherAreAPrefixThatIsFilteredLater() throws Unmappable {
    assertEquals(
        List.of(new WampPattern("a.", MatchPolicy.PREFIX, false)),
        TopicFilter.parse("a/+/c/#").patterns());
  }

  @Test
  void prefixesGoInFrontOfFilters() throws Unmappable {
    TopicMap map = new TopicMap("line1", "com.example");
    TopicFilter filter = TopicFilter.parse("fridge/#");
    assertEquals("line1/fridge/#", map.topicFilter(filter).toString());
    assertEquals("com/example/fridge/#", map.uriFilter(filter).toString());
    assertEquals("line1/#", map.topicFilter(TopicFilter.parse("#")).toString());
  }

  /** What the filter accepts is seen by one of its subscriptions; nothing slips past. */
  @Test
  void patternsSeeEveryTopicThatMatches() throws Unmappable {
    Random random = new Random(3);
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = filter(random);
      String topic = topic(random);
      TopicFilter filter = TopicFilter.parse(text);
      if (filter.matches(topic)) {
        matched++;
        String uri = Topics.toUri(topic);
        assertEquals(
            1,
            filter.patterns().stream().filter(pattern -> sees(pattern, uri)).count(),
            text + " " + topic);
      }
    }
    assertTrue(matched > 1_000, matched + " matched: the generator proves nothing");
    assertFalse(TopicFilter.parse("a").matches("b"));
  }

  private static String filter(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "+" : "a");
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append('/').append(random.nextInt(3) == 0 ? "+" : "ab".charAt(random.nextInt(2)));
    }
    return random.nextBoolean() ? text.toString() : text.append("/#").toString();
  }

  private static String topic(Random random) {
    StringBuilder text = new StringBuilder("a");
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append('/').append("abc".charAt(random.nextInt(3)));
    }
    return text.toString();
  }

  private static boolean sees(WampPattern pattern, String uri) {
    return switch (pattern.match()) {
      case EXACT -> pattern.uri().equals(uri);
      case PREFIX -> uri.startsWith(pattern.uri());
      case WILDCARD -> {
        String[] wanted = pattern.uri().split("\\.", -1);
        String[] parts = uri.split("\\.", -1);
        boolean same = wanted.length == parts.length;
        for (int i = 0; same && i < parts.length; i++) {
          same = wanted[i].isEmpty() || wanted[i].equals(parts[i]);
        }
        yield same;
      }
    };
  }
}
