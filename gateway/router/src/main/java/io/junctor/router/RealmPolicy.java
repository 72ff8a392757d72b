package io.junctor.router;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a realm is told to do with certain URIs and sessions, beside permissions.
 *
 * @param history whose events are kept, each topic or pattern once.
 * @param trust how far publications and calls are to be trusted.
 * @param readers what becomes of events for sessions that do not keep up, each role once.
 */
public record RealmPolicy(
    List<HistoryRule> history, List<TrustRule> trust, List<ReaderRule> readers) {

  /** Nothing special. */
  public static final RealmPolicy NONE = new RealmPolicy(List.of(), List.of());

  /** The usual for sessions that do not keep up. */
  public RealmPolicy(List<HistoryRule> history, List<TrustRule> trust) {
    this(history, trust, List.of());
  }

  public RealmPolicy {
    readers = List.copyOf(readers);
    Set<String> roles = new HashSet<>();
    for (ReaderRule rule : readers) {
      if (!roles.add(rule.authrole())) {
        throw new IllegalArgumentException(
            "readers: the role " + rule.authrole() + " is there twice");
      }
    }
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
