package io.junctor.server;

import io.junctor.router.Authorizer;
import io.junctor.router.AuthorizerSettings;
import io.junctor.router.Journal;
import io.junctor.router.RealmPolicy;
import io.junctor.router.RouterLimits;
import io.junctor.router.RouterProcedure;
import io.junctor.wamp.auth.Authenticator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a realm is made of.
 *
 * @param name its URI.
 * @param authenticator who may join; called on handshake threads, several at once.
 * @param authorizer who may do what; called on the realm's loop.
 * @param asks the procedure that is asked where the authorizer does not know; null for none, then
 *     the answer is no.
 * @param procedures what the router answers in it beside the meta API: URI below {@code junctor.}
 *     to procedure.
 * @param journal the durable log; {@link Journal#NONE} without one.
 * @param limits its bounds.
 * @param policy what it does with certain URIs.
 * @param resume bounds of sessions that outlast their links; null where none does.
 */
public record RealmSetup(
    String name,
    Authenticator authenticator,
    Authorizer authorizer,
    @Nullable AuthorizerSettings asks,
    Map<String, RouterProcedure> procedures,
    Journal journal,
    RouterLimits limits,
    RealmPolicy policy,
    @Nullable ResumeLimits resume) {

  public RealmSetup {
    procedures = Map.copyOf(procedures);
  }

  /** A realm whose sessions end with their links. */
  public RealmSetup(
      String name,
      Authenticator authenticator,
      Authorizer authorizer,
      @Nullable AuthorizerSettings asks,
      Map<String, RouterProcedure> procedures,
      Journal journal,
      RouterLimits limits,
      RealmPolicy policy) {
    this(name, authenticator, authorizer, asks, procedures, journal, limits, policy, null);
  }

  /** The same with sessions that outlast their links; null for none. */
  public RealmSetup withResume(@Nullable ResumeLimits bounds) {
    return new RealmSetup(
        name, authenticator, authorizer, asks, procedures, journal, limits, policy, bounds);
  }

  /** A realm where nobody is asked and that has the meta API alone. */
  public RealmSetup(
      String name,
      Authenticator authenticator,
      Authorizer authorizer,
      Journal journal,
      RouterLimits limits) {
    this(name, authenticator, authorizer, null, Map.of(), journal, limits);
  }

  /** A realm without a policy for certain URIs. */
  public RealmSetup(
      String name,
      Authenticator authenticator,
      Authorizer authorizer,
      @Nullable AuthorizerSettings asks,
      Map<String, RouterProcedure> procedures,
      Journal journal,
      RouterLimits limits) {
    this(name, authenticator, authorizer, asks, procedures, journal, limits, RealmPolicy.NONE);
  }
}
