package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import org.jspecify.annotations.Nullable;

/**
 * How far publications to a topic, or calls of a procedure, are to be trusted.
 *
 * @param uri the URI or pattern.
 * @param match how it is compared.
 * @param authrole whose publications and calls; null for everybody's.
 * @param level the trust level, 0 or more; what the levels mean is up to the application.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-publication-trust-levels">WAMP:
 *     Publication Trust Levels</a>
 */
public record TrustRule(String uri, MatchPolicy match, @Nullable String authrole, int level) {

  public TrustRule {
    if (!Uri.isValid(uri, match, Uri.Rule.LOOSE)) {
      throw new IllegalArgumentException(
          "trust: expected a URI to be matched by " + match.id() + ", got \"" + uri + "\"");
    }
    if (level < 0) {
      throw new IllegalArgumentException(
          "trust in " + uri + ": expected a level of 0 or more, got " + level);
    }
  }
}
