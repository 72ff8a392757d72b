package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import java.time.Duration;

/**
 * A subscription whose events the realm keeps, so that they can be asked for later. It exists from
 * the first session on, also without subscribers. What is reached first of the three bounds takes
 * the oldest events away.
 *
 * @param topic the topic or pattern.
 * @param match how a pattern is compared.
 * @param eventsMax how many events are kept, range [1, 100,000].
 * @param bytesMax how many bytes they may take; an event that is larger alone is not kept.
 * @param ageMax how long they are kept, more than zero.
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-history">WAMP: Event
 *     History</a>
 */
public record HistoryRule(
    String topic, MatchPolicy match, int eventsMax, long bytesMax, Duration ageMax) {

  /** A query looks at every event that is kept: this many take a Raspberry Pi some 10 ms. */
  public static final int EVENTS_MAX = 100_000;

  public HistoryRule {
    if (!Uri.isValid(topic, match, Uri.Rule.LOOSE)) {
      throw new IllegalArgumentException(
          "history: expected a topic to be matched by " + match.id() + ", got \"" + topic + "\"");
    }
    if (eventsMax < 1 || eventsMax > EVENTS_MAX) {
      throw new IllegalArgumentException(
          "history of " + topic + ": expected 1.." + EVENTS_MAX + " events, got " + eventsMax);
    }
    if (bytesMax < 1) {
      throw new IllegalArgumentException(
          "history of " + topic + ": expected 1 byte or more, got " + bytesMax);
    }
    if (!ageMax.isPositive()) {
      throw new IllegalArgumentException(
          "history of " + topic + ": expected an age above zero, got " + ageMax);
    }
  }
}
