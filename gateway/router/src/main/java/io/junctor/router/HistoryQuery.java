package io.junctor.router;

import io.junctor.router.EventHistory.Entry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The filters of {@code wamp.subscription.get_events}; null where one is absent. All that are given
 * must hold.
 *
 * @param reverse newest first.
 * @param limit how many events at most.
 */
record HistoryQuery(
    boolean reverse,
    @Nullable Long limit,
    @Nullable Instant fromTime,
    @Nullable Instant afterTime,
    @Nullable Instant beforeTime,
    @Nullable Instant untilTime,
    @Nullable String topic,
    @Nullable Long fromPublication,
    @Nullable Long afterPublication,
    @Nullable Long beforePublication,
    @Nullable Long untilPublication) {

  /** Reads the keyword arguments; one that is not known is ignored, as everywhere in WAMP. */
  static HistoryQuery of(MetaCall call) {
    Long limit = call.keywordInteger("limit");
    if (limit != null && limit < 1) {
      throw call.invalid("limit: expected a positive integer, got " + limit);
    }
    return new HistoryQuery(
        call.keywordBool("reverse"),
        limit,
        time(call, "from_time"),
        time(call, "after_time"),
        time(call, "before_time"),
        time(call, "until_time"),
        call.keywordString("topic"),
        call.keywordInteger("from_publication"),
        call.keywordInteger("after_publication"),
        call.keywordInteger("before_publication"),
        call.keywordInteger("until_publication"));
  }

  private static @Nullable Instant time(MetaCall call, String key) {
    String text = call.keywordString(key);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      throw call.invalid(key + ": expected an RFC 3339 timestamp, got " + text);
    }
  }

  /**
   * The events that fit, in the order that is asked for; {@link #limit} is left to the caller.
   *
   * @param events what the asker may see, oldest first.
   */
  List<Entry> select(List<Entry> events) {
    int from = Math.max(start(events, fromPublication, 0), start(events, afterPublication, 1));
    int to = Math.min(end(events, beforePublication, 0), end(events, untilPublication, 1));
    if (from >= to) {
      return List.of();
    }
    List<Entry> range = events.subList(from, to);
    return (reverse ? range.reversed() : range).stream().filter(this::fits).toList();
  }

  // An event that is not kept has no place in the order: nothing is known to be before or after it.
  private static int start(List<Entry> events, @Nullable Long publication, int offset) {
    if (publication == null) {
      return 0;
    }
    int index = indexOf(events, publication);
    return index < 0 ? Integer.MAX_VALUE : index + offset;
  }

  private static int end(List<Entry> events, @Nullable Long publication, int offset) {
    if (publication == null) {
      return events.size();
    }
    int index = indexOf(events, publication);
    return index < 0 ? -1 : index + offset;
  }

  private static int indexOf(List<Entry> events, long publication) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).publication().id() == publication) {
        return i;
      }
    }
    return -1;
  }

  private boolean fits(Entry entry) {
    Instant time = entry.time();
    return (fromTime == null || !time.isBefore(fromTime))
        && (afterTime == null || time.isAfter(afterTime))
        && (beforeTime == null || time.isBefore(beforeTime))
        && (untilTime == null || !time.isAfter(untilTime))
        && (topic == null || topic.equals(entry.publication().topic()));
  }
}
