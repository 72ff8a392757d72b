package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A realm that keeps events, one who publishes and one who asks. */
abstract class HistoryTestCase {

  static final Duration HOUR = Duration.ofHours(1);

  boolean mayAskerSubscribe = true;
  boolean isDecidedLater;
  final TestRealm realm =
      realm(
          RouterLimits.DEFAULT,
          rule("log.", MatchPolicy.PREFIX, 12),
          rule("log.a", MatchPolicy.EXACT, 3),
          rule("..c", MatchPolicy.WILDCARD, 100));
  final TestPeer device = realm.join("device");
  final TestPeer asker = realm.join("asker", "guest");
  final long log = lookup("log.", "prefix");

  static HistoryRule rule(String topic, MatchPolicy match, int eventsMax) {
    return new HistoryRule(topic, match, eventsMax, 1 << 20, HOUR);
  }

  TestRealm realm(RouterLimits limits, HistoryRule... rules) {
    Authorizer authorizer =
        (session, action, _, _) -> {
          if (action != Action.SUBSCRIBE || !session.identity().authid().equals("asker")) {
            return new Decision.Allow(Disclosure.ON_REQUEST);
          }
          if (isDecidedLater) {
            return new Decision.Later();
          }
          return mayAskerSubscribe
              ? new Decision.Allow(Disclosure.ON_REQUEST)
              : new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "no");
        };
    return new TestRealm(
        authorizer,
        topic -> topic.startsWith("log.durable"),
        limits,
        new RealmPolicy(List.of(rules), List.of()));
  }

  long lookup(String topic, String match) {
    return (Long) asker.meta("wamp.subscription.lookup", topic, Map.of("match", match)).getFirst();
  }

  long publish(String topic, Dict options, Object... args) {
    device.publish(topic, options.with("acknowledge", true), args);
    return device.take(Published.class).publication();
  }

  void ask(TestPeer peer, long subscription, Map<String, ?> kwargs) {
    peer.send(
        new Call(
            peer.nextRequest(),
            Dict.EMPTY,
            "wamp.subscription.get_events",
            peer.serializer.payload(List.of(subscription), kwargs)));
  }

  Result answer(TestPeer peer, long subscription, Map<String, ?> kwargs) {
    ask(peer, subscription, kwargs);
    return peer.take(Result.class);
  }

  List<Map<?, ?>> events(long subscription, Map<String, ?> kwargs) {
    List<Map<?, ?>> events = new ArrayList<>();
    asker.args(answer(asker, subscription, kwargs)).forEach(event -> events.add((Map<?, ?>) event));
    return events;
  }

  /** The first argument of each event. */
  List<Object> values(long subscription, Map<String, ?> kwargs) {
    return events(subscription, kwargs).stream()
        .map(event -> (Object) ((List<?>) event.get("args")).getFirst())
        .toList();
  }

  static boolean isLimitReached(TestPeer peer, Result result) {
    return (Boolean) peer.serializer.kwargs(result.payload()).get("is_limit_reached");
  }
}
