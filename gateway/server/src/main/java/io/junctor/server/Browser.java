package io.junctor.server;

import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.LinkCookie;
import org.jspecify.annotations.Nullable;

/**
 * What the tabs of a browser have in common in which somebody is signed in.
 *
 * @param cookie its cookie. A secret.
 * @param realm the realm they have joined.
 * @param authid as whom.
 */
record Browser(String cookie, String realm, String authid) {

  /** The browser of a session; null when it came without a cookie. */
  static @Nullable Browser of(SessionDetails session) {
    LinkCookie cookie = session.transport().proofs().cookie();
    return cookie == null
        ? null
        : new Browser(cookie.value(), session.realm(), session.identity().authid());
  }

  /** Without the cookie. */
  @Override
  public String toString() {
    return "Browser[realm=" + realm + ", authid=" + authid + "]";
  }
}
