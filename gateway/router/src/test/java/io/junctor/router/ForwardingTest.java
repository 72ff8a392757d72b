package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a bridge says of those it speaks for, and that nobody else can say it. */
class ForwardingTest {

  private static final Dict FORWARDED =
      Dict.builder()
          .put("acknowledge", true)
          .put("forward_for", List.of(Map.of("session", 7L, "authid", "anna")))
          .put("_junctor_time", "2026-11-23T00:00:00Z")
          .put("_other", "stays here")
          .build();

  private static final Authorizer ONLY_BRIDGES_FORWARD =
      (session, action, uri, match) ->
          action != Action.FORWARD || session.identity().authrole().equals("bridge")
              ? new Decision.Allow(Disclosure.ALWAYS)
              : new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "no");

  private final TestRealm realm = new TestRealm(ONLY_BRIDGES_FORWARD);
  private final TestPeer bridge = realm.join("uplink", "bridge");
  private final TestPeer guest = realm.join("mallory", "guest");
  private final TestPeer device = realm.join("device", "guest");

  private static void assertForwarded(Dict details) {
    Dict origin = (Dict) details.list("forward_for").getFirst();
    assertEquals("anna", origin.string("authid"));
    assertEquals("2026-11-23T00:00:00Z", details.string("_junctor_time"));
    assertFalse(details.has("_other"));
  }

  @Test
  void aBridgesPublicationTellsForWhomItIs() {
    // Given
    device.subscribe("t");
    // When
    bridge.publish("t", FORWARDED);
    // Then
    Dict details = device.take(Event.class).details();
    assertForwarded(details);
    assertEquals("uplink", details.string("publisher_authid"));
  }

  @Test
  void aRetainedPublicationStillTellsItLater() {
    // Given
    bridge.publish("t", FORWARDED.with("retain", true), 1);
    // When
    device.subscribe("t", Dict.of("get_retained", true));
    // Then
    Dict details = device.take(Event.class).details();
    assertForwarded(details);
    assertTrue(details.bool("retained", false));
  }

  @Test
  void aBridgesCallTellsForWhomItIs() {
    // Given
    device.register("p");
    // When
    bridge.call("p", FORWARDED);
    // Then
    assertForwarded(device.take(Invocation.class).details());
  }

  @Test
  void nobodyElseCanSpeakInAnothersName() {
    // Given
    device.subscribe("t");
    device.register("p");
    // When
    guest.publish("t", FORWARDED);
    guest.call("p", Dict.of("forward_for", List.of()));
    // Then
    assertEquals(ErrorUri.OPTION_NOT_ALLOWED, guest.take(ErrorMessage.class).error());
    assertEquals(ErrorUri.OPTION_NOT_ALLOWED, guest.take(ErrorMessage.class).error());
    device.expectNothing();
  }

  @Test
  void aPublicationWithoutSuchOptionsNeedsNoSuchPermission() {
    // When
    guest.publish("t", Dict.of("acknowledge", true, "_other", 1));
    // Then
    guest.take(Published.class);
  }

  @Test
  void anEventThatBecomesRetainedSaysSoWhileItIsNew() {
    // Given
    device.subscribe("t");
    // When
    guest.publish("t", Dict.of("retain", true), 1);
    guest.publish("t", Dict.EMPTY, 2);
    // Then
    assertTrue(device.take(Event.class).details().bool("_retain", false));
    assertFalse(device.take(Event.class).details().has("_retain"));
  }

  @Test
  void aDurablePublicationInAnothersNameIsRefusedBehindOneThatWaits() {
    // Given
    TestRealm waiting = new TestRealm(ONLY_BRIDGES_FORWARD, topic -> true, RouterLimits.DEFAULT);
    TestPeer mallory = waiting.join("mallory", "guest");
    mallory.publish("t", Dict.of("acknowledge", true));
    mallory.publish("t", FORWARDED);
    assertEquals(1, waiting.appends.size());
    // When
    waiting.realm.onConfirmed(
        waiting.appends.removeFirst().ticket(), waiting.now, waiting.outputs::add);
    // Then
    assertEquals(0, waiting.appends.size());
  }
}
