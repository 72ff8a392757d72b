package io.junctor.netty;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first of a client's offers of {@code permessage-deflate} that we can take.
 *
 * <p>Whatever window the client asks us to keep to is kept to. What its own window is does not
 * matter to us: ours for what comes in has 2^15 bytes, the most there is.
 *
 * @param windowBits the window that the client asks of us, 2^8 to 2^15 bytes; 0 when it names none.
 * @param noServerContext whether we must forget each message once it is sent.
 * @param noClientContext whether the client does so, and we need not remember what it sent.
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692#section-7.1">RFC 7692 7.1: Negotiation</a>
 */
record DeflateOffer(int windowBits, boolean noServerContext, boolean noClientContext) {

  private static final String NAME = "permessage-deflate";
  private static final String NO_SERVER_CONTEXT = "server_no_context_takeover";
  private static final String NO_CLIENT_CONTEXT = "client_no_context_takeover";
  private static final String SERVER_WINDOW = "server_max_window_bits";

  // RFC 7692 7.1.2: "a decimal integer value without leading zeroes between 8 to 15, inclusive"
  private static final String WINDOW_BITS = "[89]|1[0-5]";

  // Browsers send one offer, libraries up to three.
  private static final int OFFERS_MAX = 8;

  /** The offer in the values of {@code Sec-WebSocket-Extensions}; null when there is none. */
  static @Nullable DeflateOffer first(List<String> headers) {
    int offers = 0;
    for (String header : headers) {
      for (String offer : header.split(",", OFFERS_MAX + 1)) {
        if (++offers > OFFERS_MAX) {
          return null;
        }
        DeflateOffer read = read(offer.split(";", -1));
        if (read != null) {
          return read;
        }
      }
    }
    return null;
  }

  // RFC 7692 7.1: "A server MUST decline an extension negotiation offer for this extension if any
  // of the following conditions are met: The negotiation offer contains an extension parameter not
  // defined for use in an offer [...] with an invalid value [...] multiple extension parameters
  // with the same name [or] the server doesn't support the offered configuration."
  private static @Nullable DeflateOffer read(String[] parts) {
    if (!parts[0].strip().equals(NAME)) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>(); // name -> value, empty where there is none
    for (int i = 1; i < parts.length; i++) {
      String[] parameter = parts[i].split("=", 2);
      String name = parameter[0].strip();
      String value = parameter.length == 1 ? null : unquoted(parameter[1].strip());
      boolean fits =
          switch (name) {
            case NO_SERVER_CONTEXT, NO_CLIENT_CONTEXT -> value == null;
            case SERVER_WINDOW -> value != null && value.matches(WINDOW_BITS);
            case "client_max_window_bits" -> value == null || value.matches(WINDOW_BITS);
            default -> false;
          };
      if (!fits || parameters.put(name, value == null ? "" : value) != null) {
        return null;
      }
    }
    return new DeflateOffer(
        Integer.parseInt(parameters.getOrDefault(SERVER_WINDOW, "0")),
        parameters.containsKey(NO_SERVER_CONTEXT),
        parameters.containsKey(NO_CLIENT_CONTEXT));
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  /** How far back what we send may refer, as a power of two in bytes. */
  int ourWindowBits() {
    return windowBits == 0 ? MessageDeflate.WINDOW_BITS_MAX : windowBits;
  }

  /** Whether the client lets us refer to messages before, and we can: in the largest window. */
  boolean mayKeepServerContext() {
    return !noServerContext && ourWindowBits() == MessageDeflate.WINDOW_BITS_MAX;
  }

  /** Whether there is anything to remember from one message to the next. */
  boolean needsContext() {
    return mayKeepServerContext() || !noClientContext;
  }

  /**
   * Our answer.
   *
   * @param context whether a context is kept, as far as the client left us the choice.
   */
  String answer(boolean context) {
    // RFC 7692 7.1.1.1 and 7.1.1.2: each may be in the answer "even if the extension negotiation
    // offer being accepted [...] didn't include" it.
    return NAME
        + (context && mayKeepServerContext() ? "" : "; " + NO_SERVER_CONTEXT)
        + (context && !noClientContext ? "" : "; " + NO_CLIENT_CONTEXT)
        + (windowBits == 0 ? "" : "; " + SERVER_WINDOW + "=" + windowBits);
  }
}
