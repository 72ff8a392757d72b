package io.junctor.uplink;

import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import org.jspecify.annotations.Nullable;

/**
 * URIs that may cross in one direction.
 *
 * @param uri the URI or pattern, as it is called on the side it comes from.
 * @param match how it is compared.
 * @param as what {@code uri} is called on the other side: for {@code exact} the URI, for {@code
 *     prefix} the prefix that takes its place; null leaves it. Not for {@code wildcard}.
 */
public record ForwardRule(String uri, MatchPolicy match, @Nullable String as) {

  public ForwardRule {
    check("uri", uri, match);
    if (as != null) {
      if (match == MatchPolicy.WILDCARD) {
        throw new IllegalArgumentException("as: expected exact or prefix, got wildcard " + uri);
      }
      check("as", as, match);
    }
  }

  /** Everything with a prefix, under the same name. */
  public static ForwardRule prefix(String uri) {
    return new ForwardRule(uri, MatchPolicy.PREFIX, null);
  }

  private static void check(String key, String uri, MatchPolicy match) {
    // an empty prefix would open everything, wamp.* included: too easily meant otherwise
    if (uri.isEmpty() || !Uri.isValid(uri, match, Uri.Rule.LOOSE) || Uri.isReserved(uri)) {
      throw new IllegalArgumentException(
          "%s: expected a URI to be matched by %s, not below wamp, got \"%s\""
              .formatted(key, match.id(), uri));
    }
  }

  /** Whether the rule is for a URI. */
  boolean matches(String other) {
    return !Uri.isReserved(other)
        && isMatch(other)
        && !Uri.isReserved(map(other)); // "wam" and "p.session.kill" make one that is
  }

  private boolean isMatch(String other) {
    return switch (match) {
      case EXACT -> other.equals(uri);
      case PREFIX -> other.startsWith(uri);
      case WILDCARD -> matchesWildcard(other);
    };
  }

  private boolean matchesWildcard(String other) {
    String[] pattern = uri.split("\\.", -1);
    String[] components = other.split("\\.", -1);
    if (pattern.length != components.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (!pattern[i].isEmpty() && !pattern[i].equals(components[i])) {
        return false;
      }
    }
    return true;
  }

  /** What a URI that {@link #matches} is called on the other side. */
  String map(String other) {
    return as == null ? other : as + other.substring(uri.length());
  }
}
