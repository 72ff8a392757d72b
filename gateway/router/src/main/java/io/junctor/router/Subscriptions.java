package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions of a realm, by topic or pattern and by id. */
@OwnedBy("realm loop")
final class Subscriptions {

  private final PatternTable<Subscription> table = new PatternTable<>();
  private final Map<Long, Subscription> byId = new LinkedHashMap<>(); // id -> subscription

  void add(Subscription subscription) {
    table.put(subscription.topic(), subscription.match(), subscription);
    byId.put(subscription.id(), subscription);
  }

  void remove(Subscription subscription) {
    table.remove(subscription.topic(), subscription.match());
    byId.remove(subscription.id());
  }

  /** The one of exactly this topic or pattern; null when there is none. */
  @Nullable Subscription get(String topic, MatchPolicy match) {
    return table.get(topic, match);
  }

  /** The one with the id; null when there is none. */
  @Nullable Subscription find(long id) {
    return byId.get(id);
  }

  /** Hands over all that match: exact, prefixes, wildcards. */
  void forEachMatch(String topic, Consumer<? super Subscription> action) {
    table.forEachMatch(topic, action);
  }

  /** All of them, in the order they were made. */
  Collection<Subscription> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** How many there are. */
  int size() {
    return byId.size();
  }
}
