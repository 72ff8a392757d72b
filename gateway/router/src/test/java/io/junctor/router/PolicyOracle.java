package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the documentation of {@link StaticAuthorizer} says, by listing URIs: a pattern is the set of
 * those of a small world that it matches. Slow, and without any of the code it is compared with.
 */
final class PolicyOracle {

  /** What is decided. */
  enum Verdict {
    ALLOW,
    ASK,
    DENY
  }

  /** One rule about one action. */
  record Rule(String uri, MatchPolicy match, Verdict verdict, Disclosure disclosure) {}

  /** The verdict, and what is disclosed unless it is DENY. */
  record Answer(Verdict verdict, @Nullable Disclosure disclosure) {}

  private static final Answer DENIED = new Answer(Verdict.DENY, null);

  /** Every URI there is; large enough that patterns that differ match different ones. */
  static final class World {
    private final List<String> uris;
    private final Map<String, BitSet> languages = new HashMap<>(); // match and pattern -> its URIs

    World(List<String> uris) {
      this.uris = List.copyOf(uris);
    }

    private BitSet language(String pattern, MatchPolicy match) {
      return languages.computeIfAbsent(
          match + " " + pattern,
          _ -> {
            BitSet found = new BitSet();
            for (int i = 0; i < uris.size(); i++) {
              found.set(i, matches(pattern, match, uris.get(i)));
            }
            return found;
          });
    }
  }

  private final World world;
  private final List<Rule> rules;

  /** An oracle for one role and action. */
  PolicyOracle(World world, List<Rule> rules) {
    this.world = world;
    this.rules = rules;
  }

  Answer decide(String uri, MatchPolicy match, boolean isCall) {
    return match == MatchPolicy.EXACT ? decideUri(uri, isCall) : decidePattern(uri, match);
  }

  private Answer decideUri(String uri, boolean isCall) {
    boolean isManagement = isCall && uri.startsWith("junctor.");
    Rule winner = null;
    for (Rule rule : rules) {
      boolean counts = !isManagement || rule.uri().startsWith("junctor.");
      if (counts && matches(rule.uri(), rule.match(), uri)) {
        winner = winner == null ? rule : winner(winner, rule);
      }
    }
    return answer(winner);
  }

  private Answer decidePattern(String pattern, MatchPolicy match) {
    BitSet language = world.language(pattern, match);
    Rule cover = null;
    for (Rule rule : rules) {
      BitSet outside = (BitSet) language.clone();
      outside.andNot(world.language(rule.uri(), rule.match()));
      if (outside.isEmpty()) {
        cover = cover == null ? rule : winner(cover, rule);
      }
    }
    if (cover == null || cover.verdict() == Verdict.DENY) {
      return DENIED;
    }
    Verdict worst = cover.verdict();
    for (Rule rule : rules) {
      boolean meets = world.language(rule.uri(), rule.match()).intersects(language);
      if (meets && winner(cover, rule) == rule && rule.verdict().compareTo(worst) > 0) {
        worst = rule.verdict();
      }
    }
    return worst == Verdict.DENY ? DENIED : new Answer(worst, cover.disclosure());
  }

  private static Answer answer(@Nullable Rule rule) {
    return rule == null || rule.verdict() == Verdict.DENY
        ? DENIED
        : new Answer(rule.verdict(), rule.disclosure());
  }

  private static boolean matches(String pattern, MatchPolicy match, String uri) {
    return switch (match) {
      case EXACT -> uri.equals(pattern);
      case PREFIX -> uri.regionMatches(0, pattern, 0, pattern.length());
      case WILDCARD -> uri.matches(regex(pattern));
    };
  }

  private static String regex(String wildcard) {
    StringBuilder regex = new StringBuilder();
    for (String part : List.of(wildcard.split("\\.", -1))) {
      regex.append(regex.isEmpty() ? "" : "\\.").append(part.isEmpty() ? "[^.]+" : part);
    }
    return regex.toString();
  }

  /** The documented order, as a sentence of its own for each step. */
  private static Rule winner(Rule a, Rule b) {
    if (a.uri().equals(b.uri()) && a.match() == b.match()) {
      if (a.verdict() != b.verdict()) {
        return a.verdict().ordinal() > b.verdict().ordinal() ? a : b;
      }
      return a.disclosure().ordinal() <= b.disclosure().ordinal() ? a : b;
    }
    if (a.match() == MatchPolicy.EXACT) {
      return a;
    }
    if (b.match() == MatchPolicy.EXACT) {
      return b;
    }
    int beginA = beginning(a);
    int beginB = beginning(b);
    if (beginA != beginB) {
      return beginA > beginB ? a : b;
    }
    if (a.match() != b.match()) {
      return a.match() == MatchPolicy.WILDCARD ? a : b;
    }
    return shape(a.uri()).compareTo(shape(b.uri())) >= 0 ? a : b;
  }

  private static int beginning(Rule rule) {
    if (rule.match() == MatchPolicy.PREFIX) {
      return rule.uri().length();
    }
    int length = 0;
    for (String part : rule.uri().split("\\.", -1)) {
      if (part.isEmpty()) {
        return length;
      }
      length += part.length() + 1;
    }
    return rule.uri().length();
  }

  /** One character for each component: 1 for a literal, 0 for a wildcard. */
  private static String shape(String wildcard) {
    StringBuilder shape = new StringBuilder();
    for (String part : wildcard.split("\\.", -1)) {
      shape.append(part.isEmpty() ? '0' : '1');
    }
    return shape.toString();
  }
}
