package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link StaticAuthorizer} against {@link PolicyOracle}: 100,000 random policies. */
class RandomPoliciesTest {

  private static final int POLICIES = Integer.getInteger("junctor.policies", 100_000);
  private static final int QUESTIONS = 4; // for each policy
  private static final int RULES_MAX = 6;
  private static final int COMPONENTS_MAX = 3;
  private static final long SEED = 20261123;

  /** Rules are written with these; some begin with others, because prefixes are of characters. */
  private static final List<String> WORDS = List.of("a", "ab", "b", "junctor");

  /** The world has more, so that a wildcard matches what no rule names. */
  private static final List<String> WORLD_WORDS = List.of("a", "ab", "abc", "b", "junctor", "z");

  private static final PolicyOracle.World WORLD = new PolicyOracle.World(world());

  private final Random random = new Random(SEED);
  private final TestPeer peer = new TestRealm().join("peer");

  @Test
  void everyAnswerIsTheDocumentedOne() {
    // Given
    Map<PolicyOracle.Verdict, Integer> counts = new EnumMap<>(PolicyOracle.Verdict.class);
    for (int policy = 0; policy < POLICIES; policy++) {
      List<PolicyOracle.Rule> rules = randomRules();
      PolicyOracle oracle = new PolicyOracle(WORLD, rules);
      Action action = random.nextBoolean() ? Action.CALL : Action.SUBSCRIBE;
      Authorizer authorizer = new StaticAuthorizer(Map.of("user", permissions(rules, action)));
      for (int question = 0; question < QUESTIONS; question++) {
        MatchPolicy match = action == Action.CALL ? MatchPolicy.EXACT : randomMatch();
        String uri = randomUri(match);
        // When
        Decision decision = authorizer.decide(peer.details, action, uri, match);
        // Then
        PolicyOracle.Answer expected = oracle.decide(uri, match, action == Action.CALL);
        String text =
            "policy " + policy + " " + rules + " asked " + action + " " + uri + " " + match;
        assertEquals(expected, answer(decision), text);
        assertEquals(decision, authorizer.decide(peer.details, action, uri, match), text);
        counts.merge(expected.verdict(), 1, Integer::sum);
      }
    }
    counts.values().forEach(count -> assertTrue(count > POLICIES / 10, counts::toString));
    assertEquals(3, counts.size());
  }

  private static PolicyOracle.Answer answer(Decision decision) {
    return switch (decision) {
      case Decision.Allow allow -> answer(PolicyOracle.Verdict.ALLOW, allow.disclosure());
      case Decision.Later later -> answer(PolicyOracle.Verdict.ASK, later.disclosure());
      case Decision.Deny _ -> answer(PolicyOracle.Verdict.DENY, null);
    };
  }

  private static PolicyOracle.Answer answer(
      PolicyOracle.Verdict verdict, @Nullable Disclosure disclosure) {
    return new PolicyOracle.Answer(verdict, disclosure);
  }

  private static List<Permission> permissions(List<PolicyOracle.Rule> rules, Action action) {
    List<Permission> permissions = new ArrayList<>();
    for (PolicyOracle.Rule rule : rules) {
      permissions.add(
          new Permission(
              rule.uri(),
              rule.match(),
              rule.verdict() == PolicyOracle.Verdict.ALLOW ? Set.of(action) : Set.of(),
              rule.verdict() == PolicyOracle.Verdict.ASK ? Set.of(action) : Set.of(),
              rule.verdict() == PolicyOracle.Verdict.DENY ? Set.of(action) : Set.of(),
              rule.disclosure()));
    }
    return permissions;
  }

  private List<PolicyOracle.Rule> randomRules() {
    List<PolicyOracle.Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(RULES_MAX + 1); i > 0; i--) {
      MatchPolicy match = randomMatch();
      rules.add(
          new PolicyOracle.Rule(
              randomUri(match),
              match,
              pick(List.of(PolicyOracle.Verdict.values())),
              pick(List.of(Disclosure.values()))));
    }
    return rules;
  }

  private MatchPolicy randomMatch() {
    return pick(List.of(MatchPolicy.values()));
  }

  private String randomUri(MatchPolicy match) {
    List<String> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(COMPONENTS_MAX); i > 0; i--) {
      boolean gap = match == MatchPolicy.WILDCARD && random.nextInt(3) > 0;
      parts.add(gap ? "" : pick(WORDS));
    }
    String uri = String.join(".", parts);
    return match == MatchPolicy.PREFIX ? cut(uri, parts.size()) : uri;
  }

  /** A prefix may end anywhere; not where the world has only one URI to go on with. */
  private String cut(String uri, int components) {
    if (components < COMPONENTS_MAX && random.nextBoolean()) {
      return uri;
    }
    String prefix = uri.substring(0, random.nextInt(uri.length()));
    String last = prefix.substring(prefix.lastIndexOf('.') + 1);
    return "junctor".startsWith(last)
        ? prefix.substring(0, prefix.length() - last.length())
        : prefix;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<String> world() {
    List<String> world = new ArrayList<>();
    List<String> level = List.of("");
    for (int depth = 0; depth <= COMPONENTS_MAX; depth++) {
      List<String> next = new ArrayList<>();
      for (String begin : level) {
        WORLD_WORDS.forEach(word -> next.add(begin.isEmpty() ? word : begin + "." + word));
      }
      world.addAll(next);
      level = next;
    }
    return world;
  }
}
