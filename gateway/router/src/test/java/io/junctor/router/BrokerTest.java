package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Basic publish and subscribe, patterns, and who receives what. */
class BrokerTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer alice = realm.join("alice");
  private final TestPeer bob = realm.join("bob", "guest");

  @Test
  void eventCarriesSubscriptionPublicationAndPayloadAsItCame() {
    // Given
    long subscription = bob.subscribe("com.example.fill");
    Publish publish = new Publish(1, Dict.EMPTY, "com.example.fill", alice.payload(0.5));
    // When
    alice.send(publish);
    // Then
    Event event = bob.take(Event.class);
    assertEquals(subscription, event.subscription());
    assertSame(publish.payload(), event.payload());
    assertTrue(event.details().isEmpty());
  }

  @Test
  void publishIsNotDeliveredToItsPublisherByDefault() {
    // Given
    alice.subscribe("t");
    bob.subscribe("t");
    // When
    alice.publish("t");
    // Then
    bob.take(Event.class);
    alice.expectNothing();
  }

  @Test
  void publisherIsExcludedEvenWhenItIsEligible() {
    // Given
    alice.subscribe("t");
    // When
    alice.publish("t", Dict.of("eligible", List.of(alice.id())));
    // Then
    alice.expectNothing();
  }

  @Test
  void publisherReceivesItsEventWhenItDoesNotExcludeItself() {
    // Given
    alice.subscribe("t");
    // When
    alice.publish("t", Dict.of("exclude_me", false));
    // Then
    alice.take(Event.class);
  }

  @Test
  void publishedIsSentOnlyWhenAskedFor() {
    // Given
    alice.publish("t");
    alice.expectNothing();
    // When
    long request = alice.publish("t", Dict.of("acknowledge", true));
    // Then
    assertEquals(request, alice.take(Published.class).request());
  }

  @Test
  void publishedAndAllEventsOfOnePublicationShareItsId() {
    // Given
    bob.subscribe("com.example.fill");
    bob.subscribe("com.exa", "prefix");
    bob.subscribe("com..fill", "wildcard");
    // When
    alice.publish("com.example.fill", Dict.of("acknowledge", true));
    // Then
    long publication = alice.take(Published.class).publication();
    assertEquals(publication, bob.take(Event.class).publication());
    assertEquals(publication, bob.take(Event.class).publication());
    assertEquals(publication, bob.take(Event.class).publication());
    bob.expectNothing();
  }

  /** A session with several matching subscriptions gets one EVENT for each. */
  @Test
  void eventGoesOutOncePerMatchingSubscription() {
    // Given
    long exact = bob.subscribe("a.b");
    long shortPrefix = bob.subscribe("a", "prefix");
    long longPrefix = bob.subscribe("a.", "prefix");
    long wildcard = bob.subscribe("a.", "wildcard");
    bob.subscribe("a.c");
    bob.subscribe("a.b.", "prefix");
    // When
    alice.publish("a.b");
    // Then
    assertEquals(exact, bob.take(Event.class).subscription());
    assertEquals(shortPrefix, bob.take(Event.class).subscription());
    assertEquals(longPrefix, bob.take(Event.class).subscription());
    assertEquals(wildcard, bob.take(Event.class).subscription());
    bob.expectNothing();
  }

  @Test
  void patternEventNamesTheTopicAndExactEventDoesNot() {
    // Given
    bob.subscribe("a.b");
    bob.subscribe("a.", "prefix");
    // When
    alice.publish("a.b");
    // Then
    assertFalse(bob.take(Event.class).details().has("topic"));
    assertEquals("a.b", bob.take(Event.class).details().string("topic"));
  }

  @Test
  void subscribersOfATopicShareTheSubscriptionId() {
    // Given
    long first = alice.subscribe("t");
    // When
    long second = bob.subscribe("t");
    // Then
    assertEquals(first, second);
  }

  @Test
  void matchPolicyMakesAnotherSubscription() {
    // Given
    long exact = alice.subscribe("t");
    // When
    long prefix = alice.subscribe("t", "prefix");
    // Then
    assertNotEquals(exact, prefix);
  }

  @Test
  void subscribingTwiceGivesTheSameIdAndOneEvent() {
    // Given
    long first = bob.subscribe("t");
    long second = bob.subscribe("t");
    // When
    alice.publish("t");
    // Then
    assertEquals(first, second);
    bob.take(Event.class);
    bob.expectNothing();
  }

  @Test
  void manyReceiversOfOneSubscriptionGetOneMessage() {
    // Given
    TestPeer carol = realm.join("carol");
    bob.subscribe("t");
    carol.subscribe("t");
    realm.outputs.clear();
    // When
    alice.publish("t");
    // Then
    Output.SendAll all = (Output.SendAll) realm.outputs.getFirst();
    assertEquals(List.of(bob.id(), carol.id()), all.sessions());
    assertEquals(1, realm.outputs.size());
  }

  @Test
  void unsubscribedSessionGetsNoMoreEvents() {
    // Given
    long subscription = bob.subscribe("t");
    // When
    bob.send(new Unsubscribe(bob.nextRequest(), subscription));
    // Then
    assertEquals(2, bob.take(Unsubscribed.class).request());
    alice.publish("t");
    bob.expectNothing();
    assertEquals(0, realm.realm.stats().subscriptions());
  }

  @Test
  void unsubscribingLeavesTheOtherSubscribers() {
    // Given
    TestPeer carol = realm.join("carol");
    long subscription = bob.subscribe("t");
    carol.subscribe("t");
    // When
    bob.send(new Unsubscribe(2, subscription));
    // Then
    alice.publish("t");
    assertEquals(subscription, carol.take(Event.class).subscription());
  }

  @Test
  void unknownSubscriptionCannotBeUnsubscribed() {
    // When
    bob.send(new Unsubscribe(7, 4711));
    // Then
    ErrorMessage error = bob.takeError(ErrorUri.NO_SUCH_SUBSCRIPTION);
    assertEquals(Unsubscribe.CODE, error.requestType());
    assertEquals(7, error.request());
  }

  @Test
  void subscriptionOfAnotherSessionCannotBeUnsubscribed() {
    // Given
    long subscription = bob.subscribe("t");
    // When
    alice.send(new Unsubscribe(1, subscription));
    // Then
    alice.takeError(ErrorUri.NO_SUCH_SUBSCRIPTION);
    alice.publish("t");
    bob.take(Event.class);
  }

  @Test
  void leavingEndsSubscriptions() {
    // Given
    bob.subscribe("t");
    // When
    realm.leave(bob);
    // Then
    alice.publish("t");
    bob.expectNothing();
    assertEquals(0, realm.realm.stats().subscriptions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", ".a", "a.", "a b", "a#b", "a.\tb"})
  void invalidTopicIsAnErrorForAnAcknowledgedPublish(String topic) {
    // When
    alice.publish(topic, Dict.of("acknowledge", true));
    // Then
    assertEquals(Publish.CODE, alice.takeError(ErrorUri.INVALID_URI).requestType());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", "a b", "a#b"})
  void invalidTopicIsAnErrorForASubscribe(String topic) {
    // When
    bob.trySubscribe(topic, Dict.EMPTY);
    // Then
    assertEquals(Subscribe.CODE, bob.takeError(ErrorUri.INVALID_URI).requestType());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.", "a.b"})
  void prefixMayEndAnywhere(String prefix) {
    // When
    bob.trySubscribe(prefix, Dict.of("match", "prefix"));
    // Then
    bob.take(Subscribed.class);
  }

  @Test
  void failedPublishIsSilentWithoutAcknowledge() {
    // When
    alice.publish("a..b");
    // Then
    alice.expectNothing();
    assertFalse(alice.isKicked());
  }

  /** A common failure of routers: clients may publish what looks like the router's own events. */
  @ParameterizedTest
  @ValueSource(strings = {"wamp.session.on_join", "wamp.x", "wamp"})
  void reservedTopicsCannotBePublishedByClients(String topic) {
    // Given
    bob.subscribe(topic);
    // When
    alice.publish(topic, Dict.of("acknowledge", true));
    // Then
    alice.takeError(ErrorUri.INVALID_URI);
    bob.expectNothing();
  }

  @Test
  void topicThatOnlyBeginsLikeAReservedOneIsFree() {
    // Given
    bob.subscribe("wampum.price");
    // When
    alice.publish("wampum.price");
    // Then
    bob.take(Event.class);
  }

  @Test
  void excludedSessionsAuthidsAndAuthrolesGetNothing() {
    // Given
    TestPeer carol = realm.join("carol");
    TestPeer dave = realm.join("dave");
    TestPeer erin = realm.join("erin");
    List.of(bob, carol, dave, erin).forEach(peer -> peer.subscribe("t"));
    Dict options =
        Dict.of("exclude", List.of(dave.id()), "exclude_authid", List.of("carol"))
            .with("exclude_authrole", List.of("guest"));
    // When
    alice.publish("t", options);
    // Then
    erin.take(Event.class);
    bob.expectNothing();
    carol.expectNothing();
    dave.expectNothing();
  }

  @Test
  void onlyEligibleSessionsAuthidsAndAuthrolesAreServed() {
    // Given
    TestPeer carol = realm.join("carol");
    bob.subscribe("t");
    carol.subscribe("t");
    // When
    alice.publish("t", Dict.of("eligible", List.of(bob.id(), carol.id())));
    alice.publish("t", Dict.of("eligible_authid", List.of("bob")));
    alice.publish("t", Dict.of("eligible_authrole", List.of("guest")));
    // Then
    carol.take(Event.class);
    carol.expectNothing();
    bob.take(Event.class);
    bob.take(Event.class);
    bob.take(Event.class);
  }

  @Test
  void allListsHaveToAdmitASession() {
    // Given
    bob.subscribe("t");
    // When
    alice.publish(
        "t", Dict.of("eligible", List.of(bob.id()), "exclude_authrole", List.of("guest")));
    // Then
    bob.expectNothing();
  }

  @Test
  void emptyWhiteListAdmitsNobody() {
    // Given
    bob.subscribe("t");
    // When
    alice.publish("t", Dict.of("eligible", List.of()));
    // Then
    bob.expectNothing();
  }

  @Test
  void listOfAnotherTypeBreaksTheProtocol() {
    // When
    alice.publish("t", Dict.of("exclude", List.of("alice")));
    // Then
    Abort abort = (Abort) alice.kicked().farewell();
    assertEquals(ErrorUri.PROTOCOL_VIOLATION, abort.reason());
    assertEquals(CloseCause.PROTOCOL_VIOLATION, alice.kicked().cause());
  }

  @Test
  void publisherIsNamedOnlyOnRequest() {
    // Given
    bob.subscribe("t");
    alice.publish("t");
    assertNull(bob.take(Event.class).details().integer("publisher"));
    // When
    alice.publish("t", Dict.of("disclose_me", true));
    // Then
    Dict details = bob.take(Event.class).details();
    assertEquals(alice.id(), details.integer("publisher"));
    assertEquals("alice", details.string("publisher_authid"));
    assertEquals("user", details.string("publisher_authrole"));
  }

  @Test
  void eventsOfOnePublisherKeepTheirOrder() {
    // Given
    bob.subscribe("a", "prefix");
    // When
    alice.publish("a.b", 1);
    alice.publish("a.c", 2);
    alice.publish("a.b", 3);
    // Then
    assertEquals(List.of(1L), bob.args(bob.take(Event.class)));
    assertEquals(List.of(2L), bob.args(bob.take(Event.class)));
    assertEquals(List.of(3L), bob.args(bob.take(Event.class)));
  }

  @Test
  void messageOfASessionThatIsNotHereIsIgnored() {
    // Given
    realm.leave(alice);
    bob.subscribe("t");
    realm.outputs.clear();
    // When
    alice.publish("t");
    // Then
    assertEquals(List.of(), realm.outputs);
  }
}
