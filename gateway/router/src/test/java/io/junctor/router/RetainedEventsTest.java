package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Event retention: what is kept, who gets it, how it is cleared, and its bounds. */
class RetainedEventsTest {

  private static final Dict RETAIN = Dict.of("retain", true);
  private static final Dict GET_RETAINED = Dict.of("get_retained", true);

  private final TestRealm realm = new TestRealm();
  private final TestPeer alice = realm.join("alice");
  private final TestPeer bob = realm.join("bob", "guest");

  @Test
  void lateSubscriberGetsTheLastRetainedEvent() {
    // Given
    alice.publish("t", RETAIN, 1);
    long request = alice.publish("t", RETAIN.with("acknowledge", true), 2);
    Published published = alice.take(Published.class);
    assertEquals(request, published.request());
    alice.publish("t", 3);
    // When
    long subscription = bob.subscribe("t", GET_RETAINED);
    // Then
    Event event = bob.take(Event.class);
    assertEquals(subscription, event.subscription());
    assertEquals(published.publication(), event.publication());
    assertEquals(List.of(2L), bob.args(event));
    assertTrue(event.details().bool("retained", false));
    bob.expectNothing();
  }

  @Test
  void retainedEventIsGivenOnlyOnRequest() {
    // Given
    alice.publish("t", RETAIN, 1);
    // When
    bob.subscribe("t");
    // Then
    bob.expectNothing();
  }

  @Test
  void liveEventIsNotMarkedAsRetained() {
    // Given
    bob.subscribe("t", GET_RETAINED);
    // When
    alice.publish("t", RETAIN, 1);
    // Then
    assertFalse(bob.take(Event.class).details().has("retained"));
  }

  @Test
  void prefixSubscriptionGetsOneRetainedEventPerTopic() {
    // Given
    alice.publish("site.a", RETAIN, "a");
    alice.publish("site.b", RETAIN, "b");
    alice.publish("site", RETAIN, "s");
    alice.publish("sitf", RETAIN, "f");
    // When
    bob.subscribe("site.", GET_RETAINED.with("match", "prefix"));
    // Then
    Event first = bob.take(Event.class);
    assertEquals("site.a", first.details().string("topic"));
    assertEquals(List.of("a"), bob.args(first));
    assertEquals("site.b", bob.take(Event.class).details().string("topic"));
    bob.expectNothing();
  }

  @Test
  void wildcardSubscriptionGetsOneRetainedEventPerTopic() {
    // Given
    alice.publish("site.a.fill", RETAIN, 1);
    alice.publish("site.b.fill", RETAIN, 2);
    alice.publish("site.b.door", RETAIN, 3);
    // When
    bob.subscribe("site..fill", GET_RETAINED.with("match", "wildcard"));
    // Then
    assertEquals("site.a.fill", bob.take(Event.class).details().string("topic"));
    assertEquals("site.b.fill", bob.take(Event.class).details().string("topic"));
    bob.expectNothing();
  }

  @Test
  void subscriberGetsOnlyWhatItWouldHaveReceived() {
    // Given
    alice.publish("x.a", RETAIN.with("eligible_authrole", List.of("operator")), 1);
    alice.publish("x.b", RETAIN.with("exclude_authid", List.of("bob")), 2);
    alice.publish("x.c", RETAIN.with("exclude", List.of(bob.id())), 3);
    alice.publish("x.d", RETAIN.with("eligible_authid", List.of("bob")), 4);
    // When
    bob.subscribe("x", GET_RETAINED.with("match", "prefix"));
    // Then
    assertEquals("x.d", bob.take(Event.class).details().string("topic"));
    bob.expectNothing();
  }

  @Test
  void publisherGetsItsOwnRetainedEventOnlyIfItDidNotExcludeItself() {
    // Given
    alice.publish("a", RETAIN, 1);
    alice.publish("b", RETAIN.with("exclude_me", false), 2);
    // When
    alice.subscribe("a", GET_RETAINED);
    alice.subscribe("b", GET_RETAINED);
    // Then
    assertEquals(List.of(2L), alice.args(alice.take(Event.class)));
    alice.expectNothing();
  }

  @Test
  void retainedEventOutlivesItsPublisherAndStillNamesIt() {
    // Given
    alice.publish("t", RETAIN.with("disclose_me", true), 1);
    realm.leave(alice);
    // When
    bob.subscribe("t", GET_RETAINED);
    // Then
    assertEquals("alice", bob.take(Event.class).details().string("publisher_authid"));
  }

  @Test
  void retainedEventWithoutArgumentsClearsTheTopic() {
    // Given
    alice.publish("t", RETAIN, 1);
    bob.subscribe("t");
    // When
    alice.send(new Publish(2, RETAIN, "t", Payload.NONE));
    // Then
    assertTrue(bob.take(Event.class).payload().isEmpty());
    bob.subscribe("t", GET_RETAINED);
    bob.expectNothing();
    assertEquals(0, realm.realm.stats().retainedBytes());
    assertEquals(0, realm.realm.stats().retainedEvents());
  }

  /** Some clients always write the argument lists, empty or not. */
  @ParameterizedTest
  @EnumSource(Format.class)
  void writtenOutEmptyArgumentsClearTheTopicToo(Format format) {
    // Given
    alice.publish("t", RETAIN, 1);
    byte[] bytes =
        switch (format) {
          case JSON -> new byte[] {'[', ']', ',', '{', '}'};
          case MSGPACK -> new byte[] {(byte) 0x90, (byte) 0x80};
          case CBOR -> new byte[] {(byte) 0x80, (byte) 0xa0};
        };
    // When
    alice.send(new Publish(2, RETAIN, "t", new Payload(format, bytes, 0, bytes.length, 2)));
    // Then
    assertEquals(0, realm.realm.stats().retainedEvents());
  }

  @Test
  void shortArgumentsAreNotTakenForNone() {
    // When
    alice.publish("t", RETAIN, 0);
    // Then
    assertEquals(1, realm.realm.stats().retainedEvents());
  }

  @Test
  void retainedPayloadDoesNotHoldTheFrameItCameIn() {
    // Given
    byte[] frame = new byte[10_000];
    frame[5000] = '[';
    frame[5001] = '7';
    frame[5002] = ']';
    alice.send(new Publish(1, RETAIN, "t", new Payload(Format.JSON, frame, 5000, 3, 1)));
    // When
    bob.subscribe("t", GET_RETAINED);
    // Then
    Event event = bob.take(Event.class);
    assertEquals(3, event.payload().bytes().length);
    assertEquals(List.of(7L), bob.args(event));
  }

  @Test
  void subscriberOfAnotherFormatGetsTheSamePayload() {
    // Given
    TestPeer carol = realm.join("carol", "user", Format.CBOR, Set.of());
    Serializer cbor = Serializers.of(Format.CBOR);
    carol.publish("t", RETAIN, "ä");
    // When
    bob.subscribe("t", GET_RETAINED);
    // Then
    Event event = bob.take(Event.class);
    assertEquals(Format.CBOR, event.payload().format());
    assertEquals(List.of("ä"), cbor.args(event.payload()));
    assertEquals(Map.of(), cbor.kwargs(event.payload()));
  }

  @Test
  void topicsBeyondTheBoundAreRefusedAndKnownOnesReplaced() {
    // Given
    TestRealm small = new TestRealm(Limits.of(limits -> limits.retainedEventsMax = 2));
    TestPeer peer = small.join("peer");
    TestPeer watcher = small.join("watcher");
    watcher.subscribe("c");
    peer.publish("a", RETAIN, 1);
    peer.publish("b", RETAIN, 1);
    // When
    peer.publish("c", RETAIN.with("acknowledge", true), 1);
    // Then
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
    watcher.expectNothing();
    peer.publish("b", RETAIN.with("acknowledge", true), 2);
    peer.take(Published.class);
  }

  @Test
  void bytesBeyondTheBoundAreRefusedUntilATopicIsCleared() {
    // Given
    TestRealm small = new TestRealm(Limits.of(limits -> limits.retainedBytesMax = 100));
    TestPeer peer = small.join("peer");
    peer.publish("a", RETAIN, "x".repeat(60));
    peer.publish("b", RETAIN.with("acknowledge", true), "x".repeat(60));
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
    // When
    peer.publish("a", RETAIN);
    // Then
    peer.publish("b", RETAIN.with("acknowledge", true), "x".repeat(60));
    peer.take(Published.class);
  }

  /** "MUST send the Subscriber the most recent Retained Event that they would have received" */
  @Test
  void whomTheNewestEventLeavesOutGetsTheOneBefore() {
    // Given
    alice.publish("t", RETAIN, 1);
    alice.publish("t", RETAIN.with("eligible_authrole", List.of("user")), 2);
    alice.publish("t", RETAIN.with("exclude_authid", List.of("bob", "carol")), 3);
    TestPeer carol = realm.join("carol", "user");
    TestPeer dave = realm.join("dave", "user");
    // When
    bob.subscribe("t", GET_RETAINED);
    carol.subscribe("t", GET_RETAINED);
    dave.subscribe("t", GET_RETAINED);
    // Then
    assertEquals(List.of(1L), bob.args(bob.take(Event.class)));
    assertEquals(List.of(2L), carol.args(carol.take(Event.class)));
    assertEquals(List.of(3L), dave.args(dave.take(Event.class)));
    bob.expectNothing();
    assertEquals(1, realm.realm.stats().retainedEvents());
  }

  @Test
  void eventForEverybodyReplacesThoseOfLimitedDistribution() {
    // Given
    alice.publish("t", RETAIN.with("eligible_authid", List.of("bob")), 1);
    alice.publish("t", RETAIN, 2);
    // When
    bob.subscribe("t", GET_RETAINED);
    // Then
    assertEquals(List.of(2L), bob.args(bob.take(Event.class)));
    bob.expectNothing();
  }

  @Test
  void eventsOfLimitedDistributionAreBoundedAndTheOneForEverybodyStays() {
    // Given
    alice.publish("t", RETAIN, 1);
    for (int i = 0; i < 100; i++) {
      alice.publish("t", RETAIN.with("eligible_authid", List.of("peer" + i)), "x".repeat(1000));
      alice.publish("t", RETAIN.with("eligible_authid", List.of("same")), "x".repeat(1000));
    }
    // When
    TestPeer oldest = realm.join("peer0");
    TestPeer newest = realm.join("peer99");
    oldest.subscribe("t", GET_RETAINED);
    newest.subscribe("t", GET_RETAINED);
    // Then
    assertEquals(List.of(1L), oldest.args(oldest.take(Event.class)));
    assertEquals(List.of("x".repeat(1000)), newest.args(newest.take(Event.class)));
    assertTrue(realm.realm.stats().retainedBytes() < 10_000);
  }

  @Test
  void clearingTakesEventsOfLimitedDistributionToo() {
    // Given
    alice.publish("t", RETAIN, 1);
    alice.publish("t", RETAIN.with("eligible_authid", List.of("bob")), 2);
    // When
    alice.publish("t", RETAIN);
    // Then
    bob.subscribe("t", GET_RETAINED);
    bob.expectNothing();
    assertEquals(0, realm.realm.stats().retainedEvents());
    assertEquals(0, realm.realm.stats().retainedBytes());
  }

  /** A publisher must not get around the bound by long lists. */
  @Test
  void listsCountAgainstTheBound() {
    // Given
    TestRealm small = new TestRealm(Limits.of(limits -> limits.retainedBytesMax = 1000));
    TestPeer peer = small.join("peer");
    List<String> many = java.util.Collections.nCopies(1, "x".repeat(1000));
    // When
    peer.publish("a", RETAIN.with("exclude_authid", many).with("acknowledge", true), 1);
    // Then
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
  }
}
