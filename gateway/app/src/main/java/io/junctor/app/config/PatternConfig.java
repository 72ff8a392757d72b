package io.junctor.app.config;

import io.junctor.app.config.RuleConfig.Match;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import org.jspecify.annotations.Nullable;

/**
 * URIs that may cross an uplink, or that are durable.
 *
 * @param uri a URI or pattern, as it is called where the message comes from. Required.
 * @param match how it is compared. Default {@code exact}.
 * @param as what {@code uri}, an exact URI or a prefix, is called on the other side. Default: the
 *     same.
 */
public record PatternConfig(String uri, Match match, @Nullable String as) {

  public PatternConfig(@Nullable String uri, @Nullable Match match, @Nullable String as) {
    if (uri == null) {
      throw new IllegalArgumentException("uri: expected a URI or pattern, got nothing");
    }
    this.uri = uri;
    this.match = match == null ? Match.EXACT : match;
    this.as = as;
  }

  /** Refuses what can match nothing. */
  void requireUri() {
    if (!Uri.isValid(uri, policy(), Uri.Rule.LOOSE)) {
      throw new IllegalArgumentException(
          "uri: expected a URI to be matched by %s, got '%s'".formatted(policy().id(), uri));
    }
  }

  /** How the URI is compared, in the router's words. */
  public MatchPolicy policy() {
    return policy(match);
  }

  /** The router's word for a way of comparing. */
  public static MatchPolicy policy(Match match) {
    return switch (match) {
      case EXACT -> MatchPolicy.EXACT;
      case PREFIX -> MatchPolicy.PREFIX;
      case WILDCARD -> MatchPolicy.WILDCARD;
    };
  }
}
