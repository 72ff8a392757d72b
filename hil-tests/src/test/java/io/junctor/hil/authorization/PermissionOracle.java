package io.junctor.hil.authorization;

import io.junctor.hil.authorization.Rule.Disclose;
import io.junctor.hil.authorization.Rule.Match;
import io.junctor.hil.authorization.Rule.Verb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What a role may do by the documented rules. A pattern stands for the URIs of a small world that
 * it matches; what is asked about is decided by who would be asked.
 */
final class PermissionOracle {

  /** What comes of a request. */
  enum Outcome {
    /** It is carried out, or fails for a reason that has nothing to do with permission. */
    PERMITTED,
    /** {@code wamp.error.not_authorized}. */
    DENIED,
    /** {@code wamp.error.option_disallowed.disclose_me}: it may, but not be named. */
    UNDISCLOSED,
    /** {@code wamp.error.invalid_uri}: the router's own, for nobody. */
    RESERVED
  }

  private final List<String> world;
  private final BiPredicate<String, Verb> judge;
  private final Map<String, Set<String>> languages = new HashMap<>(); // pattern -> what it matches

  /**
   * An oracle.
   *
   * @param world every URI there is, beside the router's own.
   * @param judge what the authorizer procedure says, given URI and action; it never discloses.
   */
  PermissionOracle(List<String> world, BiPredicate<String, Verb> judge) {
    this.world = List.copyOf(world);
    this.judge = judge;
  }

  Outcome outcome(List<Rule> role, Verb verb, String uri, Match match, boolean discloseMe) {
    boolean own = uri.startsWith("wamp.") || uri.startsWith("junctor.");
    if (own && (verb == Verb.PUBLISH || verb == Verb.REGISTER)) {
      return Outcome.RESERVED;
    }
    List<Rule> speaking = role.stream().filter(rule -> speaksOf(rule, verb)).toList();
    return match == Match.EXACT
        ? outcomeOfUri(speaking, verb, uri, discloseMe)
        : outcomeOfPattern(speaking, verb, uri, match);
  }

  private Outcome outcomeOfUri(List<Rule> rules, Verb verb, String uri, boolean discloseMe) {
    boolean managesRouter = verb == Verb.CALL && uri.startsWith("junctor.");
    List<Rule> matching = new ArrayList<>();
    for (Rule rule : rules) {
      if (matches(rule.uri(), rule.match(), uri)
          && (!managesRouter || rule.uri().startsWith("junctor."))) {
        matching.add(rule);
      }
    }
    Rule winner = matching.stream().max(BY_SPECIFICITY).orElse(null);
    if (winner == null || winner.deny().contains(verb)) {
      return Outcome.DENIED;
    }
    Disclose disclose = winner.disclose();
    if (winner.ask().contains(verb)) {
      if (!judge.test(uri, verb)) {
        return Outcome.DENIED;
      }
      disclose = Disclose.NEVER;
    }
    boolean answeredByRouter = verb == Verb.CALL && (managesRouter || uri.startsWith("wamp."));
    return discloseMe && disclose == Disclose.NEVER && !answeredByRouter
        ? Outcome.UNDISCLOSED
        : Outcome.PERMITTED;
  }

  private Outcome outcomeOfPattern(List<Rule> rules, Verb verb, String pattern, Match match) {
    Set<String> all = language(pattern, match);
    Rule cover =
        rules.stream()
            .filter(rule -> language(rule.uri(), rule.match()).containsAll(all))
            .max(BY_SPECIFICITY)
            .orElse(null);
    if (cover == null || cover.deny().contains(verb)) {
      return Outcome.DENIED;
    }
    boolean asks = cover.ask().contains(verb);
    for (Rule rule : rules) {
      boolean takesPart = language(rule.uri(), rule.match()).stream().anyMatch(all::contains);
      if (takesPart && BY_SPECIFICITY.compare(rule, cover) > 0) {
        if (rule.deny().contains(verb)) {
          return Outcome.DENIED;
        }
        asks |= rule.ask().contains(verb);
      }
    }
    return !asks || judge.test(pattern, verb) ? Outcome.PERMITTED : Outcome.DENIED;
  }

  private static boolean speaksOf(Rule rule, Verb verb) {
    return rule.allow().contains(verb) || rule.ask().contains(verb) || rule.deny().contains(verb);
  }

  // --- "the most specific one decides, wherever it stands" ---

  private static final Comparator<Rule> BY_SPECIFICITY =
      Comparator.comparing((Rule rule) -> rule.match() == Match.EXACT)
          .thenComparing(PermissionOracle::beginning)
          .thenComparing((Rule rule) -> rule.match() == Match.WILDCARD)
          .thenComparing(PermissionOracle::shape);

  /** Characters before the first wildcard. */
  private static int beginning(Rule rule) {
    if (rule.match() != Match.WILDCARD) {
      return rule.uri().length();
    }
    int at = 0;
    for (String part : rule.uri().split("\\.", -1)) {
      if (part.isEmpty()) {
        return at;
      }
      at += part.length() + 1;
    }
    return rule.uri().length();
  }

  /** A letter for each component, the later one for a literal; the same for what is no wildcard. */
  private static String shape(Rule rule) {
    if (rule.match() != Match.WILDCARD) {
      return "";
    }
    StringBuilder shape = new StringBuilder();
    for (String part : rule.uri().split("\\.", -1)) {
      shape.append(part.isEmpty() ? 'a' : 'b');
    }
    return shape.toString();
  }

  private Set<String> language(String pattern, Match match) {
    return languages.computeIfAbsent(
        match + " " + pattern,
        _ -> {
          Set<String> found = new HashSet<>();
          for (String uri : world) {
            if (matches(pattern, match, uri)) {
              found.add(uri);
            }
          }
          return found;
        });
  }

  private static boolean matches(String pattern, Match match, String uri) {
    return switch (match) {
      case EXACT -> uri.equals(pattern);
      case PREFIX -> uri.startsWith(pattern);
      case WILDCARD -> matchesWildcard(pattern.split("\\.", -1), uri.split("\\.", -1));
    };
  }

  private static boolean matchesWildcard(String[] pattern, String[] uri) {
    if (pattern.length != uri.length) {
      return false;
    }
    for (int i = 0; i < uri.length; i++) {
      if (!pattern[i].isEmpty() && !pattern[i].equals(uri[i])) {
        return false;
      }
    }
    return true;
  }
}
