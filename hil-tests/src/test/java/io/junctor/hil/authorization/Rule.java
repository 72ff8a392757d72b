package io.junctor.hil.authorization;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** One rule of a role, as the configuration has it. */
record Rule(
    String uri, Match match, Set<Verb> allow, Set<Verb> ask, Set<Verb> deny, Disclose disclose) {

  /** How the URI is compared. */
  enum Match {
    EXACT,
    PREFIX,
    WILDCARD
  }

  /** What rules speak of. */
  enum Verb {
    CALL,
    REGISTER,
    PUBLISH,
    SUBSCRIBE
  }

  /** Whether callers and publishers are named. */
  enum Disclose {
    ALWAYS,
    REQUEST,
    NEVER
  }

  static Rule allow(String uri, Match match, Verb... verbs) {
    return new Rule(uri, match, Set.of(verbs), Set.of(), Set.of(), Disclose.ALWAYS);
  }

  static Rule ask(String uri, Match match, Verb... verbs) {
    return new Rule(uri, match, Set.of(), Set.of(verbs), Set.of(), Disclose.NEVER);
  }

  static Rule deny(String uri, Match match, Verb... verbs) {
    return new Rule(uri, match, Set.of(), Set.of(), Set.of(verbs), Disclose.ALWAYS);
  }

  Rule disclosing(Disclose other) {
    return new Rule(uri, match, allow, ask, deny, other);
  }

  /** As a line of the configuration. */
  String yaml() {
    return "- {uri: \"%s\", match: %s, allow: %s, ask: %s, deny: %s, disclose: %s}"
        .formatted(uri, word(match), words(allow), words(ask), words(deny), word(disclose));
  }

  private static String words(Set<Verb> verbs) {
    return verbs.stream().map(Rule::word).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String yaml(List<Rule> rules) {
    return rules.isEmpty()
        ? " []"
        : rules.stream().map(rule -> "\n    " + rule.yaml()).collect(Collectors.joining());
  }
}
