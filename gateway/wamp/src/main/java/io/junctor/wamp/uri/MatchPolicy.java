package io.junctor.wamp.uri;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.Locale;

/**
 * How the URI of a subscription, registration or permission is compared.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-pattern-based-subscription">WAMP:
 *     Pattern-based Subscription</a>
 */
public enum MatchPolicy {
  /** The same string. */
  EXACT,
  /** Starts with the string; by characters, not by components. */
  PREFIX,
  /** The same number of components; an empty component of the pattern matches any one component. */
  WILDCARD;

  /** The name on the wire. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy of the option {@code match}; exact when absent. */
  public static MatchPolicy of(Dict options) {
    String match = options.string("match", "exact");
    return switch (match) {
      case "exact" -> EXACT;
      case "prefix" -> PREFIX;
      case "wildcard" -> WILDCARD;
      default ->
          throw new ProtocolViolation("match: expected exact, prefix or wildcard, got " + match);
    };
  }
}
