package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The events that wait for those who come later: for which subscriptions, for whom, and how they
 * are cleared.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-retention">WAMP: Event
 *     Retention</a>
 */
@OverEveryLink
class RetentionBehaviourTest extends BehaviourTest {

  private static final Dict RETAIN = Dict.of("retain", true);
  private static final Dict GET_RETAINED = Dict.of("get_retained", true);

  RetentionBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void theLastRetainedEventComesWithTheSubscriptionThatAsksForIt() {
    // Given
    Peer publisher = join();
    publisher.publishAndWait(uri("t"), Dict.of("retain", true), List.of("old"), Map.of());
    publisher.publishAndWait(uri("t"), Dict.of("retain", true), List.of("new"), Map.of());
    publisher.publishAndWait(uri("t"), "passing");
    Peer subscriber = join();
    Peer indifferent = join();

    // When
    subscriber.subscribe(uri("t"), Dict.of("get_retained", true));
    indifferent.subscribe(uri("t"));

    // Then
    Event event = subscriber.receive(Event.class);
    assertEquals(List.of("new"), subscriber.args(event));
    assertTrue(event.details().bool("retained", false));
    assertEquals(List.of(), subscriber.drain());
    assertEquals(List.of(), indifferent.drain());
  }

  @Test
  void aPatternGetsTheRetainedEventOfEachTopic() {
    // Given
    Peer publisher = join();
    publisher.publishAndWait(uri("a.level"), Dict.of("retain", true), List.of(1), Map.of());
    publisher.publishAndWait(uri("b.level"), Dict.of("retain", true), List.of(2), Map.of());
    publisher.publishAndWait(uri("b.colour"), Dict.of("retain", true), List.of(3), Map.of());
    Peer subscriber = join();

    // When
    subscriber.subscribe(uri(".level"), Dict.of("match", "wildcard", "get_retained", true));

    // Then
    List<String> topics =
        subscriber.drain().stream()
            .map(message -> ((Event) message).details().string("topic"))
            .toList();
    assertEquals(List.of(uri("a.level"), uri("b.level")), topics.stream().sorted().toList());
  }

  @Test
  void aPrefixGetsTheRetainedEventOfEachTopic() {
    // Given
    Peer publisher = join();
    publisher.publishAndWait(uri("a.level"), RETAIN, List.of(1), Map.of());
    publisher.publishAndWait(uri("a.colour"), RETAIN, List.of(2), Map.of());
    publisher.publishAndWait(uri("b.level"), RETAIN, List.of(3), Map.of());
    Peer subscriber = join();

    // When
    subscriber.subscribe(uri("a."), GET_RETAINED.with("match", "prefix"));

    // Then
    List<String> topics =
        subscriber.drain().stream()
            .map(message -> ((Event) message).details().string("topic"))
            .toList();
    assertEquals(List.of(uri("a.colour"), uri("a.level")), topics.stream().sorted().toList());
  }

  @Test
  void aRetainedEventOnlyReachesWhoWouldHaveReceivedIt() {
    // Given
    Peer publisher = join();
    publisher.publishAndWait(publicUri("a"), RETAIN, List.of("for all"), Map.of());
    publisher.publishAndWait(
        publicUri("a"),
        RETAIN.with("exclude_authrole", List.of("viewer")),
        List.of("not for viewers"),
        Map.of());
    publisher.publishAndWait(
        publicUri("b"),
        RETAIN.with("eligible_authid", List.of("member")),
        List.of("for members"),
        Map.of());
    Peer viewer = joinAsViewer();
    Peer member = join();

    // When
    Dict all = GET_RETAINED.with("match", "prefix");
    viewer.subscribe(publicUri(""), all);
    member.subscribe(publicUri(""), all);

    // Then
    assertEquals(List.of("for all"), viewer.args(viewer.receive(Event.class)));
    assertEquals(List.of(), viewer.drain());
    assertEquals(List.of("not for viewers"), member.args(member.receive(Event.class)));
    assertEquals(List.of("for members"), member.args(member.receive(Event.class)));
  }

  @Test
  void anEventWithoutArgumentsClearsTheRetainedOne() {
    // Given
    Peer publisher = join();
    publisher.publishAndWait(uri("t"), RETAIN, List.of("old"), Map.of());
    Peer listener = join();
    listener.subscribe(uri("t"));

    // When
    publisher.publishAndWait(uri("t"), RETAIN, List.of(), Map.of());

    // Then
    assertEquals(List.of(), listener.args(listener.receive(Event.class)));
    Peer late = join();
    late.subscribe(uri("t"), GET_RETAINED);
    assertEquals(List.of(), late.drain());
  }
}
