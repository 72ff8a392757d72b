package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.session.IdGenerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings accepted publications to their subscribers: one EVENT per matching subscription, all with
 * the same publication id, each encoded once however many sessions share the subscription.
 */
@OwnedBy("realm loop")
final class Dispatcher {

  private final IdGenerator ids;
  private final RetainedEvents retained;
  private final Receipts receipts;
  private final Subscriptions subscriptions = new Subscriptions();

  Dispatcher(IdGenerator ids, RetainedEvents retained, Receipts receipts) {
    this.ids = ids;
    this.retained = retained;
    this.receipts = receipts;
  }

  /** All subscriptions of the realm. */
  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** The retained events of the realm. */
  RetainedEvents retained() {
    return retained;
  }

  /** The publications that wait for their receivers. */
  Receipts receipts() {
    return receipts;
  }

  /** Sends an accepted publication to its subscribers, and PUBLISHED to who asked for it. */
  void deliver(Publication publication, Turn turn) {
    if (publication.retain()) {
      retained.put(publication);
    }
    Member publisher = publication.publisher();
    if (publisher != null && Receipts.areWanted(publication)) {
      receipts.await(publication, publisher, whoAcknowledges(publication), turn);
    } else if (publisher != null && publication.acknowledge() != 0) {
      turn.send(publisher, new Published(publication.acknowledge(), publication.id()));
    }
    subscriptions.forEachMatch(
        publication.topic(), subscription -> sendEvent(publication, subscription, turn));
  }

  /** Publishes for the router itself; nothing of it is retained or journalled. */
  void publishMeta(String topic, Payload payload, Turn turn) {
    publishMeta(topic, Audience.EVERYBODY, payload, turn);
  }

  /** Publishes for the router itself, to those who may hear of it. */
  void publishMeta(String topic, Audience audience, Payload payload, Turn turn) {
    Publication publication =
        new Publication(
            ids.next(), topic, null, 0, audience, Dict.EMPTY, false, Dict.EMPTY, payload);
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

  /** The receivers that answer EVENT. */
  private Set<Long> whoAcknowledges(Publication publication) {
    Set<Long> all = new HashSet<>();
    subscriptions.forEachMatch(
        publication.topic(),
        subscription -> {
          for (long session : receivers(publication, subscription)) {
            Member receiver = subscription.subscriber(session);
            if (receiver != null && Receipts.areGivenBy(receiver)) {
              all.add(session);
            }
          }
        });
    return all;
  }

  private static void sendEvent(Publication publication, Subscription subscription, Turn turn) {
    EventHistory history = subscription.history();
    if (history != null) {
      history.add(publication, turn.now());
    }
    List<Long> receivers = receivers(publication, subscription);
    if (!receivers.isEmpty()) {
      Member publisher = publication.publisher();
      long source = publisher == null ? Output.SendAll.NO_PUBLISHER : publisher.id();
      Event event = event(publication, subscription, false);
      turn.out().accept(new Output.SendAll(receivers, event, source));
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

  private static List<Long> receivers(Publication publication, Subscription subscription) {
    List<Long> all = receivers(publication.audience(), subscription);
    Nodes nodes = subscription.nodes();
    if (nodes == null) {
      return all;
    }
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
