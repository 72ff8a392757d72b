package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.uri.MetaUri;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The events the router publishes about itself. Nothing is made for a topic without subscribers.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-meta-api">WAMP: Meta API</a>
 */
@OwnedBy("realm loop")
final class MetaEvents {

  private final Dispatcher dispatcher;
  private final Serializer serializer;

  /**
   * Publishes through the dispatcher.
   *
   * @param serializer the format the events are made in; receivers with another get them
   *     transcoded.
   */
  MetaEvents(Dispatcher dispatcher, Serializer serializer) {
    this.dispatcher = dispatcher;
    this.serializer = serializer;
  }

  /** The format meta events are made in: what browsers, the usual readers, speak. */
  static final Format FORMAT = Format.JSON;

  void joined(Member member, Turn turn) {
    publish(MetaUri.SESSION_ON_JOIN, () -> List.of(member.details().describe()), turn);
  }

  void left(Member member, Turn turn) {
    Identity identity = member.details().identity();
    publish(
        MetaUri.SESSION_ON_LEAVE,
        () -> List.of(member.id(), identity.authid(), identity.authrole()),
        turn);
  }

  void subscriptionCreated(Member member, Subscription subscription, Turn turn) {
    publish(
        MetaUri.SUBSCRIPTION_ON_CREATE,
        () -> List.of(member.id(), describe(subscription, turn)),
        turn);
  }

  void subscribed(Member member, Subscription subscription, Turn turn) {
    publish(MetaUri.SUBSCRIPTION_ON_SUBSCRIBE, () -> ids(member, subscription.id()), turn);
  }

  /** The member was removed; when it was the last one the subscription is gone, too. */
  void unsubscribed(Member member, Subscription subscription, Turn turn) {
    publish(MetaUri.SUBSCRIPTION_ON_UNSUBSCRIBE, () -> ids(member, subscription.id()), turn);
    if (subscription.isEmpty()) {
      publish(MetaUri.SUBSCRIPTION_ON_DELETE, () -> ids(member, subscription.id()), turn);
    }
  }

  void registrationCreated(long session, Registration registration, Turn turn) {
    publish(
        MetaUri.REGISTRATION_ON_CREATE, () -> List.of(session, describe(registration, turn)), turn);
  }

  void registered(long session, Registration registration, Turn turn) {
    publish(MetaUri.REGISTRATION_ON_REGISTER, () -> List.of(session, registration.id()), turn);
  }

  void unregistered(long session, Registration registration, Turn turn) {
    publish(MetaUri.REGISTRATION_ON_UNREGISTER, () -> List.of(session, registration.id()), turn);
  }

  void registrationDeleted(long session, Registration registration, Turn turn) {
    publish(MetaUri.REGISTRATION_ON_DELETE, () -> List.of(session, registration.id()), turn);
  }

  /** {@code SubscriptionDetails} of the specification. */
  static Map<String, Object> describe(Subscription subscription, Turn turn) {
    return Dict.builder()
        .put("id", subscription.id())
        .put("created", turn.told(subscription.created()).toString())
        .put("uri", subscription.topic())
        .put("match", subscription.match().id())
        .build()
        .asMap();
  }

  /** {@code RegistrationDetails} of the specification. */
  static Map<String, Object> describe(Registration registration, Turn turn) {
    return Dict.builder()
        .put("id", registration.id())
        .put("created", turn.told(registration.created()).toString())
        .put("uri", registration.procedure())
        .put("match", registration.match().id())
        .put("invoke", registration.policy().id())
        .build()
        .asMap();
  }

  private static List<Long> ids(Member member, long id) {
    return List.of(member.id(), id);
  }

  /** Publishes positional arguments, which are made only if somebody subscribes. */
  void publish(String topic, Supplier<List<?>> args, Turn turn) {
    if (dispatcher.hasSubscribers(topic)) {
      dispatcher.publishMeta(topic, serializer.payload(args.get(), Map.of()), turn);
    }
  }
}
