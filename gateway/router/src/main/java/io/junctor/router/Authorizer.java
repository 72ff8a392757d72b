package io.junctor.router;

import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.MatchPolicy;

/**
 * Decides what a session may do. Called on the realm loop for every message that needs permission:
 * must be fast and must not block. When it throws, the answer is no.
 */
@FunctionalInterface
public interface Authorizer {

  /**
   * Decides, or says that somebody has to be asked.
   *
   * @param session who wants to.
   * @param action what it wants to do.
   * @param uri the URI or pattern, already checked to be one.
   * @param match how a pattern of REGISTER and SUBSCRIBE is compared; {@code EXACT} for the others.
   *     A pattern may only be allowed when everything it can match is.
   */
  Decision decide(SessionDetails session, Action action, String uri, MatchPolicy match);
}
