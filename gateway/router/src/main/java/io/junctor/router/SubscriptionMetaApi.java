package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code wamp.subscription.*}: what is subscribed to.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-subscription-meta-api">WAMP:
 *     Subscription Meta API</a>
 */
@OwnedBy("realm loop")
final class SubscriptionMetaApi {

  private final Subscriptions subscriptions;
  private final Broker broker;

  SubscriptionMetaApi(Subscriptions subscriptions, Broker broker) {
    this.subscriptions = subscriptions;
    this.broker = broker;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.SUBSCRIPTION_LIST, _ -> List.of(list()));
    procedures.add(MetaUri.SUBSCRIPTION_LOOKUP, this::lookup);
    procedures.add(MetaUri.SUBSCRIPTION_MATCH, this::match);
    procedures.add(
        MetaUri.SUBSCRIPTION_GET, call -> List.of(MetaEvents.describe(find(call), call.turn())));
    procedures.add(MetaUri.SUBSCRIPTION_LIST_SUBSCRIBERS, call -> List.of(find(call).sessions()));
    procedures.add(
        MetaUri.SUBSCRIPTION_COUNT_SUBSCRIBERS,
        call -> List.of((long) find(call).sessions().size()));
    procedures.add(MetaUri.SUBSCRIPTION_REMOVE_SUBSCRIBER, this::removeSubscriber);
  }

  // Positional: subscription id, session id; keyword: reason. The catalog lists reason after the
  // two, so it is taken from there as well.
  private List<?> removeSubscriber(MetaCall call) {
    Subscription subscription = find(call);
    long session = call.id(1);
    String keyword = call.keywordString("reason");
    String reason = keyword == null && call.arg(2) != null ? call.string(2) : keyword;
    Member subscriber = subscription.subscriber(session);
    if (subscriber == null) {
      throw new WampError(
          ErrorUri.NO_SUCH_SESSION,
          "session " + session + " has no subscription " + subscription.id());
    }
    broker.revoke(subscriber, subscription, reason, call.turn());
    return List.of();
  }

  private Map<String, List<Long>> list() {
    Map<String, List<Long>> lists = new LinkedHashMap<>();
    for (MatchPolicy match : MatchPolicy.values()) {
      lists.put(
          match.id(),
          subscriptions.all().stream()
              .filter(subscription -> subscription.match() == match)
              .map(Subscription::id)
              .toList());
    }
    return lists;
  }

  private List<?> lookup(MetaCall call) {
    Subscription found = subscriptions.get(call.string(0), MetaProcedures.policy(call));
    return MetaProcedures.nullable(found == null ? null : found.id());
  }

  // "(Nullable) subscription_ids|list: A list of all matching subscription IDs, or null."
  private List<?> match(MetaCall call) {
    List<Long> found = new ArrayList<>();
    subscriptions.forEachMatch(call.string(0), subscription -> found.add(subscription.id()));
    return MetaProcedures.nullable(found.isEmpty() ? null : found);
  }

  private Subscription find(MetaCall call) {
    return find(subscriptions, call);
  }

  /** The subscription whose id is the first argument. */
  static Subscription find(Subscriptions subscriptions, MetaCall call) {
    long id = call.id(0);
    Subscription subscription = subscriptions.find(id);
    if (subscription == null) {
      throw new WampError(ErrorUri.NO_SUCH_SUBSCRIPTION, "there is no subscription " + id);
    }
    return subscription;
  }
}
