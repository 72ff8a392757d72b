package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.TransportDetails;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a session is told of itself, and others of it. */
class SessionDetailsTest {

  private static SessionDetails details(long session) {
    return new SessionDetails(
        session,
        "open",
        new Identity("alice", "user", "ticket", "static"),
        PeerRoles.parse(Dict.EMPTY),
        new TransportDetails(
            TransportDetails.Kind.RAWSOCKET_UNIX, Format.CBOR, "unix:pid=712", true));
  }

  @Test
  void welcomeTellsTheSessionItsIdentityAndRealm() {
    // Given
    SessionDetails details = details(4711);
    // When
    Welcome welcome = details.welcome();
    // Then
    assertEquals(4711, welcome.session());
    assertEquals("open", welcome.details().string("realm"));
    assertEquals("alice", welcome.details().string("authid"));
    assertEquals("user", welcome.details().string("authrole"));
    assertEquals("ticket", welcome.details().string("authmethod"));
    assertEquals("static", welcome.details().string("authprovider"));
  }

  /** Whoever makes the router announce more must come by here, and test it in gateway/router. */
  @Test
  void welcomeAnnouncesExactlyWhatIsImplemented() {
    // When
    Dict roles = PeerRoles.ROUTER;
    // Then
    assertEquals(List.of("broker", "dealer"), List.copyOf(roles.keys()));
    assertEquals(
        List.of(
            "publisher_identification",
            "publisher_exclusion",
            "subscriber_blackwhite_listing",
            "pattern_based_subscription",
            "event_retention",
            "event_history",
            "sharded_subscription",
            "publication_trustlevels",
            "subscription_revocation",
            "subscription_meta_api",
            "topic_reflection",
            "x_acknowledged_event_delivery",
            "session_meta_api",
            "payload_passthru_mode",
            "payload_transparency"),
        List.copyOf(roles.dict("broker").dict("features").keys()));
    assertEquals(
        List.of(
            "caller_identification",
            "call_canceling",
            "call_timeout",
            "call_trustlevels",
            "progressive_call_results",
            "progressive_call_invocations",
            "call_reroute",
            "pattern_based_registration",
            "shared_registration",
            "sharded_registration",
            "registration_revocation",
            "testament_meta_api",
            "registration_meta_api",
            "procedure_reflection",
            "session_meta_api",
            "payload_passthru_mode",
            "payload_transparency"),
        List.copyOf(roles.dict("dealer").dict("features").keys()));
    roles.dict("dealer").dict("features").values().forEach(value -> assertEquals(true, value));
  }

  @Test
  void descriptionNamesIdentityAndLink() {
    // When
    Map<String, Object> description = details(4711).describe();
    // Then
    assertEquals(
        Map.of(
            "session", 4711L,
            "authid", "alice",
            "authrole", "user",
            "authmethod", "ticket",
            "authprovider", "static",
            "transport",
                Map.of(
                    "type", "rawsocket_unix",
                    "serializer", "cbor",
                    "peer", "unix:pid=712",
                    "secure", true)),
        description);
  }

  @Test
  void sessionIdIsInTheRangeOfIds() {
    assertThrows(IllegalArgumentException.class, () -> details(0));
    assertThrows(IllegalArgumentException.class, () -> details((1L << 53) + 1));
  }
}
