package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import org.jspecify.annotations.Nullable;

/** Asks the authorizer; an authorizer that fails has said no. */
@OwnedBy("realm loop")
final class Permissions {

  private Authorizer authorizer;
  private @Nullable AuthorizerProcedure procedure; // null: the shell is asked
  private long epoch;

  Permissions(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /** From now on others decide. */
  void replace(Authorizer newAuthorizer, @Nullable AuthorizerProcedure newProcedure) {
    authorizer = newAuthorizer;
    procedure = newProcedure;
    epoch++;
  }

  /** What was decided before may be decided differently now. */
  void changed() {
    epoch++;
  }

  /** Counts the changes: a decision of an earlier epoch is worth nothing. */
  long epoch() {
    return epoch;
  }

  @Nullable AuthorizerProcedure procedure() {
    return procedure;
  }

  /** Decides as far as that is possible without asking anybody. */
  Decision decide(Member member, AuthorizationRequest request, Turn turn) {
    Decision decision =
        decide(member.details(), request.action(), request.uri(), request.match(), turn);
    if (decision instanceof Decision.Later && procedure != null) {
      Decision remembered = procedure.remembered(request, turn.now());
      return remembered == null ? decision : remembered;
    }
    return decision;
  }

  /** Whether what is said in the name of others may be said. Nobody is asked. */
  boolean mayForward(Member member, String uri, Turn turn) {
    return decide(member.details(), Action.FORWARD, uri, MatchPolicy.EXACT, turn)
        instanceof Decision.Allow;
  }

  /** Whether a session may keep what it got by such a message. */
  static AuthorizationRequest kept(Member member, Action action, String uri, MatchPolicy match) {
    Dict options = match == MatchPolicy.EXACT ? Dict.EMPTY : Dict.of("match", match.id());
    return new AuthorizationRequest(member.details(), action, uri, match, options);
  }

  /** Whether a session may do something, as far as that is known without asking anybody. */
  boolean allows(Member member, Action action, String uri, MatchPolicy match, Turn turn) {
    return decide(member, kept(member, action, uri, match), turn) instanceof Decision.Allow;
  }

  /** Decides about somebody who need not be here any more, such as a retained event's publisher. */
  Decision decide(SessionDetails session, Action action, String uri, MatchPolicy match, Turn turn) {
    try {
      return authorizer.decide(session, action, uri, match);
    } catch (RuntimeException e) {
      turn.out().accept(new Output.Fault(session.session(), "the authorizer failed", e));
      return new Decision.Deny(ErrorUri.AUTHORIZATION_FAILED, "the authorization failed");
    }
  }
}
