package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.session.IdGenerator;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings accepted publications to their subscribers: one EVENT per matching subscription, all with
 * the same publication id, each encoded once however many sessions share the subscription.
 */
@OwnedBy("realm loop")
final class Dispatcher {

  private final IdGenerator ids;
  private final RetainedEvents retained;
  private final PatternTable<Subscription> subscriptions = new PatternTable<>();

  Dispatcher(IdGenerator ids, RetainedEvents retained) {
    this.ids = ids;
    this.retained = retained;
  }

  /** All subscriptions of the realm. */
  PatternTable<Subscription> subscriptions() {
    return subscriptions;
  }

  /** The retained events of the realm. */
  RetainedEvents retained() {
    return retained;
  }

  /** Sends an accepted publication to its subscribers, and PUBLISHED to who asked for it. */
  void deliver(Publication publication, Turn turn) {
    if (publication.retain()) {
      retained.put(publication);
    }
    Member publisher = publication.publisher();
    if (publisher != null && publication.acknowledge() != 0) {
      turn.send(publisher, new Published(publication.acknowledge(), publication.id()));
    }
    subscriptions.forEachMatch(
        publication.topic(), subscription -> sendEvent(publication, subscription, turn));
  }

  /** Publishes for the router itself; nothing of it is retained or journalled. */
  void publishMeta(String topic, Payload payload, Turn turn) {
    Publication publication =
        new Publication(
            ids.next(), topic, null, 0, Audience.EVERYBODY, Dict.EMPTY, false, Dict.EMPTY, payload);
    deliver(publication, turn);
  }

  /** Whether anybody would receive a publication to the topic. */
  boolean hasSubscribers(String topic) {
    boolean[] found = {false};
    subscriptions.forEachMatch(topic, _ -> found[0] = true);
    return found[0];
  }

  // "The Broker MUST NOT send the Subscriber a Retained Event that they would not be eligible to
  // receive if they were subscribing when it was published."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-event-retention
  void sendRetained(Member member, Subscription subscription, Turn turn) {
    retained.forEachMatch(
        subscription.topic(),
        subscription.match(),
        member.details(),
        publication -> turn.send(member, event(publication, subscription, true)));
  }

  private static void sendEvent(Publication publication, Subscription subscription, Turn turn) {
    EventHistory history = subscription.history();
    if (history != null) {
      history.add(publication, turn.now());
    }
    Nodes nodes = subscription.nodes();
    List<Long> receivers =
        nodes == null
            ? receivers(publication.audience(), subscription)
            : receivers(publication, subscription, nodes);
    if (!receivers.isEmpty()) {
      turn.out().accept(new Output.SendAll(receivers, event(publication, subscription, false)));
    }
  }

  private static List<Long> receivers(Audience audience, Subscription subscription) {
    if (audience.isUnlisted() && !subscription.has(audience.excludedPublisher())) {
      return subscription.sessions();
    }
    List<Long> receivers = new ArrayList<>();
    for (Member subscriber : subscription.subscribers()) {
      if (audience.admits(subscriber.details())) {
        receivers.add(subscriber.id());
      }
    }
    return List.copyOf(receivers);
  }

  private static List<Long> receivers(
      Publication publication, Subscription subscription, Nodes nodes) {
    List<Long> all = receivers(publication.audience(), subscription);
    String resource = publication.options().string(Broker.RESOURCE_KEY);
    if (resource == null) {
      return all;
    }
    String node = nodes.nodeOf(resource);
    return all.stream().filter(session -> nodes.takes(session, node)).toList();
  }

  private static Event event(Publication publication, Subscription subscription, boolean retained) {
    return new Event(
        subscription.id(),
        publication.id(),
        publication.eventDetails(subscription, retained),
        publication.payload());
  }
}
