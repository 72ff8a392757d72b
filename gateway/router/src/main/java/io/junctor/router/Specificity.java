package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;

/**
 * Which of two patterns says more about what it matches; the order is {@link StaticAuthorizer}'s.
 */
final class Specificity {

  private Specificity() {}

  /**
   * Compares two patterns that match a URI in common.
   *
   * @return more than 0 when the first is more specific, 0 when they are the same pattern.
   */
  static int compare(String uriA, MatchPolicy matchA, String uriB, MatchPolicy matchB) {
    boolean exactA = matchA == MatchPolicy.EXACT;
    boolean exactB = matchB == MatchPolicy.EXACT;
    if (exactA || exactB) {
      return Boolean.compare(exactA, exactB);
    }
    int heads = Integer.compare(headLength(uriA, matchA), headLength(uriB, matchB));
    if (heads != 0) {
      return heads;
    }
    if (matchA != matchB) {
      return matchA == MatchPolicy.WILDCARD ? 1 : -1;
    }
    return matchA == MatchPolicy.PREFIX ? 0 : compareWildcards(uriA, uriB);
  }

  private static int headLength(String uri, MatchPolicy match) {
    return match == MatchPolicy.PREFIX ? uri.length() : Uris.literalHead(uri).length();
  }

  private static int compareWildcards(String a, String b) {
    String[] left = Uris.components(a);
    String[] right = Uris.components(b);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int literals = Boolean.compare(!left[i].isEmpty(), !right[i].isEmpty());
      if (literals != 0) {
        return literals;
      }
    }
    return 0;
  }
}
