package io.junctor.hil.peer;

import io.junctor.wamp.message.Dict;

/** What a peer announces in HELLO.Details.roles. */
public final class Features {

  /** Every role with every feature the gateway uses. */
  public static final Dict ALL = roles(true);

  /** Every role; the callee can neither be interrupted nor send progress. */
  public static final Dict PLAIN_CALLEE = roles(false);

  private Features() {}

  private static Dict roles(boolean calleeCancels) {
    Dict.Builder callee =
        Dict.builder()
            .put("caller_identification", true)
            .put("payload_passthru_mode", true)
            .put("payload_transparency", true);
    if (calleeCancels) {
      callee
          .put("call_canceling", true)
          .put("progressive_call_results", true)
          .put("progressive_call_invocations", true)
          .put("shared_registration", true)
          .put("registration_revocation", true)
          .put("call_reroute", true);
    }
    return Dict.builder()
        .put(
            "publisher",
            features("publisher_identification", "publisher_exclusion", "payload_passthru_mode"))
        .put(
            "subscriber",
            features(
                "pattern_based_subscription",
                "event_retention",
                "subscription_revocation",
                "x_acknowledged_event_delivery",
                "payload_passthru_mode",
                "payload_transparency"))
        .put(
            "caller",
            features(
                "call_canceling",
                "progressive_call_results",
                "progressive_call_invocations",
                "call_timeout",
                "payload_passthru_mode",
                "payload_transparency"))
        .put("callee", Dict.of("features", callee.build()))
        .build();
  }

  private static Dict features(String... names) {
    Dict.Builder features = Dict.builder();
    for (String name : names) {
      features.put(name, true);
    }
    return Dict.of("features", features.build());
  }
}
