package io.junctor.wamp.uri;

/**
 * What a URI of WAMP may look like. No regular expressions: this runs for every message.
 *
 * <blockquote>
 * URI components [...] MUST NOT contain a {@code .}, {@code #} or whitespace characters and MUST
 * NOT be empty (zero-length strings).
 * </blockquote>
 *
 * <p>Control characters are refused too: a URI is written to logs.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-relaxed-loose-uris">WAMP: Loose
 *     URIs</a>
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-strict-uris">WAMP: Strict
 *     URIs</a>
 */
public final class Uri {

  /** The component that only the router itself may begin a URI with. */
  private static final String RESERVED = "wamp";

  /** Which characters a component may have. */
  public enum Rule {
    /** Anything but whitespace, control characters, {@code .} and {@code #}. */
    LOOSE,
    /** Lower case letters, digits and underscore of ASCII. */
    STRICT
  }

  private Uri() {}

  /** Whether it is a URI to publish to or to call: components, none of them empty. */
  public static boolean isValid(String uri, Rule rule) {
    return isValid(uri, MatchPolicy.EXACT, rule);
  }

  /**
   * Whether it is a URI or pattern to subscribe to or to register.
   *
   * <p>A prefix is compared by characters, so it may end anywhere: behind a dot, or be empty to
   * match everything. Any component of a wildcard pattern may be empty.
   */
  public static boolean isValid(String uri, MatchPolicy policy, Rule rule) {
    int componentStart = 0;
    for (int index = 0; index < uri.length(); index++) {
      char next = uri.charAt(index);
      if (next == '.') {
        if (index == componentStart && policy != MatchPolicy.WILDCARD) {
          return false;
        }
        componentStart = index + 1;
      } else if (!isAllowed(next, rule)) {
        return false;
      }
    }
    return componentStart < uri.length() || policy != MatchPolicy.EXACT;
  }

  /**
   * Whether the URI's first component is {@code wamp}.
   *
   * <blockquote>
   * Further, application URIs MUST NOT use {@code wamp} as a first URI component, since this is
   * reserved for URIs predefined with the WAMP protocol itself.
   * </blockquote>
   */
  public static boolean isReserved(String uri) {
    return uri.startsWith(RESERVED)
        && (uri.length() == RESERVED.length() || uri.charAt(RESERVED.length()) == '.');
  }

  private static boolean isAllowed(char value, Rule rule) {
    return switch (rule) {
      case LOOSE -> isLoose(value);
      case STRICT ->
          (value >= 'a' && value <= 'z') || (value >= '0' && value <= '9') || value == '_';
    };
  }

  private static boolean isLoose(char value) {
    if (value < 0x7f) {
      return value > ' ' && value != '#';
    }
    return !Character.isISOControl(value)
        && !Character.isWhitespace(value)
        && !Character.isSpaceChar(value);
  }
}
