package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic or pattern that somebody subscribed to, with all its subscribers: they share the id.
 *
 * <p>Most have one subscriber, and there may be a hundred thousand of them: that one stands in the
 * fields, so that an event for it needs no look into a table that is in no cache.
 */
@OwnedBy("realm loop")
final class Subscription {

  private final long id;
  private final String topic;
  private final MatchPolicy match;
  private final Instant created;
  private final @Nullable EventHistory history;
  private @Nullable Member only; // null: nobody, or several
  private long onlySession; // the id of the only one
  private @Nullable Map<Long, Member> several; // session -> subscriber; null: one at most
  private @Nullable Nodes nodes; // null: nobody has a node key
  private @Nullable List<Long> sessions; // the keys of several; null after a change

  /**
   * Without subscribers.
   *
   * @param history keeps its events; then it stays also without subscribers. Null for none.
   */
  Subscription(
      long id, String topic, MatchPolicy match, Instant created, @Nullable EventHistory history) {
    this.id = id;
    this.topic = topic;
    this.match = match;
    this.created = created;
    this.history = history;
  }

  long id() {
    return id;
  }

  String topic() {
    return topic;
  }

  MatchPolicy match() {
    return match;
  }

  Instant created() {
    return created;
  }

  /** Its events; null when they are not kept. */
  @Nullable EventHistory history() {
    return history;
  }

  /** Whether EVENT has to name the topic. */
  boolean isPattern() {
    return match != MatchPolicy.EXACT;
  }

  void add(Member member) {
    sessions = null;
    Member first = only;
    if (several != null) {
      several.put(member.id(), member);
    } else if (first == null || onlySession == member.id()) {
      only = member;
      onlySession = member.id();
    } else {
      several = new LinkedHashMap<>();
      several.put(onlySession, first);
      several.put(member.id(), member);
      only = null;
    }
  }

  void remove(Member member) {
    sessions = null;
    if (several != null) {
      several.remove(member.id());
      several = several.isEmpty() ? null : several;
    } else if (has(member.id())) {
      only = null;
    }
    setNode(member, null);
  }

  /** Sets the node key of a subscriber; null when it has none. */
  void setNode(Member member, @Nullable String node) {
    if (nodes == null && node != null) {
      nodes = new Nodes();
    }
    if (nodes != null) {
      nodes.set(member.id(), node);
      nodes = nodes.isEmpty() ? null : nodes;
    }
  }

  /** The node keys of the subscribers; null when none has one. */
  @Nullable Nodes nodes() {
    return nodes;
  }

  boolean has(long session) {
    return several == null ? only != null && onlySession == session : several.containsKey(session);
  }

  /** The subscriber with that session id; null when it is none. */
  @Nullable Member subscriber(long session) {
    if (several != null) {
      return several.get(session);
    }
    return has(session) ? only : null;
  }

  boolean isEmpty() {
    return only == null && several == null;
  }

  Collection<Member> subscribers() {
    if (several != null) {
      return several.values();
    }
    return only == null ? List.of() : List.of(only);
  }

  /** The ids of all subscribers; of several the same list until somebody comes or goes. */
  List<Long> sessions() {
    if (several == null) {
      return only == null ? List.of() : List.of(onlySession);
    }
    List<Long> list = sessions;
    if (list == null) {
      list = List.copyOf(several.keySet());
      sessions = list;
    }
    return list;
  }
}
