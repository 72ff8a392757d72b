package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Subscriptions that several nodes share, each with a part of the resources. */
class ShardedSubscriptionTest {

  private static final int RESOURCES = 300;

  private final TestRealm realm = new TestRealm();
  private final TestPeer publisher = realm.join("publisher");

  private TestPeer node(String key) {
    TestPeer peer = realm.join(key);
    peer.subscribe("t", Dict.of("nkey", key));
    return peer;
  }

  /** Publishes one event per resource; resource -> who got it. */
  private Map<Integer, List<TestPeer>> publishAll(List<TestPeer> peers) {
    Map<Integer, List<TestPeer>> receivers = new HashMap<>();
    for (int resource = 0; resource < RESOURCES; resource++) {
      publisher.publish("t", Dict.of("rkey", "sn" + resource), resource);
      receivers.put(resource, new ArrayList<>());
      for (TestPeer peer : peers) {
        if (peer.drain().size() == 1) {
          receivers.get(resource).add(peer);
        }
      }
    }
    return receivers;
  }

  @Test
  void eachResourceBelongsToOneNodeAndEveryNodeHasItsShare() {
    // Given
    List<TestPeer> nodes = List.of(node("a"), node("b"), node("c"));
    // When
    Map<Integer, List<TestPeer>> first = publishAll(nodes);
    Map<Integer, List<TestPeer>> second = publishAll(nodes);
    // Then
    assertEquals(first, second);
    Map<TestPeer, Integer> shares = new HashMap<>();
    first.values().forEach(owners -> shares.merge(owners.getFirst(), owners.size(), Integer::sum));
    assertTrue(first.values().stream().allMatch(owners -> owners.size() == 1));
    nodes.forEach(node -> assertTrue(shares.get(node) > RESOURCES / 6, shares::toString));
  }

  @Test
  void onlyTheResourcesOfANodeThatLeavesMove() {
    // Given
    TestPeer a = node("a");
    TestPeer b = node("b");
    TestPeer c = node("c");
    Map<Integer, List<TestPeer>> before = publishAll(List.of(a, b, c));
    // When
    realm.leave(c);
    Map<Integer, List<TestPeer>> after = publishAll(List.of(a, b));
    // Then
    before.forEach(
        (resource, owners) -> {
          if (!owners.contains(c)) {
            assertEquals(owners, after.get(resource));
          }
        });
    assertTrue(after.values().stream().allMatch(owners -> owners.size() == 1));
  }

  @Test
  void sessionsOfTheSameNodeShareItsResources() {
    // Given
    TestPeer one = node("a");
    TestPeer two = node("a");
    // When
    publisher.publish("t", Dict.of("rkey", "sn1"), 1);
    // Then
    one.take(Event.class);
    two.take(Event.class);
  }

  @Test
  void subscriberWithoutNodeKeyGetsEverything() {
    // Given
    node("a");
    node("b");
    TestPeer plain = realm.join("plain");
    plain.subscribe("t");
    // When
    Map<Integer, List<TestPeer>> receivers = publishAll(List.of(plain));
    // Then
    assertTrue(receivers.values().stream().allMatch(owners -> owners.size() == 1));
  }

  @Test
  void eventWithoutResourceKeyGoesToAll() {
    // Given
    TestPeer a = node("a");
    TestPeer b = node("b");
    // When
    publisher.publish("t", 1);
    // Then
    a.take(Event.class);
    b.take(Event.class);
  }

  @Test
  void listsOfThePublisherStillHold() {
    // Given
    TestPeer a = node("a");
    // When
    publisher.publish("t", Dict.of("rkey", "sn1", "exclude", List.of(a.id())), 1);
    // Then
    a.expectNothing();
  }

  @Test
  void subscribingAgainWithoutANodeKeyTakesItAway() {
    // Given
    TestPeer a = node("a");
    TestPeer b = node("b");
    a.subscribe("t");
    // When
    Map<Integer, List<TestPeer>> receivers = publishAll(List.of(a, b));
    // Then
    assertTrue(receivers.values().stream().allMatch(owners -> owners.size() == 2));
  }

  @Test
  void keysAreBounded() {
    // Given
    String tooLong = "x".repeat(257);
    // When
    publisher.trySubscribe("t", Dict.of("nkey", tooLong));
    publisher.trySubscribe("t", Dict.of("nkey", ""));
    publisher.publish("t", Dict.of("rkey", tooLong, "acknowledge", true), 1);
    // Then
    publisher.takeError(ErrorUri.INVALID_ARGUMENT);
    publisher.takeError(ErrorUri.INVALID_ARGUMENT);
    publisher.takeError(ErrorUri.INVALID_ARGUMENT);
  }
}
