package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.IdGenerator;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The broker of a realm: who subscribes to what, and which publications are accepted. Permissions
 * were checked before; a refusal here is thrown as {@link WampError}. The way to the subscribers is
 * in {@link Dispatcher}.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-publish-and-subscribe-3">WAMP:
 *     Publish and Subscribe</a>
 */
@OwnedBy("realm loop")
final class Broker {

  /** PUBLISH.Options of sharded subscriptions: what the event is about. */
  static final String RESOURCE_KEY = "rkey";

  /** SUBSCRIBE.Options of sharded subscriptions: which node subscribes. */
  private static final String NODE_KEY = "nkey";

  /** Characters of such a key: host names and serial numbers are shorter; it is kept and hashed. */
  private static final int KEY_LENGTH_MAX = 256;

  private final IdGenerator ids;
  private final RouterLimits limits;
  private final Holdings holdings;
  private final Dispatcher dispatcher;
  private final MetaEvents meta;
  private final TrustLevels trust;
  private final Readers readers;
  private final Subscriptions subscriptions;
  private final List<Subscription> lasting = new ArrayList<>(0); // those with a history
  private long lastSubscription; // router scope: may be counted

  Broker(
      IdGenerator ids,
      RouterLimits limits,
      Holdings holdings,
      Dispatcher dispatcher,
      MetaEvents meta,
      TrustLevels trust,
      Readers readers) {
    this.ids = ids;
    this.limits = limits;
    this.holdings = holdings;
    this.dispatcher = dispatcher;
    this.meta = meta;
    this.trust = trust;
    this.readers = readers;
    this.subscriptions = dispatcher.subscriptions();
  }

  void subscribe(Member member, Subscribe subscribe, MatchPolicy match, Turn turn) {
    boolean wantsRetained = subscribe.options().bool("get_retained", false);
    String node = key(subscribe.options(), NODE_KEY);
    ReaderPolicy policy = readers.wanted(member, subscribe.options());
    Subscription existing = subscriptions.get(subscribe.topic(), match);
    boolean isNew = existing == null || !existing.has(member.id());
    if (isNew && member.subscriptions.size() >= limits.subscriptionsPerSessionMax()) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + limits.subscriptionsPerSessionMax() + " subscriptions per session");
    }
    if (isNew) {
      long cost = Holdings.ofPattern(subscribe.topic(), match);
      holdings.requireRoom(member.subscriptions.size(), cost);
      holdings.take(cost);
    }
    // A subscription that exists for its history alone is created in the eyes of subscribers.
    boolean isFirst = existing == null || existing.isEmpty();
    Subscription subscription =
        existing == null ? create(subscribe.topic(), match, null, turn) : existing;
    subscription.add(member);
    subscription.setNode(member, node);
    member.subscriptions.put(subscription.id(), subscription);
    readers.subscribed(member, subscription.id(), policy, turn);
    turn.send(member, new Subscribed(subscribe.request(), subscription.id()));
    if (wantsRetained) {
      dispatcher.sendRetained(member, subscription, turn);
    }
    if (isFirst) {
      meta.subscriptionCreated(member, subscription, turn);
    }
    if (isNew) {
      meta.subscribed(member, subscription, turn);
    }
  }

  private Subscription create(
      String topic, MatchPolicy match, @Nullable EventHistory history, Turn turn) {
    Subscription subscription =
        new Subscription(++lastSubscription, topic, match, turn.now(), history);
    subscriptions.add(subscription);
    return subscription;
  }

  // "it may overcome this situations by preinitializing history-enabled topics with "dummy"
  // subscriptions even if there are not yet any real subscribers to those topics."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-event-history
  void keepHistory(List<HistoryRule> rules, Turn turn) {
    for (HistoryRule rule : rules) {
      lasting.add(create(rule.topic(), rule.match(), new EventHistory(rule), turn));
    }
  }

  /** How many subscriptions have a subscriber. */
  int subscribed() {
    int count = subscriptions.size();
    for (Subscription subscription : lasting) {
      count -= subscription.isEmpty() ? 1 : 0;
    }
    return count;
  }

  void unsubscribe(Member member, Unsubscribe unsubscribe, Turn turn) {
    Subscription subscription = member.subscriptions.remove(unsubscribe.subscription());
    if (subscription == null) {
      throw new WampError(
          ErrorUri.NO_SUCH_SUBSCRIPTION,
          "this session has no subscription " + unsubscribe.subscription());
    }
    remove(member, subscription);
    readers.unsubscribed(member, subscription.id(), turn);
    turn.send(member, new Unsubscribed(unsubscribe.request(), Dict.EMPTY));
    meta.unsubscribed(member, subscription, turn);
  }

  /**
   * Takes a subscription away from a member, which hears of it if it announced that it can.
   *
   * @param reason why, for the member; null for nothing to say.
   */
  void revoke(Member member, Subscription subscription, @Nullable String reason, Turn turn) {
    member.subscriptions.remove(subscription.id());
    remove(member, subscription);
    readers.unsubscribed(member, subscription.id(), turn);
    // "If the Subscriber does not support subscription_revocation, [...] the Broker MUST NOT send
    // an UNSUBSCRIBED message to the Subscriber."
    // https://wamp-proto.org/wamp_latest_ietf.html#name-subscription-revocation
    if (member.supports(Role.SUBSCRIBER, Feature.SUBSCRIPTION_REVOCATION)) {
      Dict details =
          Dict.builder().put("subscription", subscription.id()).put("reason", reason).build();
      turn.send(member, new Unsubscribed(0, details));
    }
    meta.unsubscribed(member, subscription, turn);
  }

  /** The member is gone: its subscriptions end. */
  void leave(Member member, Turn turn) {
    List<Subscription> left = new ArrayList<>(member.subscriptions.values());
    member.subscriptions.clear();
    left.forEach(subscription -> remove(member, subscription));
    left.forEach(subscription -> meta.unsubscribed(member, subscription, turn));
  }

  private void remove(Member member, Subscription subscription) {
    subscription.remove(member);
    holdings.give(Holdings.ofPattern(subscription.topic(), subscription.match()));
    if (subscription.isEmpty() && subscription.history() == null) {
      subscriptions.remove(subscription);
    }
  }

  /**
   * Judges a publication and gives it its id; nothing is sent yet.
   *
   * @throws WampError when it is refused.
   */
  Publication accept(Member publisher, Publish publish, Disclosure disclosure) {
    Dict options = publish.options();
    key(options, RESOURCE_KEY);
    boolean disclose = Identities.discloses(disclosure, options.bool("disclose_me", false));
    boolean retain = options.bool("retain", false);
    Publication publication =
        new Publication(
            ids.next(),
            publish.topic(),
            publisher,
            options.bool("acknowledge", false) ? publish.request() : 0,
            Audience.of(options, publisher.id()),
            origin(publisher, disclose, trust.of(publisher.details(), publish.topic()), options),
            retain,
            options,
            publish.payload());
    if (retain && !dispatcher.retained().hasRoomFor(publication)) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "the realm keeps no more retained events: not published to " + publish.topic());
    }
    if (Receipts.areWanted(publication)) {
      dispatcher.receipts().requireRoom();
    }
    return publication;
  }

  private static @Nullable String key(Dict options, String name) {
    String key = options.isEmpty() ? null : options.string(name);
    if (key != null && (key.isEmpty() || key.length() > KEY_LENGTH_MAX)) {
      throw new WampError(
          ErrorUri.INVALID_ARGUMENT,
          name + ": expected 1.." + KEY_LENGTH_MAX + " characters, got " + key.length());
    }
    return key;
  }

  private static Dict origin(Member publisher, boolean disclose, int trustLevel, Dict options) {
    Dict disclosed = disclose ? publisher.asPublisher() : Dict.EMPTY;
    if (trustLevel == TrustLevels.NONE
        && !PassthruAttributes.isIn(options)
        && !Forwarding.isIn(options)) {
      return disclosed;
    }
    Dict.Builder origin = Dict.builder();
    origin.putAll(disclosed);
    Forwarding.copy(options, origin);
    PassthruAttributes.copy(options, origin);
    TrustLevels.put(trustLevel, origin);
    return origin.build();
  }
}
