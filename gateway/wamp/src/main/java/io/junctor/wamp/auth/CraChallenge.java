package io.junctor.wamp.auth;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The text that WAMP-CRA has the client sign.
 *
 * <blockquote>
 * The string MUST BE a JSON serialized object which MUST contain authid, authrole, authmethod,
 * authprovider, nonce, timestamp, session.
 * </blockquote>
 */
final class CraChallenge {

  private CraChallenge() {}

  /** The text for somebody; with a time of the router, which a third party may check. */
  static String text(Identity identity, String nonce, Instant time, long session) {
    return "{\"nonce\":%s,\"authprovider\":%s,\"authid\":%s,\"timestamp\":%s,\"authrole\":%s,\"authmethod\":%s,\"session\":%d}"
        .formatted(
            quote(nonce),
            quote(identity.authprovider()),
            quote(identity.authid()),
            quote(time.truncatedTo(ChronoUnit.MILLIS).toString()),
            quote(identity.authrole()),
            quote(identity.authmethod()),
            session);
  }

  /** A JSON string of ASCII: names come from clients. */
  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int index = 0; index < text.length(); index++) {
      char c = text.charAt(index);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
