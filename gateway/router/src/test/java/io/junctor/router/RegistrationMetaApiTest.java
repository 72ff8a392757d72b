package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.uri.ErrorUri;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which procedures there are, and news of them. */
class RegistrationMetaApiTest {

  private final TestRealm realm = new TestRealm();
  private final TestPeer callee = realm.join("callee");
  private final TestPeer watcher = realm.join("watcher");

  @Test
  void listGroupsByMatchWithEmptyListsForNone() {
    // Given
    long exact = callee.register("a.b");
    long prefix = callee.register("a", Dict.of("match", "prefix"));
    // When
    List<Object> result = watcher.meta("wamp.registration.list");
    // Then
    assertEquals(
        List.of(Map.of("exact", List.of(exact), "prefix", List.of(prefix), "wildcard", List.of())),
        result);
  }

  @Test
  void lookupFindsThePatternItselfAndMatchFindsWhatWouldBeCalled() {
    // Given
    long prefix = callee.register("a", Dict.of("match", "prefix"));
    // When
    List<Object> looked = watcher.meta("wamp.registration.lookup", "a", Map.of("match", "prefix"));
    List<Object> matched = watcher.meta("wamp.registration.match", "a.b");
    // Then
    assertEquals(List.of(prefix), looked);
    assertEquals(List.of(prefix), matched);
  }

  /** A common failure of routers: 0 instead of null. */
  @Test
  void nothingFoundIsNull() {
    assertEquals(Collections.singletonList(null), watcher.meta("wamp.registration.lookup", "a"));
    assertEquals(Collections.singletonList(null), watcher.meta("wamp.registration.match", "a"));
  }

  @Test
  void lookupRefusesAnUnknownMatch() {
    // When
    watcher.call("wamp.registration.lookup", "a", Map.of("match", "fuzzy"));
    // Then
    watcher.takeError(ErrorUri.INVALID_ARGUMENT);
  }

  @Test
  void registrationIsDescribedWithItsCallee() {
    // Given
    long id = callee.register("a..c", Dict.of("match", "wildcard"));
    // When
    Object description = watcher.meta("wamp.registration.get", id).getFirst();
    // Then
    assertEquals(
        Map.of(
            "id", id,
            "created", "2026-11-23T00:00:00Z",
            "uri", "a..c",
            "match", "wildcard",
            "invoke", "single"),
        description);
    assertEquals(List.of(List.of(callee.id())), watcher.meta("wamp.registration.list_callees", id));
    assertEquals(List.of(1L), watcher.meta("wamp.registration.count_callees", id));
  }

  @Test
  void unknownRegistrationIsAnError() {
    // When
    watcher.call("wamp.registration.get", 99);
    watcher.call("wamp.registration.list_callees", 99);
    watcher.call("wamp.registration.count_callees", 99);
    // Then
    watcher.takeError(ErrorUri.NO_SUCH_REGISTRATION);
    watcher.takeError(ErrorUri.NO_SUCH_REGISTRATION);
    watcher.takeError(ErrorUri.NO_SUCH_REGISTRATION);
  }

  @Test
  void lifeOfARegistrationIsTold() {
    // Given
    long topics = watcher.subscribe("wamp.registration.", "prefix");
    // When
    long id = callee.register("p");
    callee.send(new Unregister(2, id));
    // Then
    callee.take(Unregistered.class);
    Event created = watcher.take(Event.class);
    assertEquals(topics, created.subscription());
    assertEquals("wamp.registration.on_create", created.details().string("topic"));
    assertEquals(callee.id(), watcher.args(created).getFirst());
    assertEquals("p", ((Map<?, ?>) watcher.args(created).get(1)).get("uri"));
    assertNext("wamp.registration.on_register", id);
    assertNext("wamp.registration.on_unregister", id);
    assertNext("wamp.registration.on_delete", id);
    watcher.expectNothing();
  }

  @Test
  void leavingEndsRegistrations() {
    // Given
    long id = callee.register("p");
    watcher.subscribe("wamp.registration.on_delete");
    // When
    realm.leave(callee);
    // Then
    assertEquals(List.of(callee.id(), id), watcher.args(watcher.take(Event.class)));
    assertEquals(0, realm.realm.stats().registrations());
  }

  private void assertNext(String topic, long id) {
    Event event = watcher.take(Event.class);
    assertEquals(topic, event.details().string("topic"));
    assertEquals(List.of(callee.id(), id), watcher.args(event));
  }
}
