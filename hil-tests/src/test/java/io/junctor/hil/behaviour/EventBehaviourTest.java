package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who gets an event and from whom: audiences, permissions, testaments.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-advanced-pubsub-features">WAMP:
 *     Advanced PubSub Features</a>
 */
@OverEveryLink
class EventBehaviourTest extends BehaviourTest {

  EventBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void aPublisherMaySayWhoGetsTheEvent() {
    // Given
    Peer chosen = join();
    Peer excluded = join();
    Peer other = join();
    List.of(chosen, excluded, other).forEach(peer -> peer.subscribe(uri("t")));
    Peer publisher = join();

    // When
    publisher.publishAndWait(
        uri("t"),
        Dict.of(
            "eligible",
            List.of(chosen.session(), excluded.session()),
            "exclude",
            List.of(excluded.session())),
        List.of(1),
        Map.of());

    // Then
    assertEquals(1, chosen.drain().size());
    assertEquals(0, excluded.drain().size());
    assertEquals(0, other.drain().size());
  }

  @ParameterizedTest
  @CsvSource({
    "exclude_authid, viewer, false",
    "exclude_authid, member, true",
    "exclude_authrole, viewer, false",
    "exclude_authrole, member, true",
    "eligible_authid, viewer, true",
    "eligible_authid, member, false",
    "eligible_authrole, viewer, true",
    "eligible_authrole, member, false",
  })
  void aPublisherMaySayWhoByNameAndRole(String list, String name, boolean viewerGetsIt) {
    // Given
    Peer viewer = joinAsViewer();
    Peer member = join();
    viewer.subscribe(publicUri("t"));
    member.subscribe(publicUri("t"));
    Peer publisher = join();

    // When
    publisher.publishAndWait(publicUri("t"), Dict.of(list, List.of(name)), List.of(1), Map.of());

    // Then
    assertEquals(viewerGetsIt ? 1 : 0, viewer.drain().size());
    assertEquals(viewerGetsIt ? 0 : 1, member.drain().size());
  }

  @Test
  void subscribersAreToldWhoPublished() {
    // Given
    Peer subscriber = join();
    subscriber.subscribe(uri("t"));
    Peer publisher = join();

    // When
    publisher.publish(uri("t"), Dict.EMPTY, "by the site's rule");
    publisher.publish(uri("t"), Dict.of("disclose_me", true), "by the publisher's wish");

    // Then
    for (int i = 0; i < 2; i++) {
      Dict details = subscriber.receive(Event.class).details();
      assertEquals(publisher.session(), details.integer("publisher"));
      assertEquals("member", details.string("publisher_authid"));
      assertEquals("member", details.string("publisher_authrole"));
    }
  }

  @Test
  void whatNoRoleAllowsIsDenied() {
    // Given
    Peer viewer = joinAsViewer();

    // When
    viewer.send(
        new Publish(
            viewer.nextRequest(),
            Dict.of("acknowledge", true),
            publicUri("t"),
            viewer.payload(List.of(1), Map.of())));
    viewer.send(new Subscribe(viewer.nextRequest(), Dict.EMPTY, uri("t")));
    viewer.send(new Subscribe(viewer.nextRequest(), Dict.of("match", "prefix"), "com.example."));

    // Then
    viewer.receiveError("wamp.error.not_authorized");
    viewer.receiveError("wamp.error.not_authorized");
    viewer.receiveError("wamp.error.not_authorized");
    viewer.subscribe(publicUri("t"));
  }

  @Test
  void aDeniedPublicationThatWantsNoAnswerIsSilentAndReachesNobody() {
    // Given
    Peer subscriber = join();
    subscriber.subscribe(publicUri("t"));
    Peer viewer = joinAsViewer();

    // When
    viewer.publish(publicUri("t"), Dict.EMPTY, 1);

    // Then
    assertEquals(List.of(), viewer.drain());
    assertEquals(List.of(), subscriber.drain());
  }

  @Test
  void nobodyPublishesInTheRoutersName() {
    // Given
    Peer peer = join();

    // When
    peer.send(
        new Publish(
            peer.nextRequest(),
            Dict.of("acknowledge", true),
            "wamp.session.on_leave",
            peer.payload(List.of(1), Map.of())));

    // Then
    Message answer = peer.drain().getFirst();
    assertTrue(answer.name().equals("ERROR"), answer::toString);
  }

  @Test
  void aTestamentIsPublishedWhenTheLinkIsCut() {
    // Given
    Peer subscriber = join();
    subscriber.subscribe(uri("status"));
    Peer device = join();
    device.call(
        "wamp.session.add_testament", uri("status"), List.of("offline"), Map.of("unit", UNICODE));
    device.receive(Result.class);

    // When
    device.link().cut();

    // Then
    Event event = subscriber.receive(Event.class);
    assertEquals(List.of("offline"), subscriber.args(event));
    assertEquals(Map.of("unit", UNICODE), subscriber.kwargs(event));
  }

  @Test
  void aFlushedTestamentIsNotPublished() {
    // Given
    Peer subscriber = join();
    subscriber.subscribe(uri("status"));
    Peer device = join();
    device.call("wamp.session.add_testament", uri("status"), List.of("first"), Map.of());
    device.receive(Result.class);
    device.call("wamp.session.flush_testaments");
    device.receive(Result.class);
    device.call("wamp.session.add_testament", uri("status"), List.of("second"), Map.of());
    device.receive(Result.class);

    // When
    device.link().cut();

    // Then
    assertEquals(List.of("second"), subscriber.args(subscriber.receive(Event.class)));
  }

  @Test
  void testamentsOfBothScopesArePublishedThoseOfTheLinkFirst() {
    // Given
    Peer subscriber = join();
    subscriber.subscribe(uri("status"));
    Peer device = join();
    for (String scope : List.of("destroyed", "detached")) {
      device.call(
          "wamp.session.add_testament",
          Dict.EMPTY,
          List.of(uri("status"), List.of(scope), Map.of()),
          Map.of("scope", scope, "publish_options", Dict.of("retain", true).asMap()));
      device.receive(Result.class);
    }

    // When
    device.leave();

    // Then
    assertEquals(List.of("detached"), subscriber.args(subscriber.receive(Event.class)));
    assertEquals(List.of("destroyed"), subscriber.args(subscriber.receive(Event.class)));
    Peer late = join();
    late.subscribe(uri("status"), Dict.of("get_retained", true));
    assertEquals(List.of("destroyed"), late.args(late.receive(Event.class)));
  }
}
