package io.junctor.router;

import io.junctor.router.DealerParts.Entries;
import io.junctor.router.DealerParts.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of {@link NaiveDealer} that chooses: the registration of a URI, and its callee. */
final class NaivePicker {

  private final NaiveDealer dealer;
  long random = 500_000; // the ids that TestRealm gives

  NaivePicker(NaiveDealer dealer) {
    this.dealer = dealer;
  }

  @Nullable Entries bestMatch(String uri) {
    return dealer.registrations.stream()
        .filter(one -> rank(one, uri) >= 0)
        .min(
            Comparator.<Entries>comparingInt(one -> rank(one, uri))
                .thenComparing(one -> one.uri, NaivePicker::compare))
        .orElse(null);
  }

  /** 0 exact, 1 prefix of whole components, 2 wildcard, 3 other prefix, -1 no match. */
  private static int rank(Entries one, String uri) {
    return switch (one.match) {
      case "exact" -> one.uri.equals(uri) ? 0 : -1;
      case "prefix" ->
          !uri.startsWith(one.uri) ? -1 : (uri + ".").startsWith(one.uri + ".") ? 1 : 3;
      default -> matches(one.uri.split("\\.", -1), uri.split("\\.", -1)) ? 2 : -1;
    };
  }

  private static boolean matches(String[] pattern, String[] uri) {
    for (int i = 0; i < pattern.length && pattern.length == uri.length; i++) {
      if (!pattern[i].isEmpty() && !pattern[i].equals(uri[i])) {
        return false;
      }
    }
    return pattern.length == uri.length;
  }

  /** Longer prefixes first; of wildcards the one whose first difference is a literal. */
  private static int compare(String one, String other) {
    String[] ones = one.split("\\.", -1);
    String[] others = other.split("\\.", -1);
    for (int i = 0; i < Math.min(ones.length, others.length); i++) {
      if (ones[i].isEmpty() != others[i].isEmpty()) {
        return ones[i].isEmpty() ? 1 : -1;
      }
    }
    return Integer.compare(other.length(), one.length());
  }

  @Nullable Entry pick(Entries entries, List<Entry> refused) {
    List<Entry> eligible = new ArrayList<>();
    for (Entry entry : entries.live()) {
      if (running(entry) < entry.wish.concurrency() && !refused.contains(entry)) {
        eligible.add(entry);
      }
    }
    if (eligible.isEmpty()) {
      return null;
    }
    return switch (entries.invoke) {
      case "single", "first" -> eligible.getFirst();
      case "last" -> eligible.getLast();
      case "random" -> eligible.get((int) (++random % eligible.size()));
      case "roundrobin" -> turn(entries, eligible);
      case "x_least_busy" -> {
        long least = eligible.stream().mapToLong(this::running).min().orElseThrow();
        yield turn(entries, eligible.stream().filter(one -> running(one) == least).toList());
      }
      case "x_lowest_latency" -> {
        double least = eligible.stream().mapToDouble(this::cost).min().orElseThrow();
        yield turn(entries, eligible.stream().filter(one -> cost(one) == least).toList());
      }
      default -> throw new AssertionError(entries.invoke);
    };
  }

  /** The first behind the one that was picked last, or the first of all. */
  private static Entry turn(Entries entries, List<Entry> candidates) {
    Entry entry =
        candidates.stream()
            .filter(one -> one.place > entries.lastPicked)
            .findFirst()
            .orElse(candidates.getFirst());
    entries.lastPicked = entry.place;
    return entry;
  }

  private long running(Entry entry) {
    return dealer.calls.stream().filter(call -> call.entry == entry).count();
  }

  private double cost(Entry entry) {
    long running = running(entry);
    if (entry.latency < 0) {
      return running == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double halfLives = (dealer.nowMillis - entry.measuredAt) * 1e6 / 10e9;
    return entry.latency * Math.pow(0.5, halfLives) * (running + 1);
  }
}
