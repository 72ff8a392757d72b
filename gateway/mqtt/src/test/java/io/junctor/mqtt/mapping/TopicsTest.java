package io.junctor.mqtt.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.uri.Uri;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

  @ParameterizedTest
  @CsvSource({
    "a, a",
    "com/example/demo/fridge/level, com.example.demo.fridge.level",
    "Com/Example/LEVEL, Com.Example.LEVEL",
    "straße/köln/ñ, straße.köln.ñ",
    "a/$b, a.$b",
    "wampum/x, wampum.x",
    "a%2Eb/c, a%2Eb.c",
    "😀/b, 😀.b",
  })
  void levelsAreComponentsAndCaseIsKept(String topic, String uri) throws Unmappable {
    assertEquals(uri, Topics.toUri(topic));
    assertEquals(topic, Topics.toTopic(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "a.b",
        "a/b.c",
        ".",
        "..",
        "a/../b",
        "a/+/b",
        "+",
        "#",
        "a/#",
        "a#",
        "a+b",
        "$SYS/broker",
        "$",
        "$share/g/a",
        "a b",
        "a\tb",
        "a\0b",
        "\0",
        "a\u007fb",
        "a\u0085b",
        "a\u2028b",
        "wamp",
        "wamp/session/on_join",
        "\ud800",
        "a/\udc00x",
        "a\u00a0b"
      })
  void topicsWithoutACounterpartAreRefused(String topic) {
    assertThrows(Unmappable.class, () -> Topics.toUri(topic));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".a",
        "a.",
        "a..b",
        "a/b",
        "a.b/c",
        "a.+",
        "a+b",
        "a#",
        "$a.b",
        "a b",
        "a\0b",
        "wamp.session.on_join",
        "wamp",
        "\ud800"
      })
  void urisWithoutACounterpartAreRefused(String uri) {
    assertThrows(Unmappable.class, () -> Topics.toTopic(uri));
  }

  @Test
  void aTopicLongerThanAUriMayBeIsRefused() throws Unmappable {
    assertEquals(1024, Topics.toUri("ä".repeat(512)).length() * 2);
    assertThrows(Unmappable.class, () -> Topics.toUri("ä".repeat(512) + "a"));
    assertThrows(Unmappable.class, () -> Topics.toUri("a".repeat(65_535)));
  }

  @Test
  void aRefusalShowsNoControlCharacters() {
    Unmappable refused =
        assertThrows(
            Unmappable.class, () -> Topics.toUri("a\r\nlevel=fake\u202e" + "x".repeat(999)));
    assertTrue(refused.getMessage().contains("a??level=fake?"), refused.getMessage());
    assertTrue(refused.getMessage().length() < 250, refused.getMessage());
  }

  @Test
  void prefixesAreExchangedByWholeLevels() throws Unmappable {
    TopicMap map = new TopicMap("factory/line1", "com.example.demo");
    assertEquals("com.example.demo.fridge.level", map.toUri("factory/line1/fridge/level"));
    assertEquals("factory/line1/fridge/level", map.toTopic("com.example.demo.fridge.level"));
    assertEquals("com.example.demo", map.toUri("factory/line1"));
    assertThrows(Unmappable.class, () -> map.toUri("factory/line10/fridge"));
    assertThrows(Unmappable.class, () -> map.toUri("factory"));
    assertThrows(Unmappable.class, () -> map.toTopic("com.example.demolition"));
  }

  @Test
  void aPrefixOnOneSideOnlyDoesNotOpenReservedNames() {
    TopicMap stripped = new TopicMap("factory", "");
    assertThrows(Unmappable.class, () -> stripped.toUri("factory/wamp/session/kill"));
    assertThrows(Unmappable.class, () -> stripped.toUri("factory/$SYS"));
    assertThrows(Unmappable.class, () -> stripped.toUri("factory"));
    TopicMap shown = new TopicMap("", "com.example");
    assertThrows(Unmappable.class, () -> shown.toTopic("com.example.$SYS.x"));
    assertThrows(Unmappable.class, () -> shown.toTopic("com.example.wamp.x"));
    assertThrows(Unmappable.class, () -> shown.toTopic("com.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/", "/a", "a/+", "#", "$SYS", "a.b", "wamp"})
  void aPrefixMustBeMappableItself(String prefix) {
    assertThrows(IllegalArgumentException.class, () -> new TopicMap(prefix, "com.example"));
  }

  /** reliability: 0 escapes from the allow-list, mapping one to one, over hostile names. */
  @Test
  void hostileTopicsNeverLeaveTheirPrefixAndNeverMeet() {
    // Given
    Random random = new Random(7);
    TopicMap map = new TopicMap("in/site", "com.example.demo");
    Map<String, String> topicOf = new HashMap<>(); // URI -> the topic it came from
    int accepted = 0;
    // When
    for (int i = 0; i < 50_000; i++) {
      String topic = Hostile.name(random, "in/site/", '/');
      try {
        String uri = map.toUri(topic);
        accepted++;
        // Then
        assertTrue(uri.equals("com.example.demo") || uri.startsWith("com.example.demo."), topic);
        assertTrue(Uri.isValid(uri, Uri.Rule.LOOSE), topic);
        assertEquals(topic, map.toTopic(uri), topic);
        String other = topicOf.put(uri, topic);
        assertTrue(other == null || other.equals(topic), topic);
      } catch (Unmappable expected) {
        // refused is safe
      }
    }
    assertTrue(accepted > 500, accepted + " accepted: the generator proves nothing");
  }

  @Test
  void hostileUrisNeverLeaveTheirPrefixAndNeverMeet() {
    // Given
    Random random = new Random(11);
    TopicMap map = new TopicMap("out/site", "com.example.demo");
    Map<String, String> uriOf = new HashMap<>(); // topic -> the URI it came from
    int accepted = 0;
    // When
    for (int i = 0; i < 50_000; i++) {
      String uri = Hostile.name(random, "com.example.demo.", '.');
      try {
        String topic = map.toTopic(uri);
        accepted++;
        // Then
        assertTrue(topic.equals("out/site") || topic.startsWith("out/site/"), uri);
        assertEquals(-1, topic.indexOf('+'), uri);
        assertEquals(-1, topic.indexOf('#'), uri);
        assertEquals(-1, topic.indexOf('\0'), uri);
        assertEquals(uri, map.toUri(topic), uri);
        String other = uriOf.put(topic, uri);
        assertTrue(other == null || other.equals(uri), uri);
      } catch (Unmappable expected) {
        // refused is safe
      }
    }
    assertTrue(accepted > 500, accepted + " accepted: the generator proves nothing");
  }
}
