package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;

/**
 * Applies changed permissions to what sessions have already: subscriptions and registrations that
 * are not allowed any more are taken away with what was defined for reflection, retained events
 * that their publishers may not publish any more are dropped. Testaments and messages that wait are
 * asked about when their time comes.
 */
@OwnedBy("realm loop")
final class Recheck {

  private static final String REASON = ErrorUri.NOT_AUTHORIZED;

  private final Members members;
  private final Permissions permissions;
  private final Broker broker;
  private final Registrations registrations;
  private final RetainedEvents retained;
  private final Definitions definitions;

  Recheck(
      Members members,
      Permissions permissions,
      Broker broker,
      Registrations registrations,
      RetainedEvents retained,
      Definitions definitions) {
    this.members = members;
    this.permissions = permissions;
    this.broker = broker;
    this.registrations = registrations;
    this.retained = retained;
    this.definitions = definitions;
  }

  /** Looks at everything; about each thing that a rule asks about the authorizer is asked. */
  void everything(Turn turn) {
    for (Member member : members.where(_ -> true)) {
      subscriptions(member, turn);
      registrations(member, turn);
      definitions(member, turn);
    }
    // about what is left of somebody who is gone nobody is asked; only a rule takes it back
    registrations.endKept(
        orphan -> {
          Registration kept = orphan.registration();
          return permissions.decide(
                  orphan.session(), Action.REGISTER, kept.procedure(), kept.match(), turn)
              instanceof Decision.Deny;
        },
        turn);
    retained.removeIf(
        (publisher, topic) ->
            permissions.decide(publisher, Action.PUBLISH, topic, MatchPolicy.EXACT, turn)
                instanceof Decision.Deny);
  }

  private void subscriptions(Member member, Turn turn) {
    for (Subscription subscription : List.copyOf(member.subscriptions.values())) {
      AuthorizationRequest request =
          Permissions.kept(member, Action.SUBSCRIBE, subscription.topic(), subscription.match());
      decide(
          member,
          request,
          denied -> {
            if (member.subscriptions.get(subscription.id()) == subscription) {
              broker.revoke(member, subscription, REASON, denied);
            }
          },
          turn);
    }
  }

  private void registrations(Member member, Turn turn) {
    for (Callee callee : List.copyOf(member.registrations.values())) {
      Registration registration = callee.registration();
      AuthorizationRequest request =
          Permissions.kept(member, Action.REGISTER, registration.procedure(), registration.match());
      decide(
          member,
          request,
          denied -> {
            if (member.registrations.get(registration.id()) == callee) {
              registrations.remove(callee, REASON, denied);
            }
          },
          turn);
    }
  }

  private void definitions(Member member, Turn turn) {
    for (DefinedName name : List.copyOf(member.definitions.keySet())) {
      AuthorizationRequest request =
          Permissions.kept(member, name.type().provides(), name.uri(), name.match());
      decide(member, request, denied -> definitions.remove(member, name, denied), turn);
    }
  }

  private interface Revocation {
    void revoke(Turn turn);
  }

  private void decide(
      Member member, AuthorizationRequest request, Revocation revocation, Turn turn) {
    long epoch = permissions.epoch();
    switch (permissions.decide(member, request, turn)) {
      case Decision.Allow _ -> {}
      case Decision.Deny _ -> revocation.revoke(turn);
      case Decision.Later later -> {
        AuthorizerProcedure procedure = permissions.procedure();
        if (procedure == null) {
          revocation.revoke(turn); // nobody is there to say yes
          return;
        }
        procedure.recheck(
            member,
            request,
            later.disclosure(),
            (decision, when) -> {
              boolean isCurrent = permissions.epoch() == epoch && !member.isGone();
              if (isCurrent && !(decision instanceof Decision.Allow)) {
                revocation.revoke(when);
              }
            },
            turn);
      }
    }
  }
}
