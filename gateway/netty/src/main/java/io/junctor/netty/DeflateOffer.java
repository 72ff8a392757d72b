package io.junctor.netty;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first of a client's offers of {@code permessage-deflate} that we can take.
 *
 * <p>The JDK compresses with a window of 2^15 bytes and no other, so an offer that asks us for a
 * smaller one is not taken; what the client's own window is does not matter to us.
 *
 * @param windowAsked whether the client named our window and so must be told it.
 * @param noServerContext whether we must forget each message once it is sent.
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692#section-7.1">RFC 7692 7.1: Negotiation</a>
 */
record DeflateOffer(boolean windowAsked, boolean noServerContext) {

  private static final String NAME = "permessage-deflate";
  private static final int WINDOW_BITS = 15;

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
    boolean windowAsked = false;
    boolean noServerContext = false;
    Set<String> names = new HashSet<>();
    for (int i = 1; i < parts.length; i++) {
      String[] parameter = parts[i].split("=", 2);
      String name = parameter[0].strip();
      String value = parameter.length == 1 ? null : unquoted(parameter[1].strip());
      boolean fits =
          switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            case "server_max_window_bits" -> String.valueOf(WINDOW_BITS).equals(value);
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            default -> false;
          };
      if (!fits || !names.add(name)) {
        return null;
      }
      windowAsked |= name.equals("server_max_window_bits");
      noServerContext |= name.equals("server_no_context_takeover");
    }
    return new DeflateOffer(windowAsked, noServerContext);
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  /**
   * Our answer.
   *
   * @param context whether a context is kept, as far as the client left us the choice.
   */
  String answer(boolean context) {
    return NAME
        + (context && !noServerContext ? "" : "; server_no_context_takeover")
        + (context ? "" : "; client_no_context_takeover")
        + (windowAsked ? "; server_max_window_bits=" + WINDOW_BITS : "");
  }
}
