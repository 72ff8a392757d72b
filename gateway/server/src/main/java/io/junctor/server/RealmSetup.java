package io.junctor.server;

import io.junctor.router.Authorizer;
import io.junctor.router.HistoryRule;
import io.junctor.router.Journal;
import io.junctor.router.RouterLimits;
import io.junctor.wamp.auth.Authenticator;
import java.util.List;

/**
 * What a realm is made of.
 *
 * @param name its URI.
 * @param authenticator who may join; called on handshake threads, several at once.
 * @param authorizer who may do what; called on the realm's loop.
 * @param journal the durable log; {@link Journal#NONE} without one.
 * @param limits its bounds.
 * @param history whose events it keeps to be asked for later.
 */
public record RealmSetup(
    String name,
    Authenticator authenticator,
    Authorizer authorizer,
    Journal journal,
    RouterLimits limits,
    List<HistoryRule> history) {

  /** A realm that keeps no events. */
  public RealmSetup(
      String name,
      Authenticator authenticator,
      Authorizer authorizer,
      Journal journal,
      RouterLimits limits) {
    this(name, authenticator, authorizer, journal, limits, List.of());
  }

  public RealmSetup {
    history = List.copyOf(history);
  }
}
