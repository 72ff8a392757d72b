package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules of one role, as {@link StaticAuthorizer} says, and answers given before. */
@OwnedBy("realm loop")
final class RoleRules {

  /** Answers kept for each action: the topics of a large plant; about 200 bytes each. */
  private static final int ANSWERS_MAX = 1024;

  /** Longer URIs are looked up each time, so that a peer cannot fill memory with them. */
  private static final int ANSWER_CHARACTERS_MAX = 255;

  private final String role;
  private final @Nullable String authorizerProcedure;
  private final Map<Action, Rules> rules = new EnumMap<>(Action.class);

  RoleRules(String role, List<Permission> permissions, @Nullable String authorizerProcedure) {
    this.role = role;
    this.authorizerProcedure = authorizerProcedure;
    for (Permission permission : permissions) {
      add(permission, permission.allow(), Effect.ALLOW);
      add(permission, permission.ask(), Effect.ASK);
      add(permission, permission.deny(), Effect.DENY);
    }
  }

  private void add(Permission permission, Set<Action> actions, Effect effect) {
    for (Action action : actions) {
      rules
          .computeIfAbsent(action, _ -> new Rules())
          .add(new Rule(permission.uri(), permission.match(), effect, permission.disclosure()));
    }
  }

  Decision decide(Action action, String uri, MatchPolicy match) {
    Rules ofAction = rules.get(action);
    if (ofAction == null) {
      return StaticAuthorizer.denied(role, action, uri, "");
    }
    return match == MatchPolicy.EXACT
        ? decideUri(ofAction, action, uri)
        : decidePattern(ofAction, action, uri, match);
  }

  private Decision decideUri(Rules ofAction, Action action, String uri) {
    Decision known = ofAction.answers.get(uri);
    if (known != null) {
      return known;
    }
    Rule rule = ofAction.mostSpecific(uri, counting(action, uri));
    if (rule == null || rule.effect() == Effect.DENY) {
      return StaticAuthorizer.denied(role, action, uri, "");
    }
    Decision decision = rule.decision();
    ofAction.remember(uri, decision);
    return decision;
  }

  /** Which rules count: about what gives power over the router, only those that name it. */
  private Predicate<Rule> counting(Action action, String uri) {
    if (action == Action.CALL && Uris.isAdministration(uri)) {
      return rule -> Uris.isAdministration(rule.uri());
    }
    if (action == Action.REGISTER && uri.equals(authorizerProcedure)) {
      return rule -> rule.match() == MatchPolicy.EXACT;
    }
    return _ -> true;
  }

  private Decision decidePattern(Rules ofAction, Action action, String pattern, MatchPolicy match) {
    Rule cover = ofAction.mostSpecificCover(pattern, match);
    if (cover == null || cover.effect() == Effect.DENY) {
      return StaticAuthorizer.denied(role, action, pattern, " (" + match.id() + ")");
    }
    Decision decision = cover.decision();
    for (Rule rule : ofAction.list) {
      if (rule.effect() != Effect.ALLOW
          && rule.isMoreSpecificThan(cover)
          && Uris.overlap(rule.uri(), rule.match(), pattern, match)) {
        if (rule.effect() == Effect.DENY) {
          String part = ": " + rule.uri() + " (" + rule.match().id() + ") is denied";
          return StaticAuthorizer.denied(role, action, pattern, part);
        }
        decision = new Decision.Later(cover.disclosure());
      }
    }
    return decision;
  }

  /** What a rule says, mildest first. */
  private enum Effect {
    ALLOW,
    ASK,
    DENY
  }

  private record Rule(String uri, MatchPolicy match, Effect effect, Disclosure disclosure) {

    boolean isMoreSpecificThan(Rule other) {
      return Specificity.compare(uri, match, other.uri, other.match) > 0;
    }

    Decision decision() {
      return effect == Effect.ASK ? new Decision.Later(disclosure) : new Decision.Allow(disclosure);
    }

    /** Of two rules for the same URI and match the stricter one. */
    Rule stricter(Rule other) {
      int effects = effect.compareTo(other.effect);
      if (effects != 0) {
        return effects > 0 ? this : other;
      }
      return disclosure.compareTo(other.disclosure) <= 0 ? this : other;
    }
  }

  /** What is said about one action. */
  private static final class Rules {
    private final PatternTable<Rule> table = new PatternTable<>(); // for URIs
    private final List<Rule> list = new ArrayList<>(); // for patterns
    private final Map<String, Decision> answers = new HashMap<>(); // URI -> no denial

    void add(Rule rule) {
      Rule old = table.get(rule.uri(), rule.match());
      Rule kept = old == null ? rule : old.stricter(rule);
      if (old != null) {
        list.remove(old);
      }
      list.add(kept);
      table.put(kept.uri(), kept.match(), kept);
    }

    @Nullable Rule mostSpecific(String uri, Predicate<Rule> counts) {
      Rule[] found = new Rule[1];
      table.forEachMatch(
          uri,
          rule -> {
            if (counts.test(rule) && (found[0] == null || rule.isMoreSpecificThan(found[0]))) {
              found[0] = rule;
            }
          });
      return found[0];
    }

    @Nullable Rule mostSpecificCover(String pattern, MatchPolicy match) {
      Rule found = null;
      for (Rule rule : list) {
        if (Uris.covers(rule.uri(), rule.match(), pattern, match)
            && (found == null || rule.isMoreSpecificThan(found))) {
          found = rule;
        }
      }
      return found;
    }

    void remember(String uri, Decision decision) {
      if (uri.length() > ANSWER_CHARACTERS_MAX) {
        return;
      }
      if (answers.size() >= ANSWERS_MAX) {
        answers.clear(); // rare, and what is in use comes back with its next message
      }
      answers.put(uri, decision);
    }
  }
}
