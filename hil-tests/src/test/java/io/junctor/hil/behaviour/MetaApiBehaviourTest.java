package io.junctor.hil.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Gateways;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What sessions, registrations and subscriptions there are, asked for and told.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-meta-api">WAMP: Meta API</a>
 */
@OverEveryLink
class MetaApiBehaviourTest extends BehaviourTest {

  MetaApiBehaviourTest(Wire wire, Gateways gateways) {
    super(wire, gateways);
  }

  /** The one positional result, which may be null. */
  private static Object ask(Peer peer, String procedure, Object... args) {
    peer.call(procedure, args);
    return peer.args(peer.receive(Result.class)).getFirst();
  }

  @Test
  void registrationsAreFoundAndDescribed() {
    // Given
    Peer callee = join();
    Peer other = join();
    Dict shared = Dict.of("invoke", "roundrobin");
    long exact = callee.register(uri("p"), shared);
    other.register(uri("p"), shared);
    long prefix = callee.register(uri("a."), Dict.of("match", "prefix"));
    Peer asker = join();

    // When
    List<Object> found =
        Arrays.asList(
            ask(asker, "wamp.registration.lookup", uri("p")),
            ask(asker, "wamp.registration.lookup", uri("a."), Map.of("match", "prefix")),
            ask(asker, "wamp.registration.lookup", uri("a.")),
            ask(asker, "wamp.registration.match", uri("a.b")),
            ask(asker, "wamp.registration.match", uri("nothing")),
            ask(asker, "wamp.registration.list_callees", exact),
            ask(asker, "wamp.registration.count_callees", exact));

    // Then
    List<Long> callees = List.of(callee.session(), other.session());
    assertEquals(Arrays.asList(exact, prefix, null, prefix, null, callees, 2L), found);
    Map<?, ?> listed = (Map<?, ?>) ask(asker, "wamp.registration.list");
    assertTrue(((List<?>) listed.get("exact")).contains(exact));
    assertTrue(((List<?>) listed.get("prefix")).contains(prefix));
    Map<?, ?> got = (Map<?, ?>) ask(asker, "wamp.registration.get", exact);
    assertEquals(
        List.of(uri("p"), "exact", "roundrobin"),
        List.of(got.get("uri"), got.get("match"), got.get("invoke")));
    asker.call("wamp.registration.get", Long.MAX_VALUE >> 11);
    asker.receiveError("wamp.error.no_such_registration");
  }

  @Test
  void subscriptionsAreFoundAndDescribed() {
    // Given
    Peer one = join();
    Peer two = join();
    long exact = one.subscribe(uri("t"));
    two.subscribe(uri("t"));
    long wildcard = one.subscribe(uri("a..c"), Dict.of("match", "wildcard"));
    Peer asker = join();

    // When
    List<Object> found =
        Arrays.asList(
            ask(asker, "wamp.subscription.lookup", uri("t")),
            ask(asker, "wamp.subscription.lookup", uri("a..c"), Map.of("match", "wildcard")),
            ask(asker, "wamp.subscription.lookup", uri("a..c")),
            ask(asker, "wamp.subscription.match", uri("a.b.c")),
            ask(asker, "wamp.subscription.list_subscribers", exact),
            ask(asker, "wamp.subscription.count_subscribers", exact));

    // Then
    List<Long> subscribers = List.of(one.session(), two.session());
    assertEquals(Arrays.asList(exact, wildcard, null, List.of(wildcard), subscribers, 2L), found);
    Map<?, ?> listed = (Map<?, ?>) ask(asker, "wamp.subscription.list");
    assertTrue(((List<?>) listed.get("exact")).contains(exact));
    assertTrue(((List<?>) listed.get("wildcard")).contains(wildcard));
    Map<?, ?> got = (Map<?, ?>) ask(asker, "wamp.subscription.get", wildcard);
    assertEquals(List.of(uri("a..c"), "wildcard"), List.of(got.get("uri"), got.get("match")));
    asker.call("wamp.subscription.get", Long.MAX_VALUE >> 11);
    asker.receiveError("wamp.error.no_such_subscription");
  }

  @Test
  void theLifeOfARegistrationIsTold() {
    // Given
    Peer watcher = watch("wamp.registration.");
    Peer callee = join();

    // When
    long registration = callee.register(uri("p"));
    callee.send(new Unregister(callee.nextRequest(), registration));
    callee.receive(Unregistered.class);

    // Then
    assertEquals(
        List.of("on_create", "on_register", "on_unregister", "on_delete"),
        told(watcher, "wamp.registration.", registration, 4));
  }

  @Test
  void theLifeOfASubscriptionIsTold() {
    // Given
    Peer watcher = watch("wamp.subscription.");
    Peer subscriber = join();

    // When
    long subscription = subscriber.subscribe(uri("t"));
    subscriber.send(new Unsubscribe(subscriber.nextRequest(), subscription));
    subscriber.receive(Unsubscribed.class);

    // Then
    assertEquals(
        List.of("on_create", "on_subscribe", "on_unsubscribe", "on_delete"),
        told(watcher, "wamp.subscription.", subscription, 4));
  }

  private Peer watch(String prefix) {
    Peer watcher = join();
    watcher.subscribe(prefix, Dict.of("match", "prefix"));
    return watcher;
  }

  /** So many events about the id, in order; other tests make some at the same time. */
  private static List<String> told(Peer watcher, String prefix, long id, int count) {
    List<String> topics = new ArrayList<>();
    while (topics.size() < count) {
      Event event = watcher.receive(Event.class);
      Object about = watcher.args(event).get(1);
      Object itsId = about instanceof Map<?, ?> details ? details.get("id") : about;
      if (Objects.equals(itsId, id)) {
        String topic = Objects.requireNonNull(event.details().string("topic"));
        topics.add(topic.substring(prefix.length()));
      }
    }
    return topics;
  }
}
