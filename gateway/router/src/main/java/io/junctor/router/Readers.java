package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the shell what becomes of events for sessions that do not keep up. */
@OwnedBy("realm loop")
final class Readers {

  private final Map<String, ReaderRule> rules = new HashMap<>(); // authrole -> rule

  Readers(List<ReaderRule> rules) {
    rules.forEach(rule -> this.rules.put(rule.authrole(), rule));
  }

  /**
   * What holds for all events of a session: what it has asked for in HELLO, or what its role has.
   *
   * @throws WampError when there is no such policy, or the session may not have it.
   */
  ReaderPolicy ofSession(SessionDetails session) {
    ReaderRule rule = rule(session);
    String asked = session.slowReader();
    return asked == null ? rule.policy() : permitted(asked, rule);
  }

  /** A session joins; {@link #ofSession} has permitted what it asks for. */
  void joined(Member member, Turn turn) {
    ReaderPolicy policy = ofSession(member.details());
    if (policy != ReaderPolicy.DROP_OLDEST) {
      tell(member, Output.Reader.WHOLE_SESSION, policy, rule(member.details()), turn);
    }
  }

  /**
   * What a subscription asks for; null when it does not.
   *
   * @throws WampError when there is no such policy, or the session may not have it.
   */
  @Nullable ReaderPolicy wanted(Member member, Dict options) {
    String id = options.isEmpty() ? null : options.string(ReaderPolicy.OPTION);
    return id == null ? null : permitted(id, rule(member.details()));
  }

  private static ReaderPolicy permitted(String id, ReaderRule rule) {
    ReaderPolicy policy;
    try {
      policy = ReaderPolicy.of(id);
    } catch (IllegalArgumentException e) {
      throw new WampError(ErrorUri.INVALID_ARGUMENT, ReaderPolicy.OPTION + ": " + e.getMessage());
    }
    if (policy != rule.policy() && !rule.allowed().contains(policy)) {
      throw new WampError(
          ErrorUri.OPTION_NOT_ALLOWED,
          "%s: the role %s may not have %s"
              .formatted(ReaderPolicy.OPTION, rule.authrole(), policy.id()));
    }
    return policy;
  }

  /** A subscription begins, or is asked for anew; the policy of the last time counts. */
  void subscribed(Member member, long subscription, @Nullable ReaderPolicy policy, Turn turn) {
    boolean had = member.readerPolicies.contains(subscription);
    if (policy != null) {
      member.readerPolicies.add(subscription);
      tell(member, subscription, policy, rule(member.details()), turn);
    } else if (had) {
      unsubscribed(member, subscription, turn);
    }
  }

  /** A subscription ends, and its session goes on. */
  void unsubscribed(Member member, long subscription, Turn turn) {
    if (member.readerPolicies.remove(subscription)) {
      turn.out()
          .accept(new Output.Reader(member.id(), subscription, null, ReaderPolicy.DROP_OLDEST));
    }
  }

  private static void tell(
      Member member, long subscription, ReaderPolicy policy, ReaderRule rule, Turn turn) {
    turn.out().accept(new Output.Reader(member.id(), subscription, policy, rule.afterBlock()));
  }

  private ReaderRule rule(SessionDetails session) {
    String role = session.identity().authrole();
    ReaderRule rule = rules.get(role);
    return rule == null ? ReaderRule.standard(role) : rule;
  }
}
