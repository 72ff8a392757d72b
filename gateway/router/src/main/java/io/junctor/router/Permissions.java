package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;

/** Asks the authorizer; an authorizer that fails has said no. */
final class Permissions {

  private final Authorizer authorizer;

  Permissions(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  Decision decide(Member member, Action action, String uri, MatchPolicy match, Turn turn) {
    try {
      return authorizer.decide(member.details(), action, uri, match);
    } catch (RuntimeException e) {
      turn.out().accept(new Output.Fault(member.id(), "the authorizer failed", e));
      return new Decision.Deny(ErrorUri.AUTHORIZATION_FAILED, "the authorization failed");
    }
  }
}
