package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;

/**
 * What the router asks of URIs and patterns that peers send, and which pattern covers which.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-uris">WAMP: URIs</a>
 */
final class Uris {

  /**
   * Components of a wildcard pattern: each may cost a node of about 100 bytes, so this bounds what
   * a session can make the router keep. Real URIs have fewer than ten.
   */
  private static final int WILDCARD_COMPONENTS_MAX = 32;

  /** What the names of the router's own procedures beside the meta API begin with. */
  private static final String ADMINISTRATION = "junctor.";

  private Uris() {}

  /**
   * Checks a URI or pattern against the loose rule.
   *
   * @throws WampError {@code wamp.error.invalid_uri}.
   */
  static void check(String what, String uri, MatchPolicy match) {
    if (!Uri.isValid(uri, match, Uri.Rule.LOOSE)) {
      throw invalid(what, uri, "is no " + match.id() + " URI");
    }
    if (match == MatchPolicy.WILDCARD && components(uri).length > WILDCARD_COMPONENTS_MAX) {
      throw invalid(what, uri, "has more than " + WILDCARD_COMPONENTS_MAX + " components");
    }
  }

  /**
   * Checks the topic of a publication by a session.
   *
   * @throws WampError {@code wamp.error.invalid_uri} for no URI or one of the router's own.
   */
  static void checkForPublish(String topic) {
    check("topic", topic, MatchPolicy.EXACT);
    checkNotReserved("topic", topic);
  }

  /**
   * Checks that the URI is not one of the router's own.
   *
   * @throws WampError {@code wamp.error.invalid_uri}.
   */
  static void checkNotReserved(String what, String uri) {
    if (Uri.isReserved(uri) || isAdministration(uri)) {
      throw invalid(what, uri, "is reserved for the router");
    }
  }

  /** Whether it is, or as a pattern begins like, a procedure that manages the router. */
  static boolean isAdministration(String uri) {
    return uri.startsWith(ADMINISTRATION);
  }

  private static WampError invalid(String what, String uri, String why) {
    return new WampError(ErrorUri.INVALID_URI, what + " \"" + uri + "\" " + why);
  }

  /** The components between the dots, empty ones included. */
  static String[] components(String uri) {
    return uri.split("\\.", -1);
  }

  /** Where the component that begins at the offset ends: at a dot, or where the text does. */
  static int componentEnd(String text, int from) {
    int dot = text.indexOf('.', from);
    return dot < 0 ? text.length() : dot;
  }

  /**
   * Whether the components of a wildcard pattern from one offset on match those of a URI, or of
   * another pattern, from another offset on.
   *
   * @param atPattern where a component begins; the length and one when none is left.
   * @param atUri the same of the URI.
   */
  static boolean matchesComponents(String pattern, int atPattern, String uri, int atUri) {
    int p = atPattern;
    int u = atUri;
    while (p <= pattern.length() && u <= uri.length()) {
      int patternEnd = componentEnd(pattern, p);
      int uriEnd = componentEnd(uri, u);
      int length = patternEnd - p;
      if (length > 0 && (uriEnd - u != length || !pattern.regionMatches(p, uri, u, length))) {
        return false;
      }
      p = patternEnd + 1;
      u = uriEnd + 1;
    }
    return p > pattern.length() && u > uri.length();
  }

  /**
   * Whether the pattern matches the URI.
   *
   * @param pattern the URI or pattern.
   * @param match how the pattern is compared.
   * @param uri the URI without wildcards.
   */
  static boolean matches(String pattern, MatchPolicy match, String uri) {
    return switch (match) {
      case EXACT -> pattern.equals(uri);
      case PREFIX -> uri.startsWith(pattern);
      case WILDCARD -> matchesComponents(pattern, 0, uri, 0);
    };
  }

  /**
   * Whether everything the inner pattern can match is also matched by the outer one. When that is
   * hard to tell the answer is no.
   */
  static boolean covers(
      String outer, MatchPolicy outerMatch, String inner, MatchPolicy innerMatch) {
    return switch (innerMatch) {
      case EXACT -> matches(outer, outerMatch, inner);
      case PREFIX -> outerMatch == MatchPolicy.PREFIX && inner.startsWith(outer);
      case WILDCARD ->
          switch (outerMatch) {
            case EXACT -> // a wildcard pattern without a wildcard
                outer.equals(inner) && Uri.isValid(inner, MatchPolicy.EXACT, Uri.Rule.LOOSE);
            case PREFIX -> literalHead(inner).startsWith(outer);
            case WILDCARD -> matchesComponents(outer, 0, inner, 0);
          };
    };
  }

  /** Whether there is a URI that both patterns match. */
  static boolean overlap(String a, MatchPolicy matchA, String b, MatchPolicy matchB) {
    if (matchA == MatchPolicy.EXACT) {
      return matches(b, matchB, a);
    }
    if (matchB == MatchPolicy.EXACT) {
      return matches(a, matchA, b);
    }
    if (matchA == MatchPolicy.PREFIX && matchB == MatchPolicy.PREFIX) {
      return a.startsWith(b) || b.startsWith(a);
    }
    if (matchA == MatchPolicy.PREFIX) {
      return prefixMeetsWildcard(a, b);
    }
    return matchB == MatchPolicy.PREFIX ? prefixMeetsWildcard(b, a) : wildcardsMeet(a, b);
  }

  private static boolean prefixMeetsWildcard(String prefix, String wildcard) {
    String[] begin = components(prefix); // the last one may go on
    String[] pattern = components(wildcard);
    if (begin.length > pattern.length) {
      return false;
    }
    int last = begin.length - 1;
    for (int i = 0; i < last; i++) {
      if (!pattern[i].isEmpty() && !pattern[i].equals(begin[i])) {
        return false;
      }
    }
    return pattern[last].isEmpty() || pattern[last].startsWith(begin[last]);
  }

  private static boolean wildcardsMeet(String a, String b) {
    String[] left = components(a);
    String[] right = components(b);
    if (left.length != right.length) {
      return false;
    }
    for (int i = 0; i < left.length; i++) {
      if (!left[i].isEmpty() && !right[i].isEmpty() && !left[i].equals(right[i])) {
        return false;
      }
    }
    return true;
  }

  /** The characters that everything starts with that the wildcard pattern matches. */
  static String literalHead(String wildcard) {
    if (wildcard.startsWith(".") || wildcard.isEmpty()) {
      return "";
    }
    int gap = wildcard.indexOf("..");
    if (gap >= 0) {
      return wildcard.substring(0, gap + 1);
    }
    return wildcard; // at most the last component is empty, and the dot before it is literal
  }
}
