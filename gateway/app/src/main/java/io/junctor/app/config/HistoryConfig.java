package io.junctor.app.config;

import io.junctor.app.config.RuleConfig.Match;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A topic or pattern whose events are kept in memory, so that clients can ask for them with {@code
 * wamp.subscription.get_events}. What is reached first of the three bounds takes the oldest away.
 *
 * @param uri the topic or pattern. Required.
 * @param match how it is compared. Default {@code exact}.
 * @param events how many are kept, range [1, 100000]. Default 1000.
 * @param kilobytes how much memory they may take, range [1, 16384]; that is also the bound for all
 *     entries of all realms together. Default 512: a thousand readings with their times.
 * @param age how long they are kept. Default {@code 24h}.
 */
public record HistoryConfig(
    String uri, Match match, Integer events, Integer kilobytes, Duration age) {

  /** For all entries of all realms together: an eighth of the heap that the product runs with. */
  public static final int KILOBYTES_MAX = 16_384;

  private static final int EVENTS_DEFAULT = 1000;
  private static final int EVENTS_MAX = 100_000;
  private static final int KILOBYTES_DEFAULT = 512;
  private static final Duration AGE_DEFAULT = Duration.ofHours(24);

  public HistoryConfig(
      @Nullable String uri,
      @Nullable Match match,
      @Nullable Integer events,
      @Nullable Integer kilobytes,
      @Nullable Duration age) {
    PatternConfig pattern = new PatternConfig(uri, match, null);
    this.uri = pattern.uri();
    this.match = pattern.match();
    this.events = events == null ? EVENTS_DEFAULT : events;
    this.kilobytes = kilobytes == null ? KILOBYTES_DEFAULT : kilobytes;
    this.age = age == null ? AGE_DEFAULT : age;
    requireRange("events", this.events, EVENTS_MAX);
    requireRange("kilobytes", this.kilobytes, KILOBYTES_MAX);
    if (!this.age.isPositive()) {
      throw new IllegalArgumentException("age: expected more than 0, got " + this.age);
    }
    pattern.requireUri();
  }

  /** The memory that entries may take together. */
  public static int kilobytes(List<HistoryConfig> entries) {
    return entries.stream().mapToInt(HistoryConfig::kilobytes).sum();
  }

  /** The same topic or pattern twice would have two bounds. */
  static void requireOnce(List<HistoryConfig> entries) {
    Set<String> seen = new HashSet<>();
    for (HistoryConfig entry : entries) {
      if (!seen.add(entry.match() + " " + entry.uri())) {
        throw new IllegalArgumentException(
            "history: expected each uri once, got " + entry.uri() + " twice");
      }
    }
  }

  private static void requireRange(String key, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException("%s: expected 1 to %d, got %d".formatted(key, max, value));
    }
  }
}
