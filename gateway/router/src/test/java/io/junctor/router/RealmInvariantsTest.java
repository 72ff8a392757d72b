package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.session.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Well-behaved peers that do things at random, while a journal and an authorizer answer when they
 * like: what must hold whatever happens.
 */
class RealmInvariantsTest {

  private static final List<String> URIS = List.of("a.b", "a.c", "durable.x", "ask.y");

  private final Random random = new Random();
  private final TestRealm realm =
      new TestRealm(
          (_, _, uri, _) ->
              uri.startsWith("ask")
                  ? new Decision.Later()
                  : new Decision.Allow(Disclosure.ON_REQUEST),
          topic -> topic.startsWith("durable"),
          RouterLimits.DEFAULT);
  private final List<TestPeer> present = new ArrayList<>();
  private final Map<TestPeer, Set<Long>> unanswered = new HashMap<>(); // peer -> request ids
  private final Map<TestPeer, List<Long>> owed = new HashMap<>(); // peer -> invocations
  private int joined;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyRequestIsAnsweredOnceAndNothingIsLeftBehind(long seed) {
    // Given
    random.setSeed(seed);
    for (int step = 0; step < 4000; step++) {
      step();
    }
    // When
    settle();
    // Then
    unanswered.forEach((peer, requests) -> assertEquals(Set.of(), requests, peer::toString));
    present.forEach(realm::leave);
    settle();
    RealmStats stats = realm.realm.stats();
    assertEquals(
        new RealmStats(0, 0, 0, 0, stats.retainedEvents(), stats.retainedBytes(), 0), stats);
    assertEquals(List.of(), realm.faults);
    assertTrue(stats.retainedEvents() > 0, "the run was too tame");
  }

  private void step() {
    switch (random.nextInt(14)) {
      case 0 -> join();
      case 1 -> leave();
      case 2 -> answerJournal();
      case 3 -> answerAuthorizer();
      case 4 -> realm.pass(Duration.ofMillis(random.nextInt(40)));
      default -> anybody();
    }
    present.forEach(this::read);
  }

  private void join() {
    if (present.size() < 6) {
      Set<Feature> features =
          random.nextBoolean() ? EnumSet.allOf(Feature.class) : EnumSet.noneOf(Feature.class);
      TestPeer peer = realm.join("peer" + ++joined, "user", Format.MSGPACK, features);
      present.add(peer);
      unanswered.put(peer, new HashSet<>());
      owed.put(peer, new ArrayList<>());
    }
  }

  private void leave() {
    if (present.size() > 2) {
      TestPeer peer = present.remove(random.nextInt(present.size()));
      realm.leave(peer);
      unanswered.remove(peer);
    }
  }

  private void answerJournal() {
    if (!realm.appends.isEmpty()) {
      if (random.nextInt(4) == 0) {
        realm.fail("disk full");
      } else {
        realm.confirm();
      }
    }
  }

  private void answerAuthorizer() {
    if (!realm.asks.isEmpty()) {
      boolean allowed = random.nextBoolean();
      realm.decide(
          allowed
              ? new Decision.Allow(Disclosure.ALWAYS)
              : new Decision.Deny("wamp.error.not_authorized", "no"));
    }
  }

  private void anybody() {
    if (present.isEmpty()) {
      return;
    }
    TestPeer peer = present.get(random.nextInt(present.size()));
    String uri = URIS.get(random.nextInt(URIS.size()));
    Set<Long> requests = unanswered.get(peer);
    Dict match = Dict.of("match", List.of("exact", "prefix", "wildcard").get(random.nextInt(3)));
    switch (random.nextInt(6)) {
      case 0 -> requests.add(peer.trySubscribe(uri, match.with("get_retained", true)));
      case 1 -> requests.add(peer.tryRegister(uri, match));
      case 2 -> {
        Dict options = Dict.of("timeout", random.nextInt(100), "receive_progress", true);
        requests.add(peer.call(uri, options, 1));
      }
      case 3 -> peer.send(new Cancel(1 + random.nextInt(50), Dict.EMPTY));
      case 4 -> requests.add(peer.publish(uri, Dict.of("acknowledge", true, "retain", true), 1));
      default -> answerCall(peer);
    }
  }

  private void answerCall(TestPeer peer) {
    List<Long> invocations = owed.get(peer);
    if (!invocations.isEmpty()) {
      long invocation = invocations.removeFirst();
      peer.send(new Yield(invocation, Dict.EMPTY, peer.payload("result")));
    }
  }

  /** Reads what came; each answer must be to an open request. */
  private void read(TestPeer peer) {
    Set<Long> requests = unanswered.get(peer);
    for (Message message : peer.drain()) {
      switch (message) {
        case Invocation invocation -> owed.get(peer).add(invocation.request());
        case Interrupt _, Event _ -> {}
        case Result _, Published _, Subscribed _, Registered _, ErrorMessage _ ->
            assertTrue(
                requests.remove(((Message.OfRequest) message).request()),
                () -> "answered twice or never asked: " + message);
        default -> throw new AssertionError("unexpected " + message);
      }
    }
  }

  /** Lets everybody answer until nothing moves any more. */
  private void settle() {
    for (int round = 0; round < 10_000; round++) {
      answerJournal();
      answerAuthorizer();
      present.forEach(this::read);
      present.forEach(this::answerCall);
    }
    realm.pass(Duration.ofMinutes(1));
    present.forEach(this::read);
    assertEquals(0, realm.realm.stats().pendingCalls());
  }
}
