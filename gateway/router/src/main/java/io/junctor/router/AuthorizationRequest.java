package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.MatchPolicy;

/**
 * The question whether a session may do something.
 *
 * @param session who wants to.
 * @param action what it wants to do.
 * @param uri the URI or pattern.
 * @param match how a pattern of REGISTER and SUBSCRIBE is compared; {@code EXACT} for the others.
 * @param options the options of the message.
 */
public record AuthorizationRequest(
    SessionDetails session, Action action, String uri, MatchPolicy match, Dict options) {}
