package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.NaiveBroker.Delivery;
import io.junctor.router.NaiveBroker.Pub;
import io.junctor.router.NaiveBroker.Session;
import io.junctor.router.NaiveBroker.Sub;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The broker and {@link NaiveBroker} do the same at random; whatever they tell must be the same.
 */
class BrokerModelTest {

  private static final int STEPS = 3000;
  private static final List<String> TOPICS = List.of("a", "a.b", "a.c", "a.b.c", "ab.c", "x.b.c");
  private static final List<Sub> PATTERNS =
      List.of(
          new Sub("a", "exact"),
          new Sub("a.b", "exact"),
          new Sub("a.b.c", "exact"),
          new Sub("a", "prefix"),
          new Sub("a.", "prefix"),
          new Sub("a.b", "prefix"),
          new Sub(".b", "wildcard"),
          new Sub("..c", "wildcard"),
          new Sub("a..c", "wildcard"));
  private static final List<String> AUTHIDS = List.of("anna", "ben", "cleo");
  private static final List<String> AUTHROLES = List.of("user", "guest");
  private static final Duration AGE_MAX = Duration.ofMinutes(1);
  private static final int EVENTS_MAX = 25;
  private static final List<Sub> KEPT =
      List.of(new Sub("a.b", "exact"), new Sub("a", "prefix"), new Sub("..c", "wildcard"));
  private static final List<String> NEWS =
      List.of("on_create", "on_subscribe", "on_unsubscribe", "on_delete");

  private Random random = new Random();
  private final TestRealm realm =
      new TestRealm(
          TestRealm.ALLOW_ALL,
          _ -> false,
          RouterLimits.DEFAULT,
          new RealmPolicy(KEPT.stream().map(BrokerModelTest::rule).toList(), List.of()));
  private final TestPeer admin = realm.join("admin", "admin");
  private final Map<Long, String> newsOf = new HashMap<>(); // subscription of admin -> its topic
  private final NaiveBroker model = new NaiveBroker();
  private final Map<Long, TestPeer> peers = new HashMap<>(); // session -> peer
  private final Map<Sub, Long> ids = new HashMap<>(); // what is subscribed to -> subscription id
  private final List<String> expectedNews = new ArrayList<>();
  private long lastValue;
  private int delivered;
  private int replayed;
  private int retrieved;

  private static HistoryRule rule(Sub sub) {
    MatchPolicy match = MatchPolicy.of(Dict.of("match", sub.match()));
    return new HistoryRule(sub.topic(), match, EVENTS_MAX, 1 << 20, AGE_MAX);
  }

  static LongStream seeds() {
    return LongStream.of(1, 2, 3, 4, 5, new Random().nextLong());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void brokerAndModelAgree(long seed) {
    // Given
    random = new Random(seed);
    for (String news : NEWS) {
      newsOf.put(admin.subscribe("wamp.subscription." + news), news);
      admin.clear();
    }
    KEPT.forEach(sub -> ids.put(sub, lookup(sub)));
    newsOf.put(admin.subscribe("wamp.session.on_leave"), "on_leave");
    admin.clear();
    // When
    for (int step = 0; step < STEPS; step++) {
      step();
      assertNews();
    }
    // Then
    assertTrue(delivered > STEPS / 2 && replayed > 50 && retrieved > 500, this::toString);
    for (Session session : List.copyOf(model.sessions.values())) {
      leave(session);
      assertNews();
    }
    assertEquals(NEWS.size() + 1, realm.realm.stats().subscriptions());
    assertEquals(List.of(), realm.faults);
  }

  @Override
  public String toString() {
    return "delivered " + delivered + ", replayed " + replayed + ", retrieved " + retrieved;
  }

  private void step() {
    Session session = model.sessions.isEmpty() ? null : any(List.copyOf(model.sessions.values()));
    int dice = random.nextInt(100);
    if (session == null || (dice < 4 && model.sessions.size() < 7)) {
      join();
    } else if (dice < 6) {
      leave(session);
    } else if (dice < 25) {
      subscribe(session, any(PATTERNS), random.nextInt(3) == 0);
    } else if (dice < 33) {
      unsubscribe(session);
    } else if (dice < 36) {
      revoke(session);
    } else if (dice < 75) {
      publish(session);
    } else if (dice < 85) {
      realm.pass(Duration.ofNanos(random.nextLong(4_000_000_000L)));
    } else {
      query(session);
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void join() {
    String authid = any(AUTHIDS);
    String authrole = any(AUTHROLES);
    Format format = any(List.of(Format.values()));
    TestPeer peer = realm.join(authid, authrole, format, EnumSet.allOf(Feature.class));
    peers.put(peer.id(), peer);
    model.sessions.put(peer.id(), new Session(peer.id(), authid, authrole, new LinkedHashSet<>()));
  }

  private void leave(Session session) {
    model.sessions.remove(session.id());
    session.subs().forEach(sub -> expectGone(session, sub));
    expectedNews.add("on_leave " + List.of(session.id(), session.authid(), session.authrole()));
    end(peer(session));
    peers.remove(session.id());
  }

  private void end(TestPeer peer) {
    switch (random.nextInt(3)) {
      case 0 -> realm.leave(peer);
      case 1 -> realm.lose(peer);
      default -> {
        admin.call("wamp.session.kill", peer.id());
        assertEquals(CloseCause.KILLED, peer.kicked().cause());
      }
    }
    peer.expectNothing();
  }

  private TestPeer peer(Session session) {
    return java.util.Objects.requireNonNull(peers.get(session.id()));
  }

  private void subscribe(Session session, Sub sub, boolean wantsRetained) {
    boolean isFirst = model.subscribers(sub) == 0;
    boolean isNew = session.subs().add(sub);
    Dict options = Dict.of("match", sub.match(), "get_retained", wantsRetained);
    TestPeer peer = peer(session);
    peer.trySubscribe(sub.topic(), options);
    long id = peer.take(Subscribed.class).subscription();
    Long known = ids.get(sub);
    if (known != null) {
      assertEquals(known, id);
    } else {
      ids.values().forEach(other -> assertNotEquals(other, id));
    }
    ids.put(sub, id);
    Set<Delivery> expected = wantsRetained ? model.retained(session, sub) : Set.of();
    replayed += expected.size();
    assertDeliveries(expected);
    if (isFirst) {
      expectedNews.add("on_create " + session.id() + " " + id);
    }
    if (isNew) {
      expectedNews.add("on_subscribe " + List.of(session.id(), id));
    }
  }

  private void unsubscribe(Session session) {
    Sub sub = any(PATTERNS);
    Long id = ids.getOrDefault(sub, 77_777L);
    TestPeer peer = peer(session);
    long request = peer.nextRequest();
    peer.send(new Unsubscribe(request, id));
    if (session.subs().remove(sub)) {
      assertEquals(request, peer.take(Unsubscribed.class).request());
      expectGone(session, sub);
    } else {
      peer.takeError("wamp.error.no_such_subscription");
    }
  }

  private void revoke(Session session) {
    if (session.subs().isEmpty()) {
      return;
    }
    Sub sub = any(List.copyOf(session.subs()));
    session.subs().remove(sub);
    long id = idOf(sub);
    admin.call("wamp.subscription.remove_subscriber", id, session.id());
    assertEquals(0, peer(session).take(Unsubscribed.class).request());
    expectGone(session, sub);
  }

  private long idOf(Sub sub) {
    return java.util.Objects.requireNonNull(ids.get(sub));
  }

  private void expectGone(Session session, Sub sub) {
    expectedNews.add("on_unsubscribe " + List.of(session.id(), idOf(sub)));
    if (model.subscribers(sub) == 0) {
      expectedNews.add("on_delete " + List.of(session.id(), idOf(sub)));
      if (!KEPT.contains(sub)) {
        ids.remove(sub);
      }
    }
  }

  private void publish(Session session) {
    Map<String, Object> options = new HashMap<>();
    options.put("acknowledge", true);
    if (random.nextInt(4) == 0) {
      options.put("exclude_me", random.nextBoolean());
    }
    if (random.nextInt(4) == 0) {
      options.put("disclose_me", random.nextBoolean());
    }
    if (random.nextInt(4) == 0) {
      options.put("retain", random.nextInt(5) > 0);
    }
    while (random.nextInt(3) == 0) {
      addList(options);
    }
    boolean isEmpty = Boolean.TRUE.equals(options.get("retain")) && random.nextInt(5) == 0;
    Long value = isEmpty ? null : ++lastValue;
    TestPeer peer = peer(session);
    String topic = any(TOPICS);
    List<Long> args = value == null ? List.of() : List.of(value);
    Payload payload = peer.serializer.payload(args, Map.of());
    peer.send(new Publish(peer.nextRequest(), Dict.copyOf(options), topic, payload));
    long id = peer.take(Published.class).publication();
    Set<Delivery> expected =
        model.publish(new Pub(id, topic, session.id(), options, value, realm.now));
    delivered += expected.size();
    assertDeliveries(expected);
  }

  /**
   * Few enough different lists that the broker keeps all retained events of limited distribution.
   */
  private void addList(Map<String, Object> options) {
    switch (random.nextInt(6)) {
      case 0 -> options.put("exclude_authid", List.of("anna"));
      case 1 -> options.put("eligible_authid", List.of("anna", "ben"));
      case 2 -> options.put("exclude_authrole", List.of("guest"));
      case 3 -> options.put("eligible_authrole", List.of("guest"));
      default -> {
        if (!options.containsKey("retain")) {
          List<Long> some =
              model.sessions.keySet().stream().filter(_ -> random.nextBoolean()).toList();
          options.put(random.nextBoolean() ? "exclude" : "eligible", some);
        }
      }
    }
  }

  private void query(Session session) {
    Sub sub = any(KEPT);
    Map<String, Object> filters = new HashMap<>();
    while (random.nextInt(3) > 0) {
      String when = any(List.of("from", "after", "before", "until"));
      switch (random.nextInt(5)) {
        case 0 -> filters.put("reverse", random.nextBoolean());
        case 1 -> filters.put("limit", 1 + random.nextInt(20));
        case 2 -> filters.put("topic", any(TOPICS));
        case 3 -> filters.put(when + "_time", someTime());
        default -> filters.put(when + "_publication", somePublication());
      }
    }
    TestPeer peer = peer(session);
    long id = idOf(sub);
    peer.send(
        new Call(
            peer.nextRequest(),
            Dict.EMPTY,
            "wamp.subscription.get_events",
            peer.serializer.payload(List.of(id), filters)));
    List<Long> got = new ArrayList<>();
    for (Object event : peer.args(peer.take(Result.class))) {
      got.add((Long) ((Map<?, ?>) event).get("publication"));
    }
    List<Long> expected = model.history(sub, EVENTS_MAX, AGE_MAX, session, filters, realm.now);
    assertEquals(expected, got, () -> sub + " " + filters);
    retrieved += expected.size();
  }

  private Long lookup(Sub sub) {
    return (Long)
        admin
            .meta("wamp.subscription.lookup", sub.topic(), Map.of("match", sub.match()))
            .getFirst();
  }

  private String someTime() {
    boolean known = !model.log.isEmpty() && random.nextBoolean();
    return known
        ? recent().time().truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString()
        : realm.now.minusMillis(random.nextInt(70_000)).toString();
  }

  private long somePublication() {
    return model.log.isEmpty() || random.nextInt(8) == 0 ? 1 : recent().id();
  }

  private Pub recent() {
    int size = model.log.size();
    return model.log.get(size - 1 - random.nextInt(Math.min(size, 40)));
  }

  /**
   * Everything in the inboxes is an EVENT that was to come, and all that were to come are there.
   */
  private void assertDeliveries(Set<Delivery> expected) {
    Set<Delivery> got = new HashSet<>();
    peers.forEach(
        (session, peer) -> {
          for (Message message : peer.drain()) {
            Event event = (Event) message;
            Sub sub = subOf(event.subscription());
            List<Object> args = peer.args(event);
            Long value = args.isEmpty() ? null : (Long) args.getFirst();
            boolean retained = event.details().bool("retained", false);
            boolean isPattern = !sub.match().equals("exact");
            assertEquals(isPattern, event.details().has("topic"), event::toString);
            long publisher = event.details().integer("publisher", 0);
            assertTrue(
                got.add(
                    new Delivery(session, sub, event.publication(), value, retained, publisher)),
                () -> "twice: " + event);
          }
        });
    assertEquals(expected, got);
  }

  private Sub subOf(long id) {
    return ids.entrySet().stream()
        .filter(entry -> entry.getValue() == id)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private void assertNews() {
    List<String> got = new ArrayList<>();
    for (Message message : admin.drain()) {
      if (message instanceof Event event) {
        String topic = newsOf.get(event.subscription());
        List<Object> args = admin.args(event);
        String told =
            "on_create".equals(topic)
                ? args.getFirst() + " " + ((Map<?, ?>) args.get(1)).get("id")
                : args.toString();
        got.add(topic + " " + told);
      }
    }
    assertEquals(expectedNews, got);
    expectedNews.clear();
  }
}
