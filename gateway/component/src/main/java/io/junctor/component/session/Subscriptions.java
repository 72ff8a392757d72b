package io.junctor.component.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who shares which subscription id. Owner: the lock of its {@link WampSession}.
 *
 * <p>The router knows one subscription per session, topic and match; the last handler to go ends
 * it. A SUBSCRIBE that was on its way when the UNSUBSCRIBE followed it would be answered with the
 * id that the UNSUBSCRIBE ends: {@link #isEnding} finds that case.
 */
final class Subscriptions {

  // subscription id -> who shares it; lists are replaced, never changed: readers need no lock
  private final Map<Long, List<SessionSubscription>> shared = new HashMap<>();
  private final Map<Long, Long> ending =
      new HashMap<>(); // subscription id -> UNSUBSCRIBE's request

  List<SessionSubscription> of(long subscription) {
    return shared.getOrDefault(subscription, List.of());
  }

  void add(SessionSubscription one) {
    shared.merge(one.id(), List.of(one), Subscriptions::joined);
  }

  /** Removes one; whether it was there and was the last. */
  boolean removeIsLast(SessionSubscription one) {
    List<SessionSubscription> after = new ArrayList<>(of(one.id()));
    if (!after.remove(one)) {
      return false;
    }
    if (!after.isEmpty()) {
      shared.put(one.id(), List.copyOf(after));
      return false;
    }
    shared.remove(one.id());
    return true;
  }

  List<SessionSubscription> removeAll(long subscription) {
    List<SessionSubscription> all = shared.remove(subscription);
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

  private static List<SessionSubscription> joined(
      List<SessionSubscription> before, List<SessionSubscription> more) {
    return Stream.concat(before.stream(), more.stream()).toList();
  }
}
