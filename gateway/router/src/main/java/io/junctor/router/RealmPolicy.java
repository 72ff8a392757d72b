package io.junctor.router;

import java.util.List;

/**
 * What a realm is told to do with certain URIs, beside permissions.
 *
 * @param history whose events are kept, each topic or pattern once.
 * @param trust how far publications and calls are to be trusted.
 */
public record RealmPolicy(List<HistoryRule> history, List<TrustRule> trust) {

  /** Nothing special. */
  public static final RealmPolicy NONE = new RealmPolicy(List.of(), List.of());

  public RealmPolicy {
    history = List.copyOf(history);
    trust = List.copyOf(trust);
    PatternTable<HistoryRule> seen = new PatternTable<>();
    for (HistoryRule rule : history) {
      if (seen.get(rule.topic(), rule.match()) != null) {
        throw new IllegalArgumentException(
            "history: " + rule.topic() + " (" + rule.match().id() + ") is there twice");
      }
      seen.put(rule.topic(), rule.match(), rule);
    }
  }
}
