package io.junctor.component.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which handlers share which subscription id. Owner: the lock of its {@link WampSession}.
 *
 * <p>The router knows one subscription per session, topic and match; the last handler to go ends it.
 * A SUBSCRIBE that was on its way when the UNSUBSCRIBE followed it would be answered with the id that
 * the UNSUBSCRIBE ends: {@link #isEnding} finds that case.
 */
final class Subscriptions {

  // subscription id -> handlers; lists are replaced, never changed, so that readers need no lock
  private final Map<Long, List<SubscriptionHandler>> handlers = new HashMap<>();
  private final Map<Long, Long> ending = new HashMap<>(); // subscription id -> UNSUBSCRIBE's request

  List<SubscriptionHandler> of(long subscription) {
    return handlers.getOrDefault(subscription, List.of());
  }

  void add(long subscription, SubscriptionHandler handler) {
    handlers.merge(subscription, List.of(handler), Subscriptions::joined);
  }

  /** Removes one handler; whether it was there and was the last. */
  boolean removeIsLast(long subscription, SubscriptionHandler handler) {
    List<SubscriptionHandler> before = of(subscription);
    List<SubscriptionHandler> after = before.stream().filter(one -> one != handler).toList();
    if (!after.isEmpty()) {
      handlers.put(subscription, after);
      return false;
    }
    return handlers.remove(subscription) != null;
  }

  List<SubscriptionHandler> removeAll(long subscription) {
    List<SubscriptionHandler> all = handlers.remove(subscription);
    return all == null ? List.of() : all;
  }

  void ending(long subscription, long request) {
    ending.put(subscription, request);
  }

  void ended(long subscription, long request) {
    ending.remove(subscription, request);
  }

  /** Whether an UNSUBSCRIBE that was sent after the request ends this subscription. */
  boolean isEnding(long subscription, long sinceRequest) {
    return ending.getOrDefault(subscription, 0L) > sinceRequest;
  }

  private static List<SubscriptionHandler> joined(
      List<SubscriptionHandler> before, List<SubscriptionHandler> more) {
    return java.util.stream.Stream.concat(before.stream(), more.stream()).toList();
  }
}
