package io.junctor.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a role may do with the URIs that match. Callees and subscribers are always told who calls
 * and publishes: devices record who moved them.
 *
 * @param uri a URI or pattern. Required.
 * @param match how it is compared. Default {@code exact}.
 * @param allow what is allowed; everything else is denied. Required.
 */
public record RuleConfig(String uri, Match match, Set<Action> allow) {

  /** How the URI is compared. */
  public enum Match {
    /** The same URI. */
    @JsonProperty("exact")
    EXACT,
    /** Starts with it. */
    @JsonProperty("prefix")
    PREFIX,
    /** Empty components match anything. */
    @JsonProperty("wildcard")
    WILDCARD
  }

  /** What can be allowed. */
  public enum Action {
    /** Call a procedure. */
    @JsonProperty("call")
    CALL,
    /** Offer a procedure. */
    @JsonProperty("register")
    REGISTER,
    /** Publish to a topic. */
    @JsonProperty("publish")
    PUBLISH,
    /** Receive the events of a topic. */
    @JsonProperty("subscribe")
    SUBSCRIBE,
    /** Publish and call in the name of others: for the uplinks of other gateways, nobody else. */
    @JsonProperty("forward")
    FORWARD
  }

  public RuleConfig(@Nullable String uri, @Nullable Match match, @Nullable Set<Action> allow) {
    if (uri == null) {
      throw new IllegalArgumentException("uri: expected a URI or pattern, got nothing");
    }
    if (allow == null || allow.isEmpty()) {
      throw new IllegalArgumentException(
          "allow: expected some of call, register, publish, subscribe, forward, got nothing");
    }
    this.uri = uri;
    this.match = match == null ? Match.EXACT : match;
    if (!Uri.isValid(uri, MatchPolicy.valueOf(this.match.name()), Uri.Rule.LOOSE)) {
      throw new IllegalArgumentException(
          "uri: expected a URI to be matched by %s, got '%s'"
              .formatted(this.match.name().toLowerCase(Locale.ROOT), uri));
    }
    this.allow = Set.copyOf(allow);
  }
}
