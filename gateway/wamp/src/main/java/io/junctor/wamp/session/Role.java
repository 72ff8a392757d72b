package io.junctor.wamp.session;

import java.util.Locale;

/**
 * What a peer can be, as announced in HELLO (clients) and WELCOME (routers).
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-peers-and-roles">WAMP: Peers and
 *     Roles</a>
 */
public enum Role {
  PUBLISHER,
  SUBSCRIBER,
  CALLER,
  CALLEE,
  BROKER,
  DEALER;

  /** The key in {@code Details.roles}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a client may announce it. */
  public boolean isClientRole() {
    return this != BROKER && this != DEALER;
  }
}
