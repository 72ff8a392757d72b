package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that are the peers' own business: attributes and payload arrive as they were sent. */
class PassthruTest {

  private static final Dict MODE =
      Dict.copyOf(
          Map.of(
              "ppt_scheme", "wamp",
              "ppt_serializer", "cbor",
              "ppt_cipher", "xsalsa20poly1305",
              "ppt_keyid", "GTtQ37XG"));

  private static final Dict OLDER_FORM =
      Dict.copyOf(Map.of("enc_algo", "cryptobox", "enc_key", "a1", "enc_serializer", "json"));

  static final List<Dict> ATTRIBUTES = List.of(MODE, OLDER_FORM, Dict.of("ppt_scheme", "x_own"));

  private final TestRealm realm = new TestRealm();
  private final TestPeer alice = realm.join("alice");
  private final TestPeer bob = realm.join("bob");

  private TestPeer without(Feature feature) {
    Set<Feature> others = EnumSet.complementOf(EnumSet.of(feature));
    return realm.join("without", "user", Format.JSON, others);
  }

  private static Payload opaque() {
    byte[] bytes = {'[', '"', '\\', 'u', '0', '0', '0', '0', 'A', 'A', 'H', '/', '"', ']'};
    return new Payload(Format.JSON, bytes, 0, bytes.length, 1);
  }

  @ParameterizedTest
  @FieldSource("ATTRIBUTES")
  void publicationArrivesWithItsAttributesAndItsPayloadUntouched(Dict attributes) {
    // Given
    bob.subscribe("t");
    Payload payload = opaque();
    // When
    alice.send(new Publish(1, attributes.with("exclude_me", false), "t", payload));
    // Then
    Event event = bob.take(Event.class);
    assertEquals(attributes, event.details());
    assertSame(payload, event.payload());
  }

  @ParameterizedTest
  @FieldSource("ATTRIBUTES")
  void callAndResultArriveWithTheirAttributesAndPayloads(Dict attributes) {
    // Given
    bob.register("p");
    Payload question = opaque();
    Payload answer = opaque();
    // When
    alice.send(new Call(1, attributes.with("timeout", 1000), "p", question));
    Invocation invocation = bob.take(Invocation.class);
    bob.send(new Yield(invocation.request(), attributes, answer));
    // Then
    assertEquals(attributes, invocation.details());
    assertSame(question, invocation.payload());
    Result result = alice.take(Result.class);
    assertEquals(attributes, result.details());
    assertSame(answer, result.payload());
  }

  @Test
  void progressiveResultIsMarkedAsBoth() {
    // Given
    bob.register("p");
    alice.send(new Call(1, MODE.with("receive_progress", true), "p", opaque()));
    Invocation invocation = bob.take(Invocation.class);
    // When
    bob.send(new Yield(invocation.request(), MODE.with("progress", true), opaque()));
    // Then
    Dict details = alice.take(Result.class).details();
    assertEquals(MODE.with("progress", true), details);
  }

  @Test
  void errorOfACalleeArrivesWithItsAttributesAndPayload() {
    // Given
    bob.register("p");
    alice.call("p");
    Invocation invocation = bob.take(Invocation.class);
    Payload payload = opaque();
    // When
    bob.send(new ErrorMessage(Invocation.CODE, invocation.request(), MODE, "x.broken", payload));
    // Then
    ErrorMessage error = alice.takeError("x.broken");
    assertEquals(MODE, error.details());
    assertSame(payload, error.payload());
  }

  @Test
  void retainedEventKeepsTheAttributes() {
    // Given
    alice.send(new Publish(1, MODE.with("retain", true), "t", opaque()));
    // When
    bob.trySubscribe("t", Dict.of("get_retained", true));
    // Then
    bob.take(Subscribed.class);
    assertEquals(MODE.with("retained", true), bob.take(Event.class).details());
  }

  @Test
  void testamentKeepsTheAttributes() {
    // Given
    bob.subscribe("t");
    Payload arguments =
        alice.serializer.payload(
            List.of("t", List.of("gone"), Map.of()), Map.of("publish_options", MODE.asMap()));
    alice.send(new Call(1, Dict.EMPTY, "wamp.session.add_testament", arguments));
    // When
    realm.leave(alice);
    // Then
    assertEquals(MODE, bob.take(Event.class).details());
  }

  /** Delivering what only looks like plain arguments would be worse than refusing it. */
  @ParameterizedTest
  @ValueSource(strings = {"PUBLISH", "CALL", "YIELD", "ERROR"})
  void whoUsesTheModeWithoutAnnouncingItBreaksTheProtocol(String name) {
    // Given
    TestPeer peer = without(Feature.PAYLOAD_PASSTHRU_MODE);
    peer.register("p");
    alice.call("p");
    long invocation = peer.take(Invocation.class).request();
    Message message =
        Stream.of(
                new Publish(2, MODE, "t", opaque()),
                new Call(2, MODE, "q", opaque()),
                new Yield(invocation, MODE, opaque()),
                new ErrorMessage(Invocation.CODE, invocation, MODE, "x.broken", opaque()))
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    // When
    peer.send(message);
    // Then
    assertEquals(CloseCause.PROTOCOL_VIOLATION, peer.kicked().cause());
  }

  @Test
  void emptySchemeIsNoScheme() {
    // Given
    TestPeer plain = without(Feature.PAYLOAD_PASSTHRU_MODE);
    bob.subscribe("t");
    // When
    plain.publish("t", Dict.of("ppt_scheme", ""), 1);
    // Then
    assertFalse(plain.isKicked());
    assertEquals(Dict.EMPTY, bob.take(Event.class).details());
  }

  @Test
  void callToACalleeThatCannotReadItIsRefused() {
    // Given
    TestPeer callee = without(Feature.PAYLOAD_PASSTHRU_MODE);
    callee.register("p");
    // When
    alice.send(new Call(1, MODE, "p", opaque()));
    // Then
    alice.takeError(ErrorUri.FEATURE_NOT_SUPPORTED);
    callee.expectNothing();
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  @Test
  void resultForACallerThatCannotReadItIsAnErrorForBoth() {
    // Given
    TestPeer caller = without(Feature.PAYLOAD_PASSTHRU_MODE);
    bob.register("p");
    caller.call("p");
    Invocation invocation = bob.take(Invocation.class);
    // When
    bob.send(new Yield(invocation.request(), MODE, opaque()));
    // Then
    assertEquals(Call.CODE, caller.takeError(ErrorUri.FEATURE_NOT_SUPPORTED).requestType());
    ErrorMessage answer = bob.takeError(ErrorUri.FEATURE_NOT_SUPPORTED);
    assertEquals(Yield.CODE, answer.requestType());
    assertEquals(invocation.request(), answer.request());
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  @Test
  void errorForACallerThatCannotReadItsPayloadKeepsItsUri() {
    // Given
    TestPeer caller = without(Feature.PAYLOAD_PASSTHRU_MODE);
    bob.register("p");
    caller.call("p");
    Invocation invocation = bob.take(Invocation.class);
    // When
    bob.send(new ErrorMessage(Invocation.CODE, invocation.request(), MODE, "x.broken", opaque()));
    // Then
    assertEquals(Dict.EMPTY, caller.takeError("x.broken").details());
  }

  /** "cannot be recognized at the protocol level [...] must be covered at the Subscriber side" */
  @Test
  void eventIsSentToSubscribersThatDidNotAnnounceTheMode() {
    // Given
    TestPeer subscriber = without(Feature.PAYLOAD_PASSTHRU_MODE);
    subscriber.subscribe("t");
    // When
    alice.send(new Publish(1, MODE, "t", opaque()));
    // Then
    assertEquals(MODE, subscriber.take(Event.class).details());
  }

  /** A binary in the place of the arguments would be a broken message to them. */
  @Test
  void eventInTheOlderFormIsSentOnlyToThoseWhoAnnouncedIt() {
    // Given
    TestPeer subscriber = without(Feature.PAYLOAD_TRANSPARENCY);
    subscriber.subscribe("t");
    bob.subscribe("t");
    // When
    alice.send(new Publish(1, OLDER_FORM, "t", opaque()));
    // Then
    subscriber.expectNothing();
    assertEquals(OLDER_FORM, bob.take(Event.class).details());
  }
}
