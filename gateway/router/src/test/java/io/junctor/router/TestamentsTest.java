package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session leaves to be published when it ends. */
class TestamentsTest {

  private boolean mayPublish = true;
  private final TestRealm realm = new TestRealm(this::decide);
  private final TestPeer device = realm.join("device");
  private final TestPeer watcher = realm.join("watcher", "guest");

  private Decision decide(
      io.junctor.wamp.session.SessionDetails session,
      Action action,
      String uri,
      io.junctor.wamp.uri.MatchPolicy match) {
    return action == Action.PUBLISH && !mayPublish
        ? new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "not now")
        : new Decision.Allow(Disclosure.ON_REQUEST);
  }

  private void call(String procedure, List<?> args, Map<String, ?> kwargs) {
    device.send(
        new Call(
            device.nextRequest(), Dict.EMPTY, procedure, device.serializer.payload(args, kwargs)));
  }

  private void add(String topic, List<?> args, Map<String, ?> kwargs) {
    call("wamp.session.add_testament", List.of(topic, args, Map.of()), kwargs);
    assertTrue(device.take(Result.class).payload().isEmpty());
  }

  private void flush(Map<String, ?> kwargs) {
    call("wamp.session.flush_testaments", List.of(), kwargs);
    assertTrue(device.take(Result.class).payload().isEmpty());
  }

  @Test
  void testamentIsPublishedWhenTheSessionEnds() {
    // Given
    watcher.subscribe("status");
    call(
        "wamp.session.add_testament",
        List.of("status", List.of("offline"), Map.of("since", 7)),
        Map.of());
    watcher.expectNothing();
    // When
    realm.leave(device);
    // Then
    Event event = watcher.take(Event.class);
    assertEquals(List.of("offline"), watcher.args(event));
    assertEquals(Map.of("since", 7L), watcher.serializer.kwargs(event.payload()));
    watcher.expectNothing();
  }

  @Test
  void argumentsMayBeLeftOut() {
    // Given
    watcher.subscribe("status");
    call("wamp.session.add_testament", List.of("status"), Map.of());
    // When
    realm.leave(device);
    // Then
    assertTrue(watcher.take(Event.class).payload().isEmpty());
  }

  @Test
  void detachedOnesPrecedeDestroyedOnesInTheOrderAdded() {
    // Given
    watcher.subscribe("t");
    add("t", List.of(1), Map.of());
    add("t", List.of(2), Map.of("scope", "detached"));
    add("t", List.of(3), Map.of("scope", "destroyed"));
    add("t", List.of(4), Map.of("scope", "detached"));
    // When
    realm.leave(device);
    // Then
    List<Object> got = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      got.addAll(watcher.args(watcher.take(Event.class)));
    }
    assertEquals(List.of(2L, 4L, 1L, 3L), got);
  }

  @Test
  void flushForgetsOneScopeOnly() {
    // Given
    watcher.subscribe("t");
    add("t", List.of(1), Map.of());
    add("t", List.of(2), Map.of("scope", "detached"));
    // When
    flush(Map.of());
    // Then
    realm.leave(device);
    assertEquals(List.of(2L), watcher.args(watcher.take(Event.class)));
    watcher.expectNothing();
  }

  @Test
  void publishOptionsAreKept() {
    // Given
    watcher.subscribe("t");
    Map<String, Object> options =
        Map.of("retain", true, "exclude_authrole", List.of("guest"), "acknowledge", true);
    add("t", List.of(1), Map.of("publish_options", options));
    // When
    realm.leave(device);
    // Then
    watcher.expectNothing();
    TestPeer late = realm.join("late");
    late.subscribe("t", Dict.of("get_retained", true));
    assertTrue(late.take(Event.class).details().bool("retained", false));
  }

  @Test
  void testamentIsPublishedWhenTheSessionIsKilled() {
    // Given
    watcher.subscribe("t");
    add("t", List.of(1), Map.of());
    // When
    watcher.call("wamp.session.kill", device.id());
    // Then
    watcher.take(Event.class);
    watcher.take(Result.class);
  }

  @Test
  void testamentIsPublishedWhenTheSessionBreaksTheProtocol() {
    // Given
    watcher.subscribe("t");
    add("t", List.of(1), Map.of());
    // When
    device.yields(99, Dict.EMPTY);
    // Then
    watcher.take(Event.class);
  }

  @Test
  void permissionCountsWhenTheSessionEnds() {
    // Given
    watcher.subscribe("t");
    add("t", List.of(1), Map.of());
    // When
    mayPublish = false;
    realm.leave(device);
    // Then
    watcher.expectNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", "wamp.session.on_leave"})
  void topicHasToBeOneThatMayBePublishedTo(String topic) {
    // When
    call("wamp.session.add_testament", List.of(topic, List.of(), Map.of()), Map.of());
    // Then
    device.takeError(ErrorUri.INVALID_URI);
  }

  @Test
  void wrongArgumentsAreAnErrorAtOnce() {
    // When
    call("wamp.session.add_testament", List.of(), Map.of());
    call("wamp.session.add_testament", List.of("t", "no list"), Map.of());
    call("wamp.session.add_testament", List.of("t"), Map.of("scope", "someday"));
    call(
        "wamp.session.add_testament",
        List.of("t"),
        Map.of("publish_options", Map.of("exclude", "me")));
    call("wamp.session.flush_testaments", List.of(), Map.of("scope", "all"));
    // Then
    for (int i = 0; i < 5; i++) {
      device.takeError(ErrorUri.INVALID_ARGUMENT);
    }
  }

  @Test
  void numberAndBytesOfTestamentsAreBounded() {
    // Given
    TestRealm small =
        new TestRealm(
            Limits.of(
                limits -> {
                  limits.testamentsPerSessionMax = 2;
                  limits.testamentBytesPerSessionMax = 1_200; // 576 for the options alone
                }));
    TestPeer peer = small.join("peer");
    peer.call("wamp.session.add_testament", "t", List.of("x".repeat(700)));
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
    peer.meta("wamp.session.add_testament", "t", List.of("x".repeat(20)));
    peer.meta("wamp.session.add_testament", "t");
    // When
    peer.call("wamp.session.add_testament", "t");
    // Then
    peer.takeError(RouterErrors.LIMIT_EXCEEDED);
    peer.meta("wamp.session.flush_testaments");
    peer.meta("wamp.session.add_testament", "t", List.of("x".repeat(30)));
  }

  @Test
  void theOptionsOfATestamentCountWithWhatTheyHoldInMemory() {
    // Given
    Map<String, Object> options = Map.of("eligible", Collections.nCopies(20_000, 7));
    // When
    call("wamp.session.add_testament", List.of("t"), Map.of("publish_options", options));
    // Then
    device.takeError(RouterErrors.LIMIT_EXCEEDED);
  }
}
