package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.EventReceived;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Yield;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Opaque payloads, revocation, receipts, trust levels and shards: the broker's side of the Advanced
 * Profile that plain clients do not touch.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-advanced-profile">WAMP: Advanced
 *     Profile</a>
 */
@OverEveryLink
class BrokerFeaturesBehaviourTest extends BehaviourTest {

  private static final Dict SEALED =
      Dict.of("ppt_scheme", "wamp", "ppt_serializer", "cbor").with("ppt_keyid", "GTtQ37XG");

  BrokerFeaturesBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  @Test
  void anOpaquePayloadReachesAPeerInAnotherFormatWithItsAttributes() {
    // Given
    Peer subscriber = joinInOtherFormat();
    subscriber.subscribe(uri("t"));
    Peer publisher = join();

    // When
    publisher.publishAndWait(uri("t"), SEALED, List.of(BINARY), Map.of());

    // Then
    Event event = subscriber.receive(Event.class);
    SEALED.asMap().forEach((key, value) -> assertEquals(value, event.details().get(key)));
    assertArrayEquals(BINARY, (byte[]) subscriber.args(event).getFirst());
  }

  @Test
  void anOpaquePayloadGoesToTheCalleeAndBack() {
    // Given
    Peer callee = joinInOtherFormat();
    callee.register(uri("p"));
    Peer caller = join();
    caller.call(uri("p"), SEALED, List.of(BINARY), Map.of());
    Invocation invocation = callee.receive(Invocation.class);

    // When
    callee.send(new Yield(invocation.request(), SEALED, invocation.payload()));

    // Then
    assertEquals("cbor", invocation.details().string("ppt_serializer"));
    Result result = caller.receive(Result.class);
    assertEquals(SEALED, result.details());
    assertArrayEquals(BINARY, (byte[]) caller.args(result).getFirst());
  }

  @Test
  void aBinaryInThePlaceOfTheArgumentsIsCarriedToo() {
    // Given
    Peer subscriber = joinInOtherFormat();
    subscriber.subscribe(uri("t"));
    Peer publisher = join();
    Dict older = Dict.of("enc_algo", "cryptobox", "enc_serializer", "json");

    // When
    publisher.send(
        new Publish(
            publisher.nextRequest(),
            older,
            uri("t"),
            bare(publisher.payload(List.of(BINARY), Map.of()))));

    // Then
    Event event = subscriber.receive(Event.class);
    assertEquals("cryptobox", event.details().string("enc_algo"));
    assertEquals(1, event.payload().elements());
    assertArrayEquals(BINARY, (byte[]) subscriber.args(event).getFirst());
  }

  /** The only element of a list of one, without the list around it. */
  private static Payload bare(Payload list) {
    int end = list.format() == Format.JSON ? 1 : 0;
    return new Payload(list.format(), list.bytes(), list.offset() + 1, list.length() - 1 - end, 1);
  }

  @Test
  void whoUsesAnOpaquePayloadWithoutAnnouncingItIsAborted() {
    // Given
    Peer publisher = join(Dict.of("publisher", Dict.EMPTY));

    // When
    publisher.publish(uri("t"), SEALED, BINARY);

    // Then
    publisher.receiveAbort("wamp.error.protocol_violation");
  }

  @Test
  void aSubscriptionCanBeTakenAway() {
    // Given
    Peer subscriber = join();
    long subscription = subscriber.subscribe(uri("t"));
    Peer other = join();

    // When
    other.call(
        "wamp.subscription.remove_subscriber",
        Dict.EMPTY,
        List.of(subscription, subscriber.session()),
        Map.of("reason", UNICODE));

    // Then
    other.receive(Result.class);
    Unsubscribed revoked = subscriber.receive(Unsubscribed.class);
    assertEquals(0, revoked.request());
    assertEquals(Dict.of("subscription", subscription, "reason", UNICODE), revoked.details());
    other.publishAndWait(uri("t"), 1);
    assertEquals(List.of(), subscriber.drain());
  }

  @Test
  void aPublisherCanWaitForItsSubscribers() {
    // Given
    Peer subscriber = join();
    subscriber.subscribe(uri("t"));
    Peer publisher = join();
    publisher.publish(
        uri("t"), Dict.of("acknowledge", true, "x_acknowledged_delivery", true), "important");
    Event event = subscriber.receive(Event.class);
    assertTrue(event.details().bool("x_acknowledged_delivery", false));
    assertEquals(List.of(), publisher.drain());

    // When
    subscriber.send(new EventReceived(event.publication(), Dict.EMPTY));

    // Then
    assertEquals(event.publication(), publisher.receive(Published.class).publication());
  }

  @Test
  void receiversAreToldHowFarToTrust() {
    // Given
    Peer peer = join();
    peer.subscribe(uri("trusted"));
    peer.register(uri("trusted"));
    Peer other = join();

    // When
    other.publish(uri("trusted"), Dict.EMPTY, 1);
    other.send(new Call(other.nextRequest(), Dict.EMPTY, uri("trusted"), Payload.NONE));

    // Then
    assertEquals(2, peer.receive(Event.class).details().integer("trustlevel"));
    assertEquals(2, peer.receive(Invocation.class).details().integer("trustlevel"));
  }

  @Test
  void nodesShareTheResourcesOfASubscription() {
    // Given
    Peer one = join();
    Peer two = join();
    one.subscribe(uri("t"), Dict.of("nkey", "one"));
    two.subscribe(uri("t"), Dict.of("nkey", "two"));
    Peer publisher = join();

    // When
    for (int i = 0; i < 20; i++) {
      publisher.publishAndWait(uri("t"), Dict.of("rkey", "sn" + i), List.of(i), Map.of());
    }

    // Then
    int ofOne = one.drain().size();
    assertEquals(20, ofOne + two.drain().size());
    assertTrue(ofOne > 0 && ofOne < 20);
  }
}
