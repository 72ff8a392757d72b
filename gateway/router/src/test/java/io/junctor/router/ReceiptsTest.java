package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.EventReceived;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that their subscribers acknowledge. */
class ReceiptsTest {

  private static final Dict WANTED = Dict.of("acknowledge", true, "x_acknowledged_delivery", true);

  private final TestRealm realm = new TestRealm();
  private final TestPeer publisher = realm.join("publisher");
  private final TestPeer alice = realm.join("alice");
  private final TestPeer bob = realm.join("bob");

  private static void acknowledge(TestPeer peer) {
    Event event = peer.take(Event.class);
    assertTrue(event.details().bool("x_acknowledged_delivery", false));
    peer.send(new EventReceived(event.publication(), Dict.EMPTY));
  }

  @Test
  void publisherHearsOfItWhenAllHaveAcknowledged() {
    // Given
    alice.subscribe("t");
    bob.subscribe("t", "prefix");
    long request = publisher.publish("t", WANTED, 1);
    acknowledge(alice);
    publisher.expectNothing();
    // When
    acknowledge(bob);
    // Then
    assertEquals(request, publisher.take(Published.class).request());
    assertNull(realm.realm.nextDeadline());
  }

  @Test
  void whoGetsTheEventTwiceCountsOnce() {
    // Given
    alice.subscribe("t");
    alice.subscribe("t", "prefix");
    publisher.publish("t", WANTED, 1);
    // When
    acknowledge(alice);
    // Then
    publisher.take(Published.class);
    acknowledge(alice);
    publisher.expectNothing();
  }

  @Test
  void whoDoesNotAnnounceItIsNotWaitedFor() {
    // Given
    TestPeer plain = realm.join("plain", "user", Format.JSON, EnumSet.noneOf(Feature.class));
    plain.subscribe("t");
    // When
    publisher.publish("t", WANTED, 1);
    // Then
    publisher.take(Published.class);
    plain.take(Event.class);
  }

  @Test
  void whoIsNotSentItIsNotWaitedFor() {
    // Given
    alice.subscribe("t");
    publisher.subscribe("t");
    // When
    publisher.publish("t", WANTED.with("exclude", List.of(alice.id())), 1);
    // Then
    publisher.take(Published.class);
    alice.expectNothing();
  }

  @Test
  void whoLeavesIsNotWaitedForAnyMore() {
    // Given
    alice.subscribe("t");
    bob.subscribe("t");
    publisher.publish("t", WANTED, 1);
    acknowledge(bob);
    publisher.expectNothing();
    // When
    realm.leave(alice);
    // Then
    publisher.take(Published.class);
  }

  @Test
  void publisherThatLeavesIsForgotten() {
    // Given
    alice.subscribe("t");
    publisher.publish("t", WANTED, 1);
    // When
    realm.leave(publisher);
    // Then
    assertNull(realm.realm.nextDeadline());
    acknowledge(alice);
  }

  @Test
  void silenceEndsWithTheTimeout() {
    // Given
    alice.subscribe("t");
    bob.subscribe("t");
    publisher.publish("t", WANTED, 1);
    acknowledge(alice);
    Duration timeout = RouterLimits.DEFAULT.answerTimeout();
    assertEquals(realm.now.plus(timeout), realm.realm.nextDeadline());
    realm.pass(timeout.minusMillis(1));
    publisher.expectNothing();
    // When
    realm.pass(Duration.ofMillis(1));
    // Then
    String sentence = (String) publisher.args(publisher.takeError(ErrorUri.TIMEOUT)).getFirst();
    assertTrue(sentence.contains("1 subscribers"), sentence);
    acknowledge(bob);
    publisher.expectNothing();
    assertNull(realm.realm.nextDeadline());
  }

  @Test
  void withoutAcknowledgeThereIsNothingToAcknowledge() {
    // Given
    alice.subscribe("t");
    // When
    publisher.publish("t", Dict.of("x_acknowledged_delivery", true), 1);
    // Then
    assertFalse(alice.take(Event.class).details().has("x_acknowledged_delivery"));
    publisher.expectNothing();
  }

  @Test
  void acknowledgementThatNobodyWaitsForIsIgnored() {
    // When
    alice.send(new EventReceived(7, Dict.EMPTY));
    // Then
    alice.expectNothing();
    assertFalse(alice.isKicked());
  }

  @Test
  void publicationsThatWaitAreBounded() {
    // Given
    alice.subscribe("t");
    for (int i = 0; i < Receipts.PENDING_MAX; i++) {
      publisher.publish("t", WANTED, i);
    }
    // When
    publisher.publish("t", WANTED, "one more");
    // Then
    publisher.takeError(RouterErrors.LIMIT_EXCEEDED);
  }
}
