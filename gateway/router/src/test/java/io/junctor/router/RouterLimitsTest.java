package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every bound is reached once: the one who reaches it gets an error, nobody else notices. */
class RouterLimitsTest {

  private static TestRealm realm(Consumer<Limits> change) {
    return new TestRealm(Limits.of(change));
  }

  @Test
  void sessionBeyondTheBoundIsRefused() {
    // Given
    TestRealm realm = realm(limits -> limits.sessionsMax = 1);
    TestPeer first = realm.join("first");
    // When
    TestPeer second = realm.attempt("second", "user", Format.JSON, Set.of());
    // Then
    second.expectNothing();
    assertEquals(CloseCause.LIMIT, second.kicked().cause());
    assertEquals(RouterErrors.LIMIT_EXCEEDED, ((Abort) second.kicked().farewell()).reason());
    realm.leave(first);
    TestPeer third = realm.attempt("third", "user", Format.JSON, Set.of());
    third.take(Welcome.class);
  }

  @Test
  void subscriptionBeyondTheBoundIsAnErrorUntilOneEnds() {
    // Given
    TestPeer peer = realm(limits -> limits.subscriptionsPerSessionMax = 2).join("peer");
    long first = peer.subscribe("a");
    peer.subscribe("b");
    // When
    peer.trySubscribe("c", Dict.EMPTY);
    // Then
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
    assertEquals(first, peer.subscribe("a"));
    peer.send(new Unsubscribe(peer.nextRequest(), first));
    peer.take(Unsubscribed.class);
    peer.subscribe("c");
  }

  @Test
  void whatAllSessionsTogetherHoldIsBoundedAndFreeWhenTheyEnd() {
    // Given
    TestRealm realm = realm(limits -> limits.heldBytesMax = 20_000);
    TestPeer first = realm.join("first");
    TestPeer second = realm.join("second");
    for (int i = 0; i < 16; i++) {
      first.subscribe("a" + i);
      first.register("b" + i);
      second.subscribe("a" + i);
    }
    // When
    second.trySubscribe("c", Dict.EMPTY);
    // Then
    second.takeError(RouterErrors.LIMIT_EXCEEDED);
    first.tryRegister("d", Dict.EMPTY);
    first.takeError(RouterErrors.LIMIT_EXCEEDED);
    realm.leave(first);
    second.subscribe("c");
    realm.leave(second);
    assertEquals(0, realm.realm.heldBytes());
  }

  @Test
  void whoTakesAllTheRoomKeepsNobodyFromCalling() {
    // Given
    TestRealm realm = realm(limits -> limits.heldBytesMax = 1);
    TestPeer callee = realm.join("callee");
    TestPeer caller = realm.join("caller");
    callee.register("stop");
    // When
    caller.call("stop");
    // Then
    callee.take(Invocation.class);
    for (int i = 1; i < 16; i++) {
      caller.call("stop");
      callee.take(Invocation.class);
    }
    caller.call("stop");
    caller.takeError(RouterErrors.LIMIT_EXCEEDED);
  }

  @Test
  void registrationBeyondTheBoundIsAnError() {
    // Given
    TestRealm realm = realm(limits -> limits.registrationsPerSessionMax = 1);
    TestPeer peer = realm.join("peer");
    peer.register("a");
    // When
    peer.tryRegister("b", Dict.EMPTY);
    // Then
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
    realm.join("other").register("b");
  }

  @Test
  void openCallBeyondTheBoundIsAnErrorUntilOneEnds() {
    // Given
    TestRealm realm = realm(limits -> limits.pendingCallsPerSessionMax = 1);
    TestPeer caller = realm.join("caller");
    TestPeer callee = realm.join("callee");
    callee.register("p");
    caller.call("p");
    // When
    caller.call("p");
    // Then
    caller.takeError(RouterErrors.LIMIT_EXCEEDED);
    callee.yields(callee.take(Invocation.class).request(), Dict.EMPTY);
    caller.take(Result.class);
    caller.call("p");
    callee.take(Invocation.class);
  }

  @Test
  void tooLargeArgumentsAreAnError() {
    // Given
    TestPeer peer = realm(limits -> limits.payloadBytesMax = 100).join("peer");
    String large = "x".repeat(100);
    // When
    peer.publish("t", Dict.of("acknowledge", true), large);
    peer.call("p", large);
    // Then
    ErrorMessage error = peer.takeError(ErrorUri.PAYLOAD_SIZE_EXCEEDED);
    assertEquals(Publish.CODE, error.requestType());
    assertEquals(
        "PUBLISH: expected at most 100 payload bytes, got 104", peer.args(error).getFirst());
    assertEquals(Call.CODE, peer.takeError(ErrorUri.PAYLOAD_SIZE_EXCEEDED).requestType());
  }

  @Test
  void tooLargeResultIsAnErrorForTheCaller() {
    // Given
    TestRealm realm = realm(limits -> limits.payloadBytesMax = 100);
    TestPeer caller = realm.join("caller");
    TestPeer callee = realm.join("callee");
    callee.register("p");
    caller.call("p");
    // When
    callee.yields(callee.take(Invocation.class).request(), Dict.EMPTY, "x".repeat(100));
    // Then
    caller.takeError(ErrorUri.PAYLOAD_SIZE_EXCEEDED);
    callee.expectNothing();
    assertFalse(callee.isKicked());
  }

  @Test
  void tooLargeErrorIsAnErrorForTheCaller() {
    // Given
    TestRealm realm = realm(limits -> limits.payloadBytesMax = 100);
    TestPeer caller = realm.join("caller");
    TestPeer callee = realm.join("callee");
    callee.register("p");
    caller.call("p");
    long invocation = callee.take(Invocation.class).request();
    // When
    callee.send(
        new ErrorMessage(
            Invocation.CODE, invocation, Dict.EMPTY, "e", callee.payload("x".repeat(100))));
    // Then
    caller.takeError(ErrorUri.PAYLOAD_SIZE_EXCEEDED);
    assertEquals(0, realm.realm.stats().pendingCalls());
  }

  @Test
  void sessionIdCannotJoinTwice() {
    // Given
    TestRealm realm = new TestRealm();
    TestPeer peer = realm.join("peer");
    // Then
    assertThrows(
        IllegalStateException.class,
        () -> realm.realm.join(peer.details, realm.now, realm::accept));
  }

  /** The session layer lets none of them through; the realm does not rely on it. */
  @Test
  void messagesThatOnlyASessionLayerHandlesBreakTheProtocol() {
    // Given
    TestRealm realm = new TestRealm();
    TestPeer first = realm.join("first");
    TestPeer second = realm.join("second");
    TestPeer third = realm.join("third");
    // When
    first.send(new Hello("realm1", Dict.EMPTY));
    second.send(new Goodbye(Dict.EMPTY, "wamp.close.normal"));
    third.send(new Result(1, Dict.EMPTY, third.payload()));
    // Then
    assertEquals(CloseCause.PROTOCOL_VIOLATION, first.kicked().cause());
    assertEquals(CloseCause.PROTOCOL_VIOLATION, second.kicked().cause());
    assertEquals(CloseCause.PROTOCOL_VIOLATION, third.kicked().cause());
  }

  @Test
  void wildcardPatternHasABoundedNumberOfComponents() {
    // Given
    TestPeer peer = new TestRealm().join("peer");
    peer.subscribe(".a".repeat(31), "wildcard");
    // When
    peer.trySubscribe(".a".repeat(32), Dict.of("match", "wildcard"));
    // Then
    peer.takeError(ErrorUri.INVALID_URI);
  }

  @Test
  void optionsBeyondTheBoundAreRefusedAndTheSessionGoesOn() {
    // Given
    TestRealm realm = new TestRealm(Limits.of(limits -> limits.optionsBytesMax = 1000));
    TestPeer peer = realm.join("peer");
    List<Object> many = java.util.Collections.nCopies(50, List.of());
    // When
    peer.call("p", Dict.of("_x", many));
    peer.trySubscribe("t", Dict.of("_y", Dict.of("a", "b".repeat(1000))));
    peer.call("p", Dict.of("_x", many.subList(0, 5)));
    // Then
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
    peer.takeError(ErrorUri.NO_SUCH_PROCEDURE);
  }

  /** A thousand waiting messages of a megabyte each are not what a count may allow. */
  @Test
  void bytesThatWaitAreBounded() {
    // Given
    TestRealm realm =
        new TestRealm(
            (_, _, _, _) -> new Decision.Later(),
            _ -> false,
            Limits.of(limits -> limits.waitingBytesPerSessionMax = 1000));
    TestPeer peer = realm.join("peer");
    peer.publish("t", "x".repeat(400));
    peer.publish("t", "x".repeat(400));
    // When
    peer.publish("t", "x".repeat(400));
    // Then
    assertEquals(RouterErrors.LIMIT_EXCEEDED, ((Abort) peer.kicked().farewell()).reason());
  }

  @Test
  void bytesThatWaitedMakeRoomAgain() {
    // Given
    TestRealm realm =
        new TestRealm(
            (_, _, _, _) -> new Decision.Later(),
            _ -> false,
            Limits.of(limits -> limits.waitingBytesPerSessionMax = 1000));
    TestPeer peer = realm.join("peer");
    // When
    for (int i = 0; i < 10; i++) {
      peer.publish("t", "x".repeat(400));
      peer.publish("t", "x".repeat(400));
      realm.decide(new Decision.Allow(Disclosure.FORBIDDEN));
      realm.decide(new Decision.Allow(Disclosure.FORBIDDEN));
    }
    // Then
    assertFalse(peer.isKicked());
  }
}
