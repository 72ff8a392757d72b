package io.junctor.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.MissedEvents;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {

  private final UplinkFixture both = new UplinkFixture();

  @AfterEach
  void close() {
    both.close();
  }

  @Test
  void anEventCrossesWithItsArgumentsAndWhoPublishedIt() {
    // Given
    both.start(UplinkFixture.EDGE_TOPICS, Rules.NONE);
    Peer.Inbox inbox = both.cloud.peer("console").subscribe("com.example.edge.t");
    // When
    both.edge
        .peer("fridge")
        .publish(
            "com.example.edge.t", Dict.EMPTY, Peer.VALUES.payload(List.of(4.5), Map.of("a", "b")));
    // Then
    Event event = inbox.next();
    assertEquals(List.of(4.5), Peer.VALUES.args(event.payload()));
    assertEquals(Map.of("a", "b"), Peer.VALUES.kwargs(event.payload()));
    Dict hop = (Dict) event.details().list("forward_for").getFirst();
    assertEquals("fridge", hop.string("authid"));
    assertEquals(UplinkFixture.ID, hop.string("via"));
    assertEquals("uplink", event.details().string("publisher_authid"));
  }

  @Test
  void anEventOfTheOtherSideCrossesToHere() {
    // Given
    both.start(Rules.NONE, UplinkFixture.CLOUD_TOPICS);
    Peer.Inbox inbox = both.edge.peer("device").subscribe("com.example.cloud.");
    // When
    both.cloud.peer("backend").publish("com.example.cloud.price", 7);
    // Then
    assertEquals(7L, inbox.value());
  }

  @Test
  void whatTheOtherRouterLeavesOutForAStalledLineIsCounted() {
    // Given
    Uplink uplink = both.start(Rules.NONE, UplinkFixture.CLOUD_TOPICS);
    Peer.Inbox inbox = both.edge.peer("device").subscribe("com.example.cloud.");
    Peer backend = both.cloud.peer("backend");
    int flood = 5_000; // the line and the outbox before it take some 2,000
    // When
    both.line.setReading(false);
    for (int i = 0; i < flood; i++) {
      backend.publish("com.example.cloud.price", i);
    }
    both.line.setReading(true);
    // retained: it waits while the way is full, and comes behind the others
    backend.publish("com.example.cloud.last", Dict.of("retain", true), Peer.args("last"));
    // Then
    long came = 0;
    for (Event event = inbox.next();
        !"com.example.cloud.last".equals(event.details().string("topic"));
        event = inbox.next()) {
      came += 1 + MissedEvents.of(event.details()).dropped(); // by the router here
    }
    assertTrue(came < flood, "nothing was left out");
    assertEquals(flood, came + uplink.state().dropped());
  }

  @Test
  void nothingCrossesThatNoRuleAllows() {
    // Given
    both.start(UplinkFixture.EDGE_TOPICS, UplinkFixture.CLOUD_TOPICS);
    Peer.Inbox cloud = both.cloud.peer("console").subscribe("com.");
    Peer.Inbox edge = both.edge.peer("device").subscribe("com.");
    Peer here = both.edge.peer("fridge");
    Peer there = both.cloud.peer("backend");
    // When
    for (String topic :
        List.of("com.example.edgeless", "com.example.secret", "com.example.cloud.x", "com.x")) {
      here.publish(topic, "no");
    }
    here.publish("com.example.edge.yes", "yes");
    for (String topic : List.of("com.example.cloudy", "com.example.edge.x", "com.y")) {
      there.publish(topic, "no");
    }
    there.publish("com.example.cloud.yes", "yes");
    // Then: what is allowed comes after what is not, and is the first to come
    cloud.next("com.example.edge.yes");
    edge.next("com.example.cloud.yes");
    assertEquals(1, seen(both.cloud, "com.example.cloud.yes"));
  }

  /** How many more of a topic came to a fresh subscriber: none, it was not retained. */
  private static int seen(Node node, String topic) {
    Peer.Inbox inbox = node.peer("late").subscribe(topic);
    node.peer("marker").publish(topic, "marker");
    int count = 1;
    while (!"marker".equals(inbox.value())) {
      count++;
    }
    return count;
  }

  @Test
  void aPrefixIsCalledDifferentlyOnTheOtherSide() {
    // Given
    ForwardRule rule = new ForwardRule("com.example.edge.", MatchPolicy.PREFIX, "site.berlin.");
    both.start(new Rules(List.of(rule), List.of()), Rules.NONE);
    Peer.Inbox inbox = both.cloud.peer("console").subscribe("site.berlin.fridge.");
    // When
    both.edge.peer("fridge").publish("com.example.edge.fridge.level", 50);
    // Then
    assertEquals("site.berlin.fridge.level", inbox.next().details().string("topic"));
  }

  @Test
  void retainedStateOfBeforeIsMarkedAsNoNews() {
    // Given
    Peer fridge = both.edge.peer("fridge");
    fridge.publish("com.example.edge.level", Dict.of("retain", true), Peer.args(50));
    Peer.Inbox inbox = both.cloud.peer("console").subscribe("com.example.edge.");
    // When
    both.start(UplinkFixture.EDGE_TOPICS, Rules.NONE);
    Dict old = inbox.next("com.example.edge.level").details();
    fridge.publish("com.example.edge.level", Dict.of("retain", true), Peer.args(49));
    Dict fresh = inbox.next("com.example.edge.level").details();
    // Then
    assertTrue(old.bool("_junctor_retained", false));
    assertFalse(fresh.bool("_junctor_retained", false));
  }

  @Test
  void retainedStateOfBeforeIsThereAfterConnecting() {
    // Given
    both.edge
        .peer("fridge")
        .publish("com.example.edge.level", Dict.of("retain", true), Peer.args(50));
    both.start(UplinkFixture.EDGE_TOPICS, Rules.NONE);
    // When
    Peer.Inbox inbox = both.cloud.peer("console").subscribe("com.example.edge.level");
    // Then
    assertEquals(50L, inbox.value());
  }

  @Test
  void aRetainedEventIsRetainedOnTheOtherSideToo() {
    // Given
    both.start(UplinkFixture.EDGE_TOPICS, Rules.NONE);
    Peer.Inbox live = both.cloud.peer("console").subscribe("com.example.edge.level");
    Peer fridge = both.edge.peer("fridge");
    // When
    fridge.publish("com.example.edge.level", Dict.of("retain", true), Peer.args(51));
    // Then
    assertFalse(live.next().details().bool("retained", false));
    Event late = both.cloud.peer("late").subscribe("com.example.edge.level").next();
    assertTrue(late.details().bool("retained", false));
    assertEquals(List.of(51L), Peer.VALUES.args(late.payload()));
    // and it is cleared there as it is here
    fridge.publish("com.example.edge.level", Dict.of("retain", true), Payload.NONE);
    assertTrue(live.next().payload().isEmpty());
    both.cloud.peer("later").subscribe("com.example.edge.level").expectNothing();
  }

  @Test
  void anEventDoesNotComeBackWhenTheSameTopicsCrossBothWays() {
    // Given
    Rules shared = new Rules(List.of(ForwardRule.prefix("com.example.")), List.of());
    both.start(shared, shared);
    Peer.Inbox edge = both.edge.peer("a").subscribe("com.example.bus");
    Peer.Inbox cloud = both.cloud.peer("b").subscribe("com.example.bus");
    // When
    both.edge.peer("c").publish("com.example.bus", 1);
    both.cloud.peer("d").publish("com.example.bus", 2);
    both.edge.peer("e").publish("com.example.bus", 3);
    // Then
    List<Object> there = List.of(cloud.value(), cloud.value(), cloud.value());
    List<Object> here = List.of(edge.value(), edge.value(), edge.value());
    assertEquals(List.of(1L, 2L, 3L), there.stream().sorted().toList());
    assertEquals(List.of(1L, 2L, 3L), here.stream().sorted().toList());
    edge.expectNothing();
    cloud.expectNothing();
  }

  @Test
  void retainedStateFromThereIsNotSentBackAfterReconnecting() {
    // Given
    Rules shared = new Rules(List.of(ForwardRule.prefix("com.example.bus.")), List.of());
    Uplink uplink = both.start(shared, shared);
    both.cloud
        .peer("backend")
        .publish("com.example.bus.x", Dict.of("retain", true), Peer.args("old"));
    Peer.Inbox edge = both.edge.peer("a").subscribe("com.example.bus.");
    edge.next("com.example.bus.x");
    both.line.cut();
    UplinkFixture.awaitOffline(uplink);
    both.cloud
        .peer("backend")
        .publish("com.example.bus.x", Dict.of("retain", true), Peer.args("new"));
    // When
    both.line.mend();
    UplinkFixture.awaitOnline(uplink);
    // Then: the newer one came here, the older one did not go there
    assertEquals("new", edge.value());
    assertEquals("new", both.cloud.peer("late").subscribe("com.example.bus.x").value());
  }

  @Test
  void aCircleOfThreeRoutersIsLeftAfterOneRound() throws Exception {
    // Given: edge -> cloud -> third -> edge
    Rules all = new Rules(List.of(ForwardRule.prefix("com.example.ring.")), List.of());
    try (Node third = new Node()) {
      Uplink first = both.start(all, Rules.NONE);
      Uplink second =
          UplinkFixture.start(
              UplinkFixture.settings("com.example.two", all, Rules.NONE),
              both.cloud.connector(),
              third.connector());
      Uplink last =
          UplinkFixture.start(
              UplinkFixture.settings("com.example.three", all, Rules.NONE),
              third.connector(),
              both.edge.connector());
      List.of(first, second, last).forEach(UplinkFixture::awaitOnline);
      Peer.Inbox edge = both.edge.peer("a").subscribe("com.example.ring.");
      Peer.Inbox cloud = both.cloud.peer("b").subscribe("com.example.ring.");
      // When
      both.edge.peer("c").publish("com.example.ring.x", 1);
      // Then: it came round once, and the next is the next
      assertEquals(1L, edge.value());
      assertEquals(3, edge.next().details().list("forward_for").size());
      both.edge.peer("c").publish("com.example.ring.x", 2);
      assertEquals(1L, cloud.value());
      assertEquals(2L, cloud.value());
      second.close();
      last.close();
    }
  }
}
