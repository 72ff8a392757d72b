package io.junctor.server;

import io.junctor.router.Authorizer;
import io.junctor.router.Journal;
import io.junctor.router.RealmPolicy;
import io.junctor.router.RouterLimits;
import io.junctor.wamp.auth.Authenticator;

/**
 * What a realm is made of.
 *
 * @param name its URI.
 * @param authenticator who may join; called on handshake threads, several at once.
 * @param authorizer who may do what; called on the realm's loop.
 * @param journal the durable log; {@link Journal#NONE} without one.
 * @param limits its bounds.
 * @param policy what it does with certain URIs.
 */
public record RealmSetup(
    String name,
    Authenticator authenticator,
    Authorizer authorizer,
    Journal journal,
    RouterLimits limits,
    RealmPolicy policy) {

  /** A realm without a policy for certain URIs. */
  public RealmSetup(
      String name,
      Authenticator authenticator,
      Authorizer authorizer,
      Journal journal,
      RouterLimits limits) {
    this(name, authenticator, authorizer, journal, limits, RealmPolicy.NONE);
  }
}
