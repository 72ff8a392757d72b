package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a session may subscribe to, as the router tells it. */
class TopicReflectionTest {

  private static final String LIST = "wamp.reflection.topic.list";
  private static final String DESCRIBE = "wamp.reflection.topic.describe";

  private final TestRealm realm =
      new TestRealm(
          new StaticAuthorizer(
              Map.of(
                  "device",
                  List.of(allow("", Action.SUBSCRIBE, Action.PUBLISH)),
                  "viewer",
                  List.of(
                      allow("wamp.reflection.", Action.CALL),
                      allow("wamp.session.", Action.SUBSCRIBE),
                      allow("open.", Action.SUBSCRIBE)))),
          _ -> false,
          RouterLimits.DEFAULT,
          new RealmPolicy(
              List.of(
                  new HistoryRule(
                      "open.kept", MatchPolicy.EXACT, 10, 1000, java.time.Duration.ofHours(1))),
              List.of()));
  private final TestPeer device = realm.join("device", "device");
  private final TestPeer viewer = realm.join("viewer", "viewer");

  private static Permission allow(String prefix, Action... actions) {
    return new Permission(prefix, MatchPolicy.PREFIX, Set.of(actions), Disclosure.FORBIDDEN);
  }

  @Test
  void listHasWhatTheCallerMaySubscribeToAndNothingElse() {
    // Given
    device.subscribe("open.a");
    device.subscribe("open.things.", "prefix");
    realm.join("other", "device").subscribe("", "prefix");
    device.subscribe("secret.b");
    device.subscribe("wamp.session.on_join");
    // When
    List<?> listed = (List<?>) viewer.meta(LIST).getFirst();
    // Then
    assertEquals(
        Set.of(
            Map.of("uri", "open.kept", "match", "exact"),
            Map.of("uri", "open.a", "match", "exact"),
            Map.of("uri", "open.things.", "match", "prefix"),
            Map.of("uri", "wamp.session.on_join", "match", "exact"),
            Map.of("uri", "wamp.session.on_leave", "match", "exact")),
        Set.copyOf(listed));
    assertEquals(5, listed.size());
  }

  @Test
  void topicIsDescribedByWhereItsEventsGo() {
    // Given
    long exact = (Long) subscription("open.kept");
    realm.join("other", "device").subscribe("", "prefix");
    long prefix = device.subscribe("open.", "prefix");
    device.publish("open.kept", Dict.of("retain", true), 1);
    device.clear();
    // When
    Object description = viewer.meta(DESCRIBE, "open.kept").getFirst();
    // Then
    assertEquals(
        Map.of(
            "uri",
            "open.kept",
            "retained",
            true,
            "subscriptions",
            List.of(
                details(exact, "open.kept", "exact", 0, true),
                details(prefix, "open.", "prefix", 1, false))),
        description);
  }

  private Object subscription(String topic) {
    Map<?, ?> description = (Map<?, ?>) viewer.meta(DESCRIBE, topic).getFirst();
    return ((Map<?, ?>) ((List<?>) description.get("subscriptions")).getFirst()).get("id");
  }

  private static Map<String, Object> details(
      long id, String uri, String match, long subscribers, boolean history) {
    return Map.of(
        "id", id,
        "created", "2026-11-23T00:00:00Z",
        "uri", uri,
        "match", match,
        "subscribers", subscribers,
        "history", history);
  }

  @Test
  void retainedEventForOthersIsNotTold() {
    // Given
    device.publish("open.x", Dict.of("retain", true, "exclude_authid", List.of("viewer")), 1);
    // When
    Object description = viewer.meta(DESCRIBE, "open.x").getFirst();
    // Then
    assertEquals(
        Map.of("uri", "open.x", "retained", false, "subscriptions", List.of()), description);
  }

  @Test
  void whatMayNotBeSubscribedToIsNotDescribed() {
    // Given
    device.subscribe("secret.b");
    // When
    viewer.call(DESCRIBE, "secret.b");
    viewer.call(DESCRIBE, "secret.missing");
    viewer.call(DESCRIBE, "not a uri");
    // Then
    viewer.takeError(ErrorUri.NOT_AUTHORIZED);
    viewer.takeError(ErrorUri.NOT_AUTHORIZED);
    viewer.takeError(ErrorUri.INVALID_URI);
  }
}
