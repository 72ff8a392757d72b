package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Publishing and subscribing.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-publish-and-subscribe">WAMP:
 *     Publish and Subscribe</a>
 */
@OverEveryLink
class PubSubBehaviourTest extends BehaviourTest {

  PubSubBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void anEventCarriesPositionalAndKeywordArguments() {
    // Given
    Peer subscriber = join();
    long subscription = subscriber.subscribe(uri("t"));
    Peer publisher = join();

    // When
    long publication =
        publisher.publishAndWait(
            uri("t"),
            Dict.EMPTY,
            List.of(1, 2.5, true, UNICODE, List.of("nested")),
            Map.of("name", UNICODE, "level", Map.of("value", 42)));

    // Then
    Event event = subscriber.receive(Event.class);
    assertEquals(subscription, event.subscription());
    assertEquals(publication, event.publication());
    assertEquals(List.of(1L, 2.5, true, UNICODE, List.of("nested")), subscriber.args(event));
    assertEquals(Map.of("name", UNICODE, "level", Map.of("value", 42L)), subscriber.kwargs(event));
  }

  @Test
  void anEventCarriesBinary() {
    // Given
    Peer subscriber = join();
    subscriber.subscribe(uri("t"));
    Peer publisher = join();

    // When
    publisher.publishAndWait(
        uri("t"), Dict.EMPTY, List.of(BINARY), Map.of("deep", List.of(BINARY)));

    // Then
    Event event = subscriber.receive(Event.class);
    assertArrayEquals(BINARY, (byte[]) subscriber.args(event).getFirst());
    List<?> deep = (List<?>) subscriber.kwargs(event).get("deep");
    assertArrayEquals(BINARY, (byte[]) deep.getFirst());
  }

  @Test
  void aSubscriberInAnotherFormatGetsTheSameEvent() {
    // Given
    Peer subscriber = joinInOtherFormat();
    subscriber.subscribe(uri("t"));
    Peer publisher = join();

    // When
    publisher.publishAndWait(
        uri("t"), Dict.EMPTY, List.of(BINARY, UNICODE, -1, 1e100), Map.of("k", BINARY));

    // Then
    Event event = subscriber.receive(Event.class);
    List<?> args = subscriber.args(event);
    assertArrayEquals(BINARY, (byte[]) args.getFirst());
    assertEquals(List.of(UNICODE, -1L, 1e100), args.subList(1, 4));
    assertArrayEquals(BINARY, (byte[]) subscriber.kwargs(event).get("k"));
  }

  @Test
  void aPublicationIsAcknowledgedOnlyWhenAsked() {
    // Given
    Peer publisher = join();

    // When
    publisher.publish(uri("t"), Dict.EMPTY, 1);

    // Then
    assertEquals(List.of(), publisher.drain());
  }

  @Test
  void publishIsNotDeliveredToItsPublisherByDefault() {
    // Given
    Peer peer = join();
    peer.subscribe(uri("t"));

    // When
    peer.publishAndWait(uri("t"), 1);

    // Then
    assertEquals(List.of(), peer.drain());
  }

  @Test
  void publishIsDeliveredToItsPublisherWhenItSaysSo() {
    // Given
    Peer peer = join();
    peer.subscribe(uri("t"));

    // When
    peer.publish(uri("t"), Dict.of("exclude_me", false), "me");

    // Then
    assertEquals(List.of("me"), peer.args(peer.receive(Event.class)));
  }

  @Test
  void eventsOfAPublisherKeepTheirOrder() {
    // Given
    int count = 200;
    Peer subscriber = join();
    subscriber.subscribe(uri("t"));
    Peer publisher = join();

    // When
    IntStream.range(0, count).forEach(i -> publisher.publish(uri("t"), Dict.EMPTY, i));

    // Then
    for (long i = 0; i < count; i++) {
      assertEquals(List.of(i), subscriber.args(subscriber.receive(Event.class)));
    }
  }

  @Test
  void aSessionWithThreeMatchingSubscriptionsGetsTheEventOnceForEach() {
    // Given
    Peer subscriber = join();
    long exact = subscriber.subscribe(uri("room.kitchen.level"));
    long prefix = subscriber.subscribe(uri("room."), Dict.of("match", "prefix"));
    long wildcard = subscriber.subscribe(uri("room..level"), Dict.of("match", "wildcard"));
    subscriber.subscribe(uri("room..colour"), Dict.of("match", "wildcard"));
    Peer publisher = join();

    // When
    long publication = publisher.publishAndWait(uri("room.kitchen.level"), 7);

    // Then
    List<Event> events = subscriber.drain().stream().map(Event.class::cast).toList();
    assertEquals(
        List.of(exact, prefix, wildcard).stream().sorted().toList(),
        events.stream().map(Event::subscription).sorted().toList());
    for (Event event : events) {
      assertEquals(publication, event.publication());
      if (event.subscription() != exact) {
        // "the EVENT message ... MUST then contain the topic to which the event was published"
        assertEquals(uri("room.kitchen.level"), event.details().string("topic"));
      }
    }
  }

  @Test
  void subscribersOfOneTopicShareOneSubscription() {
    // Given
    Peer first = join();
    Peer second = join();

    // When
    long id = first.subscribe(uri("t"));

    // Then
    assertEquals(id, second.subscribe(uri("t")));
    assertEquals(id, first.subscribe(uri("t")));
    assertNotEquals(id, first.subscribe(uri("t"), Dict.of("match", "prefix")));
  }

  @Test
  void aSessionThatUnsubscribedGetsNoMoreEvents() {
    // Given
    Peer subscriber = join();
    long subscription = subscriber.subscribe(uri("t"));
    Peer publisher = join();

    // When
    subscriber.send(new Unsubscribe(subscriber.nextRequest(), subscription));

    // Then
    subscriber.receive(Unsubscribed.class);
    publisher.publishAndWait(uri("t"), 1);
    assertEquals(List.of(), subscriber.drain());
  }

  @Test
  void unsubscribingWhatOneDoesNotHaveFails() {
    // Given
    Peer owner = join();
    long subscription = owner.subscribe(uri("t"));
    Peer other = join();

    // When
    other.send(new Unsubscribe(other.nextRequest(), subscription));

    // Then
    other.receiveError("wamp.error.no_such_subscription");
  }

  @Test
  void anInvalidTopicIsAnErrorNotTheEnd() {
    // Given
    Peer peer = join();

    // When
    peer.send(new Subscribe(peer.nextRequest(), Dict.EMPTY, "com.example.white space"));

    // Then
    peer.receiveError("wamp.error.invalid_uri");
    peer.subscribe(uri("t"));
  }
}
