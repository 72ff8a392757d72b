package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A topic or pattern that somebody subscribed to, with all its subscribers: they share the id. */
@OwnedBy("realm loop")
final class Subscription {

  private final long id;
  private final String topic;
  private final MatchPolicy match;
  private final Instant created;
  private final Map<Long, Member> subscribers = new LinkedHashMap<>(); // session -> subscriber
  private final @Nullable EventHistory history;
  private @Nullable Nodes nodes; // null: nobody has a node key
  private @Nullable List<Long> sessions; // the keys of subscribers; null after a change

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

  boolean add(Member member) {
    sessions = null;
    return subscribers.put(member.id(), member) == null;
  }

  void remove(Member member) {
    sessions = null;
    subscribers.remove(member.id());
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
    return subscribers.containsKey(session);
  }

  /** The subscriber with that session id; null when it is none. */
  @Nullable Member subscriber(long session) {
    return subscribers.get(session);
  }

  boolean isEmpty() {
    return subscribers.isEmpty();
  }

  Collection<Member> subscribers() {
    return subscribers.values();
  }

  /** The ids of all subscribers; the same list until somebody comes or goes. */
  List<Long> sessions() {
    List<Long> list = sessions;
    if (list == null) {
      list = List.copyOf(subscribers.keySet());
      sessions = list;
    }
    return list;
  }
}
