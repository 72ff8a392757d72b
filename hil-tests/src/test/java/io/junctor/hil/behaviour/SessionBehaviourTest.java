package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.harness.Site;
import io.junctor.hil.peer.Credentials;
import io.junctor.hil.peer.Features;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Joining, being refused, leaving.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-sessions-2">WAMP: Sessions</a>
 */
@OverEveryLink
class SessionBehaviourTest extends BehaviourTest {

  SessionBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void aKeyOpensASessionWhoseWelcomeSaysWhoItIs() {
    // Given
    Peer peer = open();

    // When
    peer.join(Site.REALM, gateway.site().member());

    // Then
    Dict details = peer.welcomeDetails();
    assertEquals("member", details.string("authid"));
    assertEquals("member", details.string("authrole"));
    assertEquals("cryptosign", details.string("authmethod"));
  }

  @Test
  void aTicketOpensASession() {
    // Given
    Peer peer = open();

    // When
    peer.join(Site.REALM, gateway.site().memberTicket());

    // Then
    assertEquals("ticket", peer.welcomeDetails().string("authmethod"));
  }

  @Test
  void theRouterAnnouncesItsFeaturesUnderTheRoleThatHasThem() {
    // When
    Dict roles = join().welcomeDetails().dict("roles");

    // Then
    Dict broker = roles.dict("broker").dict("features");
    Dict dealer = roles.dict("dealer").dict("features");
    List.of(
            "publisher_identification",
            "publisher_exclusion",
            "subscriber_blackwhite_listing",
            "pattern_based_subscription",
            "session_meta_api")
        .forEach(feature -> assertTrue(broker.bool(feature, false), "broker: " + feature));
    List.of(
            "caller_identification",
            "call_canceling",
            "call_reroute",
            "call_timeout",
            "progressive_call_results",
            "progressive_call_invocations",
            "pattern_based_registration",
            "shared_registration",
            "sharded_registration",
            "registration_revocation",
            "testament_meta_api",
            "session_meta_api")
        .forEach(feature -> assertTrue(dealer.bool(feature, false), "dealer: " + feature));
  }

  @Test
  void aRealmThatIsNotThereIsRefused() {
    // Given
    Peer peer = open();

    // When
    Message answer = peer.tryToJoin("com.example.nowhere", gateway.site().member(), Features.ALL);

    // Then
    assertRefused(peer, answer, "wamp.error.no_such_realm");
  }

  @Test
  void aWrongTicketIsRefused() {
    // Given
    Peer peer = open();
    Credentials wrong = new Credentials.Ticket("member", "battery staple");

    // When
    Message answer = peer.tryToJoin(Site.REALM, wrong, Features.ALL);

    // Then
    assertRefused(peer, answer, "wamp.error.authentication_failed");
  }

  @Test
  void aKeyThatNobodyKnowsIsRefused() {
    // Given
    Peer peer = open();
    Credentials stranger = Credentials.Key.generate("member");

    // When
    Message answer = peer.tryToJoin(Site.REALM, stranger, Features.ALL);

    // Then
    assertRefused(peer, answer, "wamp.error.authentication_failed");
  }

  @Test
  void whoProvesNothingIsRefused() {
    // Given
    Peer peer = open();

    // When
    peer.send(new Hello(Site.REALM, Dict.of("roles", Features.ALL)));

    // Then
    peer.receiveAbort("wamp.error.no_matching_auth_method");
  }

  private static void assertRefused(Peer peer, Message answer, String reason) {
    if (!(answer instanceof Abort abort)) {
      throw new AssertionError("expected ABORT, got " + answer);
    }
    assertEquals(reason, abort.reason());
    peer.link().awaitEnd();
  }

  @Test
  void theRouterAnswersGoodbye() {
    // Given
    Peer peer = join();

    // When
    Goodbye answer = peer.leave();

    // Then
    // not an echo of the peer's reason
    assertEquals("wamp.close.goodbye_and_out", answer.reason());
  }

  @Test
  void aKilledSessionGetsGoodbyeWithTheReason() {
    // Given
    Peer killed = join();
    Peer killer = join();

    // When
    killer.call(
        "wamp.session.kill",
        Dict.EMPTY,
        List.of(killed.session()),
        Map.of("reason", "com.example.too_loud"));

    // Then
    assertEquals("com.example.too_loud", killed.receive(Goodbye.class).reason());
    killer.receive(Result.class);
    killed.send(new Goodbye(Dict.EMPTY, "wamp.close.goodbye_and_out"));
    killed.link().awaitEnd();
  }

  @Test
  void aSecondHelloEndsTheSession() {
    // Given
    Peer peer = join();

    // When
    peer.send(new Hello(Site.REALM, Dict.of("roles", Features.ALL)));

    // Then
    peer.receiveAbort("wamp.error.protocol_violation");
  }

  @Test
  void aRequestBeforeHelloEndsTheLink() {
    // Given
    Peer peer = open();

    // When
    peer.publish(uri("early"), Dict.EMPTY);

    // Then
    peer.receiveAbort("wamp.error.protocol_violation");
  }

  @Test
  void aMessageOnlyRoutersSendEndsTheSession() {
    // Given
    Peer peer = join();

    // When
    peer.send(new Welcome(1, Dict.EMPTY));

    // Then
    peer.receiveAbort("wamp.error.protocol_violation");
  }

  @Test
  void aViolationEndsOnlyTheSessionThatCommitsIt() {
    // Given
    Peer wrong = join();
    Peer bystander = join();
    long subscription = bystander.subscribe(uri("t"));
    Peer publisher = join();

    // When
    wrong.send(new Yield(4711, Dict.EMPTY, Payload.NONE));

    // Then
    wrong.receiveAbort("wamp.error.protocol_violation");
    publisher.publishAndWait(uri("t"), 1);
    assertEquals(subscription, bystander.receive(Event.class).subscription());
  }

  @Test
  void joiningAndLeavingArePublished() {
    // Given
    Peer joins = join();
    joins.subscribe("wamp.session.on_join");
    Peer leaves = join();
    leaves.subscribe("wamp.session.on_leave");

    // When
    Peer peer = join();
    peer.link().cut();

    // Then
    Map<?, ?> details = (Map<?, ?>) joins.args(eventAbout(peer.session(), joins)).getFirst();
    assertEquals("member", details.get("authid"));
    Event left = eventAbout(peer.session(), leaves);
    assertEquals(List.of(peer.session(), "member", "member"), leaves.args(left).subList(0, 3));
  }

  /** Other tests join and leave at the same time. */
  private static Event eventAbout(long session, Peer watcher) {
    while (true) {
      Event event = watcher.receive(Event.class);
      Object first = watcher.args(event).getFirst();
      Object about = first instanceof Map<?, ?> details ? details.get("session") : first;
      if (about.equals(session)) {
        return event;
      }
    }
  }

  @Test
  void theSessionMetaApiKnowsTheSession() {
    // Given
    Peer peer = join();

    // When
    peer.call("wamp.session.get", peer.session());

    // Then
    Map<?, ?> details = (Map<?, ?>) peer.args(peer.receive(Result.class)).getFirst();
    assertEquals(peer.session(), details.get("session"));
    assertEquals("member", details.get("authrole"));
  }

  @Test
  void requestsThatComeWithTheGoodbyeAreStillServed() {
    // Given
    Peer subscriber = join();
    subscriber.subscribe(uri("last"));
    Peer peer = join();

    // When
    peer.send(
        new Publish(
            peer.nextRequest(), Dict.EMPTY, uri("last"), peer.payload(List.of("word"), Map.of())));
    peer.leave();

    // Then
    assertEquals(List.of("word"), subscriber.args(subscriber.receive(Event.class)));
  }
}
