package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Publish;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Event history: what is kept, and who may see it. */
class EventHistoryTest extends HistoryTestCase {
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
