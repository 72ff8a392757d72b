package io.junctor.wamp.session;

import io.junctor.wamp.message.Dict;

/**
 * What a Junctor client announces in HELLO: only what {@link ClientSession} and its users handle.
 *
 * <p>Not announced, because not done: call rerouting (our {@code wamp.error.unavailable} is an
 * answer), sharded registration, timeouts forwarded to the callee.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-feature-announcement">WAMP:
 *     Feature Announcement</a>
 */
final class ClientRoles {

  /** HELLO's {@code roles}. */
  static final Dict ANNOUNCED = announcement();

  /** The same for who carries payloads that it does not read, in both forms. */
  static final Dict WITH_OPAQUE_PAYLOADS =
      announcement("payload_passthru_mode", "payload_transparency");

  private ClientRoles() {}

  private static Dict announcement(String... more) {
    return Dict.builder()
        .put(
            "caller",
            features(
                more,
                "caller_identification",
                "call_canceling",
                "call_timeout",
                "progressive_call_results",
                "progressive_call_invocations"))
        .put(
            "callee",
            features(
                more,
                "caller_identification",
                "call_canceling",
                "progressive_call_results",
                "progressive_call_invocations",
                "pattern_based_registration",
                "shared_registration",
                "registration_revocation"))
        .put(
            "publisher",
            features(
                more,
                "publisher_identification",
                "publisher_exclusion",
                "subscriber_blackwhite_listing"))
        .put(
            "subscriber",
            features(
                more,
                "publisher_identification",
                "pattern_based_subscription",
                "event_retention",
                "subscription_revocation"))
        .build();
  }

  private static Dict features(String[] more, String... names) {
    Dict.Builder features = Dict.builder();
    for (String name : names) {
      features.put(name, true);
    }
    for (String name : more) {
      features.put(name, true);
    }
    return Dict.of("features", features.build());
  }
}
