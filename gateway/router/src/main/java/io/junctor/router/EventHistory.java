package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The events of one subscription, oldest first, in memory and bounded in number, bytes and age.
 *
 * <p>Who asks sees only what it could have received; the rest does not exist for it. Its own
 * publications it sees, although it was not sent them: the exclusion of a publisher is about the
 * echo.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-history">WAMP: Event
 *     History</a>
 */
@OwnedBy("realm loop")
final class EventHistory {

  /** The objects of an entry, beside topic, payload, details and lists. */
  private static final int ENTRY_BYTES = 128;

  /** An event that is kept. */
  record Entry(Instant time, Publication publication) {}

  private final HistoryRule rule;
  private final Deque<Entry> entries = new ArrayDeque<>(); // oldest first
  private long bytes;

  EventHistory(HistoryRule rule) {
    this.rule = rule;
  }

  // "all events published with Options.exclude|list[int] or Options.eligible|list[int] should be
  // ignored by the Event History mechanism and not be saved at all."
  void add(Publication publication, Instant now) {
    Audience audience = publication.audience();
    long cost = cost(publication);
    if (audience.exclude() != null || audience.eligible() != null || cost > rule.bytesMax()) {
      return;
    }
    // As precise as it is told, so that a time that was read here finds its event again.
    entries.addLast(new Entry(now.truncatedTo(ChronoUnit.MILLIS), publication.kept()));
    bytes += cost;
    trim(now);
  }

  /** What the asker may see of it, oldest first, with the times as they are told. */
  List<Entry> visibleTo(Identity asker, Turn turn) {
    trim(turn.now());
    List<Entry> visible = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.publication().audience().admits(asker)) {
        visible.add(new Entry(turn.told(entry.time()), entry.publication()));
      }
    }
    return visible;
  }

  private void trim(Instant now) {
    Instant oldest = now.minus(rule.ageMax());
    while (entries.size() > rule.eventsMax()
        || bytes > rule.bytesMax()
        || (!entries.isEmpty() && entries.getFirst().time().isBefore(oldest))) {
      bytes -= cost(entries.removeFirst().publication());
    }
  }

  private static long cost(Publication publication) {
    return ENTRY_BYTES + publication.weight();
  }

  /** How many bytes count against the bound. */
  long bytes() {
    return bytes;
  }
}
