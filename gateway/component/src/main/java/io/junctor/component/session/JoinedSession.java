package io.junctor.component.session;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Welcome;

/**
 * Who we are in a realm and what its router can do, as WELCOME said.
 *
 * @param id the session id, range [1, 2^53].
 * @param realm the realm joined.
 * @param authid the principal the router took us for; empty when it did not say.
 * @param authrole the role our permissions come from; empty when it did not say.
 * @param router WELCOME's {@code roles}: the features the router announced.
 */
public record JoinedSession(long id, String realm, String authid, String authrole, Dict router) {

  /** Reads WELCOME. */
  static JoinedSession of(Welcome welcome, String realm) {
    Dict details = welcome.details();
    return new JoinedSession(
        welcome.session(),
        details.string("realm", realm),
        details.string("authid", ""),
        details.string("authrole", ""),
        details.dict("roles"));
  }

  /**
   * Whether the router announced a feature.
   *
   * @param role {@code broker} or {@code dealer}.
   * @param feature the name on the wire, such as {@code call_canceling}.
   */
  public boolean routerHas(String role, String feature) {
    return router.dict(role).dict("features").bool(feature, false);
  }
}
