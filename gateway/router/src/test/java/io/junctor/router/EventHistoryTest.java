package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Event history: what is kept, what each filter lets through, and who may see it. */
class EventHistoryTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private boolean mayAskerSubscribe = true;
  private boolean isDecidedLater;
  private final TestRealm realm =
      realm(
          RouterLimits.DEFAULT,
          rule("log.", MatchPolicy.PREFIX, 12),
          rule("log.a", MatchPolicy.EXACT, 3),
          rule("..c", MatchPolicy.WILDCARD, 100));
  private final TestPeer device = realm.join("device");
  private final TestPeer asker = realm.join("asker", "guest");
  private final long log = lookup("log.", "prefix");

  private static HistoryRule rule(String topic, MatchPolicy match, int eventsMax) {
    return new HistoryRule(topic, match, eventsMax, 1 << 20, HOUR);
  }

  private TestRealm realm(RouterLimits limits, HistoryRule... rules) {
    Authorizer authorizer =
        (session, action, _, _) -> {
          if (action != Action.SUBSCRIBE || !session.identity().authid().equals("asker")) {
            return new Decision.Allow(Disclosure.ON_REQUEST);
          }
          if (isDecidedLater) {
            return new Decision.Later();
          }
          return mayAskerSubscribe
              ? new Decision.Allow(Disclosure.ON_REQUEST)
              : new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "no");
        };
    return new TestRealm(
        authorizer,
        topic -> topic.startsWith("log.durable"),
        limits,
        new RealmPolicy(List.of(rules), List.of()));
  }

  private long lookup(String topic, String match) {
    return (Long) asker.meta("wamp.subscription.lookup", topic, Map.of("match", match)).getFirst();
  }

  private long publish(String topic, Dict options, Object... args) {
    device.publish(topic, options.with("acknowledge", true), args);
    return device.take(Published.class).publication();
  }

  private void ask(TestPeer peer, long subscription, Map<String, ?> kwargs) {
    peer.send(
        new Call(
            peer.nextRequest(),
            Dict.EMPTY,
            "wamp.subscription.get_events",
            peer.serializer.payload(List.of(subscription), kwargs)));
  }

  private Result answer(TestPeer peer, long subscription, Map<String, ?> kwargs) {
    ask(peer, subscription, kwargs);
    return peer.take(Result.class);
  }

  private List<Map<?, ?>> events(long subscription, Map<String, ?> kwargs) {
    List<Map<?, ?>> events = new ArrayList<>();
    asker.args(answer(asker, subscription, kwargs)).forEach(event -> events.add((Map<?, ?>) event));
    return events;
  }

  /** The first argument of each event. */
  private List<Object> values(long subscription, Map<String, ?> kwargs) {
    return events(subscription, kwargs).stream()
        .map(event -> (Object) ((List<?>) event.get("args")).getFirst())
        .toList();
  }

  private static boolean isLimitReached(TestPeer peer, Result result) {
    return (Boolean) peer.serializer.kwargs(result.payload()).get("is_limit_reached");
  }

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
  void eventIsToldWithEverythingItWasDeliveredWith() {
    // Given
    realm.now = realm.now.plusNanos(1_234_567);
    long id = publish("log.b", Dict.of("disclose_me", true), 1, "x");
    // When
    Map<?, ?> event = events(log, Map.of()).getFirst();
    // Then
    assertEquals(
        Map.of(
            "timestamp",
            "2026-11-23T00:00:00.001Z",
            "subscription",
            log,
            "publication",
            id,
            "details",
            Map.of(
                "publisher",
                device.id(),
                "publisher_authid",
                "device",
                "publisher_authrole",
                "user",
                "topic",
                "log.b"),
            "args",
            List.of(1L, "x")),
        event);
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
  void argumentsThatWereNotSentAreNotTold() {
    // Given
    device.send(
        new Publish(1, Dict.EMPTY, "log.a", device.serializer.payload(List.of(), Map.of("k", 1))));
    device.send(
        new Publish(2, Dict.EMPTY, "log.a", device.serializer.payload(List.of(), Map.of())));
    // When
    List<Map<?, ?>> events = events(lookup("log.a", "exact"), Map.of());
    // Then
    assertEquals(Map.of("k", 1L), events.getFirst().get("kwargs"));
    assertEquals(Map.of(), events.getFirst().get("details"));
    assertEquals(
        List.of("timestamp", "subscription", "publication", "details"),
        List.copyOf(events.get(1).keySet()));
  }

  /** The specification's example: each subscription has what was delivered to it. */
  @Test
  void eachSubscriptionKeepsItsOwnEvents() {
    // Given
    publish("log.a", Dict.EMPTY, 1);
    publish("x.y.c", Dict.EMPTY, 2);
    publish("log.b.c", Dict.EMPTY, 3);
    publish("other", Dict.EMPTY, 4);
    // When
    List<Object> prefix = values(log, Map.of());
    List<Object> exact = values(lookup("log.a", "exact"), Map.of());
    List<Object> wildcard = values(lookup("..c", "wildcard"), Map.of());
    // Then
    assertEquals(List.of(1L, 3L), prefix);
    assertEquals(List.of(1L), exact);
    assertEquals(List.of(2L, 3L), wildcard);
  }

  @Test
  void oldestGoesFirstWhenThereAreTooMany() {
    // Given
    for (int i = 1; i <= 5; i++) {
      publish("log.a", Dict.EMPTY, i);
    }
    // When
    List<Object> values = values(lookup("log.a", "exact"), Map.of());
    // Then
    assertEquals(List.of(3L, 4L, 5L), values);
  }

  @Test
  void whatIsTooOldIsGone() {
    // Given
    publish("log.b", Dict.EMPTY, 1);
    realm.pass(Duration.ofMinutes(40));
    publish("log.b", Dict.EMPTY, 2);
    realm.pass(Duration.ofMinutes(20));
    assertEquals(List.of(1L, 2L), values(log, Map.of()));
    // When
    realm.pass(Duration.ofMillis(1));
    // Then
    assertEquals(List.of(2L), values(log, Map.of()));
  }

  @Test
  void bytesAreBoundedAndAnEventBeyondThemIsNotKept() {
    // Given
    TestRealm small =
        realm(RouterLimits.DEFAULT, new HistoryRule("t", MatchPolicy.EXACT, 100, 1000, HOUR));
    TestPeer publisher = small.join("publisher");
    String filler = "x".repeat(300);
    // When
    publisher.publish("t", 1, filler);
    publisher.publish("t", 2, filler);
    publisher.publish("t", 3, filler);
    publisher.publish("t", 4, "x".repeat(1000));
    publisher.publish("t", Dict.of("eligible_authid", Collections.nCopies(1, "y".repeat(900))), 5);
    // Then
    long id = (Long) publisher.meta("wamp.subscription.lookup", "t").getFirst();
    List<Object> events = publisher.args(answer(publisher, id, Map.of()));
    assertEquals(2, events.size());
    assertEquals(3L, ((List<?>) ((Map<?, ?>) events.get(1)).get("args")).getFirst());
  }

  @Test
  void askerSeesOnlyWhatItsNameAndRoleMaySee() {
    // Given
    publish("log.b", Dict.of("eligible_authrole", List.of("admin")), 1);
    publish("log.b", Dict.of("eligible_authrole", List.of("admin", "guest")), 2);
    publish("log.b", Dict.of("exclude_authrole", List.of("guest")), 3);
    publish("log.b", Dict.of("eligible_authid", List.of("asker")), 4);
    publish("log.b", Dict.of("exclude_authid", List.of("asker")), 5);
    publish("log.b", Dict.of("eligible_authid", List.of()), 6);
    publish("log.b", Dict.of("exclude_authid", List.of("other")), 7);
    // When
    List<Object> values = values(log, Map.of());
    // Then
    assertEquals(List.of(2L, 4L, 7L), values);
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

  /** Session ids are another at the next connection, so such events are not kept for anybody. */
  @Test
  void eventForOrWithoutCertainSessionsIsNotKept() {
    // Given
    publish("log.b", Dict.of("exclude", List.of(1)), 1);
    publish("log.b", Dict.of("eligible", List.of(asker.id())), 2);
    publish("log.b", Dict.of("exclude", List.of()), 3);
    publish("log.b", Dict.of("exclude_me", false), 4);
    // When
    List<Object> values = values(log, Map.of());
    // Then
    assertEquals(List.of(4L), values);
  }

  @Test
  void publisherSeesWhatItPublished() {
    // Given
    publish("log.b", Dict.EMPTY, 1);
    // When
    Result result = answer(device, log, Map.of());
    // Then
    assertEquals(1, device.args(result).size());
  }

  @Test
  void whoMayNotSubscribeMayNotAsk() {
    // Given
    mayAskerSubscribe = false;
    // When
    ask(asker, log, Map.of());
    // Then
    asker.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  @Test
  void subscriberMayAskWithoutBeingJudgedAgain() {
    // Given
    asker.subscribe("log.", "prefix");
    publish("log.b", Dict.EMPTY, 1);
    asker.take(Event.class);
    isDecidedLater = true;
    // When
    List<Object> values = values(log, Map.of());
    // Then
    assertEquals(List.of(1L), values);
  }

  @Test
  void whereSomebodyHasToBeAskedOnlySubscribersMayAsk() {
    // Given
    isDecidedLater = true;
    // When
    ask(asker, log, Map.of());
    // Then
    asker.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  @Test
  void subscriptionWithoutHistoryIsToldFromOneWithoutEvents() {
    // Given
    long plain = device.subscribe("plain");
    // When
    ask(asker, plain, Map.of());
    ask(asker, 9999, Map.of());
    ask(asker, log, Map.of());
    // Then
    asker.takeError(RouterErrors.NO_HISTORY);
    asker.takeError(ErrorUri.NO_SUCH_SUBSCRIPTION);
    assertTrue(asker.args(asker.take(Result.class)).isEmpty());
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

  /** One publisher must not be able to spoil the history for all who ask. */
  @Test
  void argumentsThatTheAskersFormatLacksAreLeftOutAndSaidSo() {
    // Given
    TestPeer cbor = realm.join("cbor", "user", Format.CBOR, EnumSet.allOf(Feature.class));
    cbor.publish("log.b", Double.NaN);
    Object deep = 1;
    for (int i = 0; i < io.junctor.wamp.serializer.Limits.DEPTH_MAX - 3; i++) {
      deep = List.of(deep);
    }
    cbor.publish("log.b", deep);
    cbor.publish("log.b", "good");
    // When
    List<Map<?, ?>> events = events(log, Map.of());
    // Then
    assertEquals(true, events.get(0).get("unrepresentable"));
    assertEquals(true, events.get(1).get("unrepresentable"));
    assertEquals(List.of("good"), events.get(2).get("args"));
    assertEquals(List.of(), realm.faults);
  }

  @Test
  void durableEventIsKeptWhenItIsDelivered() {
    // Given
    device.publish("log.durable", 1);
    device.publish("log.durable", 2);
    assertEquals(List.of(), values(log, Map.of()));
    // When
    realm.confirm();
    realm.fail("disk full");
    // Then
    assertEquals(List.of(1L), values(log, Map.of()));
  }

  @Test
  void testamentIsKeptLikeAnyPublication() {
    // Given
    device.meta("wamp.session.add_testament", "log.b", List.of("gone"), Map.of());
    // When
    realm.leave(device);
    // Then
    assertEquals(List.of("gone"), values(log, Map.of()));
  }

  @Test
  void subscriptionWithHistoryOutlivesItsSubscribersAndIsToldAsCreatedAndDeleted() {
    // Given
    List<Long> news = new ArrayList<>();
    for (String topic : List.of("on_create", "on_subscribe", "on_unsubscribe", "on_delete")) {
      news.add(device.subscribe("wamp.subscription." + topic));
      device.clear();
    }
    // When
    long id = asker.subscribe("log.", "prefix");
    asker.send(new Unsubscribe(asker.nextRequest(), id));
    asker.take(Unsubscribed.class);
    // Then
    assertEquals(log, id);
    for (long expected : news) {
      assertEquals(expected, device.take(Event.class).subscription());
    }
    assertEquals(log, lookup("log.", "prefix"));
    assertEquals(4, realm.realm.stats().subscriptions());
    assertEquals(List.of(), asker.meta("wamp.subscription.list_subscribers", log).getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"topic", "events", "bytes", "age", "twice"})
  void ruleThatMakesNoSenseIsRefused(String what) {
    assertThrows(
        IllegalArgumentException.class,
        () -> {
          switch (what) {
            case "topic" -> rule("a b", MatchPolicy.EXACT, 1);
            case "events" -> rule("a", MatchPolicy.EXACT, 0);
            case "bytes" -> new HistoryRule("a", MatchPolicy.EXACT, 1, 0, HOUR);
            case "age" -> new HistoryRule("a", MatchPolicy.EXACT, 1, 1, Duration.ZERO);
            default ->
                realm(
                    RouterLimits.DEFAULT,
                    rule("a", MatchPolicy.EXACT, 1),
                    rule("a", MatchPolicy.EXACT, 2));
          }
        });
  }
}
