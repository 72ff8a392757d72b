package io.junctor.server;

import io.junctor.router.ReaderPolicy;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.MissedEvents;
import io.junctor.wamp.transport.Outgoing;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one reader, in order, with what was lost on the way. Guarded by the outbox's lock.
 */
final class WaitingMessages {

  private final Budget budget;
  private final int sweepAt;
  private final ArrayDeque<Entry> all = new ArrayDeque<>();
  private final ArrayDeque<Entry> events = new ArrayDeque<>(); // those of all, same order
  private @Nullable Map<Topic, Entry> newest; // only of events that newer ones replace
  private int count;
  private long bytes;
  private long droppedSinceDelivery;
  private long dropped;
  private long conflated;

  /** What an event is about: subscriptions to patterns get events of several topics. */
  private record Topic(long subscription, @Nullable String topic) {
    static Topic of(Event event) {
      return new Topic(event.subscription(), event.details().string("topic"));
    }
  }

  private static final class Entry {
    @Nullable Outgoing message; // null once dropped, so that its bytes are free
    int bytes;
    long conflated;
    final ReaderPolicy policy;

    Entry(Outgoing message, int bytes, ReaderPolicy policy) {
      this.message = message;
      this.bytes = bytes;
      this.policy = policy;
    }
  }

  /**
   * Nothing waits.
   *
   * @param budget of all readers together.
   * @param sweepAt how many dropped messages may be left in place.
   */
  WaitingMessages(Budget budget, int sweepAt) {
    this.budget = budget;
    this.sweepAt = sweepAt;
  }

  /** Messages, whoever sent them. */
  int count() {
    return count;
  }

  /** Messages that are no events: answers. */
  int answers() {
    return count - events.size();
  }

  long bytes() {
    return bytes;
  }

  /** Nothing is kept, and nothing was dropped that the reader has not heard of. */
  boolean isClear() {
    return all.isEmpty() && droppedSinceDelivery == 0;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  long dropped() {
    return dropped;
  }

  long conflated() {
    return conflated;
  }

  /** What is kept in memory: messages that wait, and dropped ones not swept yet. */
  int entries() {
    return all.size();
  }

  /**
   * Appends a message; one that keeps the newest takes the place of the one that waits.
   *
   * @param policy of an event; anything for an answer.
   * @return whether one was replaced, which its reader will not see.
   */
  boolean add(Outgoing message, int size, ReaderPolicy policy) {
    if (!(message.message() instanceof Event event)) {
      append(new Entry(message, size, policy));
      return false;
    }
    if (policy == ReaderPolicy.KEEP_NEWEST) {
      if (newest == null) {
        newest = new HashMap<>();
      }
      Entry older = newest.get(Topic.of(event));
      if (older != null) {
        replace(older, message, size);
        return true;
      }
    }
    Entry entry = new Entry(message, size, policy);
    append(entry);
    events.add(entry);
    if (policy == ReaderPolicy.KEEP_NEWEST && newest != null) {
      newest.put(Topic.of(event), entry);
    }
    return false;
  }

  private void append(Entry entry) {
    all.add(entry);
    count++;
    countBytes(entry.bytes);
  }

  private void replace(Entry older, Outgoing message, int size) {
    countBytes(size - (long) older.bytes);
    older.message = message;
    older.bytes = size;
    older.conflated++;
    conflated++;
  }

  /** The policy of the oldest event that may go; null when there is none. */
  @Nullable ReaderPolicy oldest(Predicate<ReaderPolicy> mayGo) {
    Entry entry = find(mayGo);
    return entry == null ? null : entry.policy;
  }

  /** Drops the oldest event that may go. */
  void dropOldest(Predicate<ReaderPolicy> mayGo) {
    Entry entry = find(mayGo);
    if (entry == null) {
      throw new IllegalStateException("no event to drop");
    }
    events.removeFirstOccurrence(entry);
    drop(entry);
  }

  private @Nullable Entry find(Predicate<ReaderPolicy> mayGo) {
    for (Entry entry : events) {
      if (mayGo.test(entry.policy)) {
        return entry;
      }
    }
    return null;
  }

  private void drop(Entry event) {
    forgetNewest(event);
    event.message = null; // it stays in place as a tombstone until the drain passes it
    count--;
    countBytes(-event.bytes);
    droppedSinceDelivery++;
    dropped++;
    while (!all.isEmpty() && all.peek().message == null) {
      all.remove();
    }
    // behind an answer that waits they would stay for ever: sweep when as many as may wait are dead
    if (all.size() - count >= sweepAt) {
      all.removeIf(entry -> entry.message == null);
    }
  }

  /** Drops all events. */
  void dropEvents() {
    while (!events.isEmpty()) {
      drop(events.remove());
    }
  }

  /** Takes the oldest message, with what the reader has to hear of; null when none waits. */
  @Nullable Outgoing next() {
    while (!all.isEmpty()) {
      Entry entry = all.remove();
      Outgoing message = entry.message;
      if (message != null) {
        count--;
        countBytes(-entry.bytes);
        return message.message() instanceof Event event ? next(entry, message, event) : message;
      }
    }
    return null;
  }

  private Outgoing next(Entry entry, Outgoing message, Event event) {
    events.remove();
    forgetNewest(entry);
    if (droppedSinceDelivery == 0 && entry.conflated == 0) {
      return message;
    }
    Dict details = new MissedEvents(droppedSinceDelivery, entry.conflated).in(event.details());
    droppedSinceDelivery = 0;
    return new Outgoing(
        new Event(event.subscription(), event.publication(), details, event.payload()));
  }

  private void forgetNewest(Entry entry) {
    if (newest != null
        && entry.policy == ReaderPolicy.KEEP_NEWEST
        && entry.message != null
        && entry.message.message() instanceof Event event) {
      newest.remove(Topic.of(event));
    }
  }

  /** Nothing waits any more. */
  void clear() {
    all.clear();
    events.clear();
    newest = null;
    count = 0;
    countBytes(-bytes);
  }

  private void countBytes(long more) {
    bytes += more;
    budget.take(more);
  }
}
