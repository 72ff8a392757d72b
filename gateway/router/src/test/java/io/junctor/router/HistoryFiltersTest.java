package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event history: what each filter lets through, and how much one answer holds. */
class HistoryFiltersTest extends HistoryTestCase {
  /**
   * Ten events, one every second from 00:00:01.000 on, to log.a (odd) and log.b (even), each with
   * its number as its argument. In a filter, {@code #3} stands for the publication id of the third
   * and {@code @3} for its time.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-                                             | 1 2 3 4 5 6 7 8 9 10",
        "reverse=true                                  | 10 9 8 7 6 5 4 3 2 1",
        "reverse=false                                 | 1 2 3 4 5 6 7 8 9 10",
        "limit=3                                       | 1 2 3",
        "limit=1                                       | 1",
        "limit=10                                      | 1 2 3 4 5 6 7 8 9 10",
        "limit=11                                      | 1 2 3 4 5 6 7 8 9 10",
        "limit=3 reverse=true                          | 10 9 8",
        "from_time=@4                                  | 4 5 6 7 8 9 10",
        "after_time=@4                                 | 5 6 7 8 9 10",
        "before_time=@4                                | 1 2 3",
        "until_time=@4                                 | 1 2 3 4",
        "from_time=2026-11-23T00:00:03.500Z            | 4 5 6 7 8 9 10",
        "after_time=2026-11-23T01:00:04+01:00          | 5 6 7 8 9 10",
        "after_time=2026-11-22T20:00:04-04:00          | 5 6 7 8 9 10",
        "from_time=2026-11-23t00:00:09z                | 9 10",
        "until_time=2026-11-22T00:00:00Z               | -",
        "from_time=@3 until_time=@5                    | 3 4 5",
        "after_time=@3 before_time=@5                  | 4",
        "after_time=@5 before_time=@3                  | -",
        "topic=log.a                                   | 1 3 5 7 9",
        "topic=log.b reverse=true limit=2              | 10 8",
        "topic=log.                                    | -",
        "from_publication=#4                           | 4 5 6 7 8 9 10",
        "after_publication=#4                          | 5 6 7 8 9 10",
        "before_publication=#4                         | 1 2 3",
        "until_publication=#4                          | 1 2 3 4",
        "from_publication=#1                           | 1 2 3 4 5 6 7 8 9 10",
        "after_publication=#10                         | -",
        "before_publication=#1                         | -",
        "until_publication=#10                         | 1 2 3 4 5 6 7 8 9 10",
        "from_publication=#3 until_publication=#5      | 3 4 5",
        "after_publication=#3 before_publication=#5    | 4",
        "from_publication=#5 until_publication=#3      | -",
        "from_publication=#3 after_publication=#5      | 6 7 8 9 10",
        "until_publication=#3 before_publication=#3    | 1 2",
        "from_publication=1                            | -",
        "after_publication=1                           | -",
        "before_publication=1                          | -",
        "until_publication=1                           | -",
        "after_publication=#4 limit=2                  | 5 6",
        "before_publication=#4 limit=2 reverse=true    | 3 2",
        "after_publication=#2 topic=log.b before_time=@9 | 4 6 8",
        "from_publication=#2 from_time=@6 until_publication=#8 reverse=true limit=2 | 8 7",
        "no_such_filter=7                              | 1 2 3 4 5 6 7 8 9 10",
      })
  void filtersLetThroughWhatTheyAreToLetThrough(String filters, String expected) {
    // Given
    List<Long> ids = new ArrayList<>();
    List<String> times = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      realm.pass(Duration.ofSeconds(1));
      ids.add(publish(i % 2 == 1 ? "log.a" : "log.b", Dict.EMPTY, i));
      times.add(realm.now.toString());
    }
    Map<String, Object> kwargs = new java.util.HashMap<>();
    for (String filter : filters == null ? new String[0] : filters.split(" ")) {
      String[] parts = filter.split("=");
      kwargs.put(parts[0], value(parts[1], ids, times));
    }
    // When
    List<Object> values = values(log, kwargs);
    // Then
    List<Long> numbers = new ArrayList<>();
    for (String number : expected == null ? new String[0] : expected.split(" ")) {
      numbers.add(Long.valueOf(number));
    }
    assertEquals(numbers, values);
  }

  private static Object value(String text, List<Long> ids, List<String> times) {
    if (text.startsWith("#")) {
      return ids.get(Integer.parseInt(text.substring(1)) - 1);
    }
    if (text.startsWith("@")) {
      return times.get(Integer.parseInt(text.substring(1)) - 1);
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return text.matches("\\d+") ? (Object) Long.valueOf(text) : text;
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, -1",
    "limit, text",
    "limit, 1.5",
    "reverse, 1",
    "reverse, yes",
    "from_time, 7",
    "from_time, yesterday",
    "after_time, 2026-11-23",
    "before_time, 2026-11-23T00:00:00",
    "until_time, 2026-13-01T00:00:00Z",
    "topic, 3",
    "from_publication, x",
    "after_publication, true",
    "before_publication, 1.5",
    "until_publication, ''"
  })
  void filterOfAnotherTypeIsRefused(String filter, String text) {
    // Given
    Object value = text;
    if (text.matches("-?\\d+")) {
      value = Long.valueOf(text);
    } else if (text.equals("1.5")) {
      value = 1.5;
    } else if (text.equals("true")) {
      value = true;
    }
    // When
    ask(asker, log, Map.of(filter, value));
    // Then
    asker.takeError(ErrorUri.INVALID_ARGUMENT);
  }

  @Test
  void javaScriptNumbersAndNullsAreTakenAsWhatTheyMean() {
    // Given
    publish("log.b", Dict.EMPTY, 1);
    publish("log.b", Dict.EMPTY, 2);
    Map<String, Object> kwargs = new java.util.HashMap<>();
    kwargs.put("limit", 1.0);
    kwargs.put("topic", null);
    // When
    List<Object> values = values(log, kwargs);
    // Then
    assertEquals(List.of(1L), values);
  }

  @Test
  void timeThatWasToldFindsItsEventAgain() {
    // Given
    realm.now = realm.now.plusNanos(1_234_567);
    publish("log.b", Dict.EMPTY, 1);
    Object told = events(log, Map.of()).getFirst().get("timestamp");
    // When
    List<Object> values = values(log, Map.of("from_time", told, "until_time", told));
    // Then
    assertEquals(List.of(1L), values);
  }

  @Test
  void timesAreToldAndAskedForAsTheWallClockHasThem() {
    // Given
    publish("log.b", Dict.EMPTY, 1);
    String before = (String) events(log, Map.of()).getFirst().get("timestamp");

    // When
    realm.clockIsOff = Duration.ofDays(365);
    Object told = events(log, Map.of()).getFirst().get("timestamp");

    // Then
    assertEquals(Instant.parse(before).plus(Duration.ofDays(365)), Instant.parse((String) told));
    assertEquals(List.of(1L), values(log, Map.of("from_time", told, "until_time", told)));
    assertEquals(List.of(), values(log, Map.of("until_time", before)));
  }

  @Test
  void eventThatTheAskerMayNotSeeIsNoPlaceInTheOrder() {
    // Given
    publish("log.b", Dict.EMPTY, 1);
    long hidden = publish("log.b", Dict.of("exclude_authid", List.of("asker")), 2);
    publish("log.b", Dict.EMPTY, 3);
    // When
    List<Object> values = values(log, Map.of("after_publication", hidden));
    // Then
    assertEquals(List.of(), values);
  }

  @Test
  void pagesForwardsFindEachEventOnce() {
    // Given
    for (int i = 1; i <= 10; i++) {
      publish("log.b", Dict.EMPTY, i);
    }
    List<Object> all = new ArrayList<>();
    Map<String, Object> kwargs = new java.util.HashMap<>(Map.of("limit", 3));
    boolean more = true;
    // When
    while (more) {
      Result result = answer(asker, log, kwargs);
      for (Object event : asker.args(result)) {
        all.add(((List<?>) ((Map<?, ?>) event).get("args")).getFirst());
        kwargs.put("after_publication", ((Map<?, ?>) event).get("publication"));
      }
      more = isLimitReached(asker, result);
    }
    // Then
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), all);
  }

  @Test
  void answerIsBoundedInEventsAndBytes() {
    // Given
    TestRealm wide =
        realm(
            Limits.of(limits -> limits.payloadBytesMax = 4000),
            new HistoryRule("t", MatchPolicy.EXACT, 3000, 8 << 20, HOUR));
    TestPeer peer = wide.join("peer");
    long id = (Long) peer.meta("wamp.subscription.lookup", "t").getFirst();
    for (int i = 0; i < 3; i++) {
      peer.publish("t", "x".repeat(1900));
    }
    Result bytes = answer(peer, id, Map.of());
    for (int i = 0; i < 2500; i++) {
      peer.publish("t", 1);
    }
    // When
    Result many = answer(peer, id, Map.of("reverse", true));
    // Then
    assertTrue(isLimitReached(peer, bytes));
    assertEquals(1, peer.args(bytes).size());
    assertTrue(isLimitReached(peer, many));
    assertTrue(many.payload().length() <= 4000 + 100, many::toString);
    assertTrue(peer.args(many).size() > 20);
  }

  @Test
  void answerHasNoMoreThanAPageOfEvents() {
    // Given
    TestRealm wide =
        realm(RouterLimits.DEFAULT, new HistoryRule("t", MatchPolicy.EXACT, 3000, 8 << 20, HOUR));
    TestPeer peer = wide.join("peer");
    long id = (Long) peer.meta("wamp.subscription.lookup", "t").getFirst();
    for (int i = 0; i < HistoryMetaApi.PAGE_MAX + 1; i++) {
      peer.publish("t", 1);
    }
    // When
    Result result = answer(peer, id, Map.of("limit", 5000));
    // Then
    assertEquals(HistoryMetaApi.PAGE_MAX, peer.args(result).size());
    assertTrue(isLimitReached(peer, result));
  }
}
