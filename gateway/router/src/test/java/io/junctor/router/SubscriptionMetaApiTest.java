package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.uri.ErrorUri;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is subscribed to, and news of it. */
class SubscriptionMetaApiTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer alice = realm.join("alice");
  private final TestPeer watcher = realm.join("watcher");

  @Test
  void listGroupsByMatchWithEmptyListsForNone() {
    // Given
    long wildcard = alice.subscribe("a..c", "wildcard");
    // When
    List<Object> result = watcher.meta("wamp.subscription.list");
    // Then
    assertEquals(
        List.of(Map.of("exact", List.of(), "prefix", List.of(), "wildcard", List.of(wildcard))),
        result);
  }

  @Test
  void matchFindsAllThatWouldReceive() {
    // Given
    long exact = alice.subscribe("a.b");
    long prefix = watcher.subscribe("a", "prefix");
    alice.subscribe("a.c");
    // When
    List<Object> result = watcher.meta("wamp.subscription.match", "a.b");
    // Then
    assertEquals(List.of(List.of(exact, prefix)), result);
  }

  @Test
  void nothingFoundIsNull() {
    assertEquals(Collections.singletonList(null), watcher.meta("wamp.subscription.lookup", "a"));
    assertEquals(Collections.singletonList(null), watcher.meta("wamp.subscription.match", "a"));
  }

  @Test
  void subscriptionIsDescribedWithItsSubscribers() {
    // Given
    long id = alice.subscribe("a", "prefix");
    watcher.subscribe("a", "prefix");
    // When
    Object description = watcher.meta("wamp.subscription.get", id).getFirst();
    // Then
    assertEquals(
        Map.of("id", id, "created", "2026-11-23T00:00:00Z", "uri", "a", "match", "prefix"),
        description);
    assertEquals(
        List.of(List.of(alice.id(), watcher.id())),
        watcher.meta("wamp.subscription.list_subscribers", id));
    assertEquals(List.of(2L), watcher.meta("wamp.subscription.count_subscribers", id));
    assertEquals(
        List.of(id), watcher.meta("wamp.subscription.lookup", "a", Map.of("match", "prefix")));
  }

  @Test
  void unknownSubscriptionIsAnError() {
    // When
    watcher.call("wamp.subscription.get", 99);
    watcher.call("wamp.subscription.count_subscribers", 99);
    // Then
    watcher.takeError(ErrorUri.NO_SUCH_SUBSCRIPTION);
    watcher.takeError(ErrorUri.NO_SUCH_SUBSCRIPTION);
  }

  @Test
  void lifeOfASubscriptionIsTold() {
    // Given
    for (String news : List.of("on_create", "on_subscribe", "on_unsubscribe", "on_delete")) {
      watcher.subscribe("wamp.subscription." + news);
      watcher.clear();
    }
    // When
    long id = alice.subscribe("t");
    alice.send(new Unsubscribe(2, id));
    // Then
    alice.take(Unsubscribed.class);
    List<Object> created = watcher.args(watcher.take(Event.class));
    assertEquals(alice.id(), created.getFirst());
    assertEquals("t", ((Map<?, ?>) created.get(1)).get("uri"));
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(alice.id(), id), watcher.args(watcher.take(Event.class)));
    }
    watcher.expectNothing();
  }

  @Test
  void secondSubscriberIsTakenAsSubscribeNotAsCreate() {
    // Given
    long id = alice.subscribe("t");
    long created = watcher.subscribe("wamp.subscription.on_create");
    watcher.clear();
    long subscribed = watcher.subscribe("wamp.subscription.on_subscribe");
    watcher.clear();
    TestPeer bob = realm.join("bob");
    // When
    bob.subscribe("t");
    // Then
    Event event = watcher.take(Event.class);
    assertEquals(subscribed, event.subscription());
    assertEquals(List.of(bob.id(), id), watcher.args(event));
    watcher.expectNothing();
    assertEquals(1, created - id);
  }

  /** A session that leaves must not be sent the news of its own leaving. */
  @Test
  void whoLeavesHearsNothingOfIt() {
    // Given
    watcher.subscribe("wamp.subscription.on_unsubscribe");
    watcher.subscribe("wamp.subscription.on_delete");
    watcher.subscribe("wamp.session.on_leave");
    watcher.clear();
    // When
    realm.leave(watcher);
    // Then
    watcher.expectNothing();
  }
}
