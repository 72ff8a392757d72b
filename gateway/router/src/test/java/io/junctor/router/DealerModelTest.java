package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.DealerParts.Entries;
import io.junctor.router.DealerParts.Entry;
import io.junctor.router.DealerParts.Open;
import io.junctor.router.DealerParts.Question;
import io.junctor.router.DealerParts.Session;
import io.junctor.router.DealerParts.Wish;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.session.Feature;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * Random sessions register, call, answer, cancel and leave, with all policies and options; every
 * session must receive what {@link NaiveDealer} says. A failure names its seed and what was done
 * last; the same seed does the same again.
 */
class DealerModelTest {

  private static final int STEPS = 6000;
  private static final int SESSIONS_MAX = 7;
  private static final int SHOWN = 25; // steps in a failure

  private static final List<String> URIS = List.of("a.b.c", "a.b.d", "a.bc.c", "x.b.c");
  private static final Map<String, List<String>> PATTERNS =
      Map.of(
          "exact", List.of("a.b.c", "a.b.d"),
          "prefix", List.of("a.b", "a", "a.b.c"),
          "wildcard", List.of("a..c", ".b.c", "a.b.", "..c"));
  private static final List<String> POLICIES =
      List.of(
          "single", "first", "last", "roundrobin", "random", "x_least_busy", "x_lowest_latency");
  private static final List<EnumSet<Feature>> FEATURES =
      List.of(
          EnumSet.allOf(Feature.class),
          EnumSet.allOf(Feature.class),
          EnumSet.complementOf(EnumSet.of(Feature.CALL_CANCELING, Feature.CALL_REROUTE)),
          EnumSet.of(Feature.CALL_CANCELING, Feature.CALL_REROUTE),
          EnumSet.noneOf(Feature.class));

  private final TestRealm realm = new TestRealm();
  private final NaiveDealer model = new NaiveDealer();
  private final Map<Session, TestPeer> peers = new HashMap<>();
  private final Deque<String> done = new ArrayDeque<>(); // the last steps
  private final Set<String> seen = new HashSet<>(); // kinds of what was received
  private Random random = new Random();
  private TestPeer watcher = realm.join("watcher");
  private final TestPeer admin = realm.join("admin"); // not in the model

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everySessionReceivesWhatTheModelSays(long seed) {
    // Given
    random = new Random(seed);
    watch();
    for (int step = 0; step < STEPS; step++) {
      // When
      step();
      // Then
      compare("seed " + seed + ", step " + step);
    }
    assertEquals(model.calls.size(), realm.realm.stats().pendingCalls());
    assertEquals(model.registrations.size(), realm.realm.stats().registrations());
    assertTrue(
        seen.containsAll(
            Set.of(
                "RESULT",
                "INTERRUPT",
                "UNREGISTERED 0",
                "no_available_callee",
                "unavailable",
                "timeout",
                "canceled",
                "feature_not_supported",
                "procedure_already_exists")),
        () -> "too tame, only saw " + seen);
    assertEverythingIsGivenBack();
  }

  private void assertEverythingIsGivenBack() {
    peers.values().forEach(realm::leave);
    realm.leave(watcher);
    realm.leave(admin);
    realm.pass(Duration.ofDays(8));
    assertEquals(0, realm.realm.stats().pendingCalls());
    assertEquals(0, realm.realm.stats().registrations());
    assertEquals(0, realm.realm.heldBytes());
    assertEquals(List.of(), realm.faults);
  }

  private void watch() {
    watcher.subscribe("wamp.registration.", "prefix");
    Session session = new Session();
    session.id = watcher.id();
    model.sessions.put(session.id, session);
    model.watcher = session;
  }

  private void compare(String where) {
    model.sessions.values().forEach(session -> compare(session, where));
  }

  private void compare(Session session, String where) {
    TestPeer peer = session.id == watcher.id() ? watcher : peers.get(session);
    assertTrue(!peer.isKicked(), () -> where + ": kicked " + session.id + "\n" + text());
    List<String> got = peer.drain().stream().map(message -> DealerWords.of(peer, message)).toList();
    List<String> expected = List.copyOf(session.inbox);
    session.inbox.clear();
    expected.forEach(this::remember);
    assertEquals(expected, got, () -> where + ", session " + session.id + "\n" + text());
  }

  private void remember(String text) {
    seen.add(text.substring(0, text.indexOf(' ')));
    seen.add(text.substring(text.lastIndexOf('.') + 1));
    if (text.startsWith("UNREGISTERED 0 ")) {
      seen.add("UNREGISTERED 0");
    }
  }

  private String text() {
    return String.join("\n", done);
  }

  // what sessions do

  private void step() {
    List<Session> present = model.sessions.values().stream().filter(peers::containsKey).toList();
    if (present.size() < 2 || (present.size() < SESSIONS_MAX && chance(20))) {
      join();
      return;
    }
    Session session = any(present);
    switch (random.nextInt(20)) {
      case 0 -> leave(session);
      case 1, 2, 3 -> register(session);
      case 4 -> unregister(session);
      case 5, 6, 7, 8, 9 -> call(session);
      case 10, 11 -> proceed(session);
      case 12 -> cancel(session);
      case 13 -> pass();
      case 14 -> answerLate(session);
      case 15 -> revoke(session);
      default -> answer(session);
    }
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void note(String what) {
    done.addLast(what);
    if (done.size() > SHOWN) {
      done.removeFirst();
    }
  }

  private void join() {
    String authid = any(List.of("ann", "bob", "cid"));
    Set<Feature> features = any(FEATURES);
    TestPeer peer = realm.join(authid, "user", Format.MSGPACK, features);
    Session session = new Session();
    session.id = peer.id();
    session.authid = authid;
    session.features = features;
    note(session.id + " joins as " + authid + " " + FEATURES.indexOf(features));
    peers.put(session, peer);
    model.sessions.put(session.id, session);
  }

  private void leave(Session session) {
    String how = any(List.of("leaves", "is lost", "is killed"));
    note(session.id + " " + how);
    TestPeer peer = peers.remove(session);
    switch (how) {
      case "leaves" -> realm.leave(peer);
      case "is lost" -> realm.lose(peer);
      default -> {
        admin.call("wamp.session.kill", session.id);
        admin.take(Result.class);
      }
    }
    model.leave(session, how.equals("is lost"));
  }

  private void revoke(Session session) {
    for (Entries entries : List.copyOf(model.registrations)) {
      for (Entry entry : entries.live()) {
        if (entry.session == session && chance(2)) {
          note(session.id + " loses registration " + entries.id);
          admin.call("wamp.registration.remove_callee", entries.id, session.id);
          admin.take(Result.class);
          model.revoke(entries, entry);
          return;
        }
      }
    }
  }

  private void register(Session session) {
    String match = any(List.of("exact", "exact", "prefix", "wildcard"));
    String uri = any(PATTERNS.get(match));
    Wish wish =
        new Wish(
            uri,
            match,
            policy(uri, match),
            chance(3) ? 1 + random.nextInt(3) : Integer.MAX_VALUE,
            chance(2) ? 0 : 1 + random.nextInt(3000),
            chance(3),
            chance(4),
            chance(4));
    Dict options =
        Dict.builder()
            .put("match", wish.match())
            .put("invoke", wish.invoke())
            .put("concurrency", wish.concurrency())
            .put("_junctor_keep", wish.keepMillis())
            .put("force_reregister", wish.force())
            .put("disclose_caller", wish.discloseCaller())
            .put("forward_timeout", wish.forwardTimeout())
            .build();
    TestPeer peer = peers.get(session);
    long request = peer.nextRequest();
    note(session.id + " registers " + wish);
    peer.send(new Register(request, options, wish.uri()));
    model.register(session, request, wish);
  }

  /** Mostly the one that is there, so that registrations are shared. */
  private String policy(String uri, String match) {
    for (Entries entries : model.registrations) {
      if (entries.uri.equals(uri) && entries.match.equals(match) && !chance(3)) {
        return entries.invoke;
      }
    }
    return any(POLICIES);
  }

  private void unregister(Session session) {
    long id = 1;
    for (Entries entries : model.registrations) {
      for (Entry entry : entries.all) {
        id = entry.session == session || chance(9) ? entries.id : id;
      }
    }
    TestPeer peer = peers.get(session);
    long request = peer.nextRequest();
    note(session.id + " unregisters " + id);
    peer.send(new Unregister(request, id));
    model.unregister(session, request, id);
  }

  private void call(Session session) {
    Question question =
        new Question(
            any(URIS),
            session.has(Feature.PROGRESSIVE_CALL_INVOCATIONS) && chance(3),
            random.nextBoolean(),
            chance(4),
            chance(2) ? 0 : 1 + random.nextInt(400),
            random.nextInt(1000));
    send(session, peers.get(session).nextRequest(), question);
  }

  private void send(Session session, long request, Question question) {
    Dict options =
        Dict.builder()
            .put("progress", question.progress())
            .put("receive_progress", question.receiveProgress())
            .put("disclose_me", question.discloseMe())
            .put("timeout", question.timeoutMillis())
            .build();
    TestPeer peer = peers.get(session);
    note(session.id + " calls " + request + " " + question);
    peer.send(new Call(request, options, question.uri(), peer.payload(question.argument())));
    model.call(session, request, question);
  }

  /** Goes on with a call, or with one that has ended. */
  private void proceed(Session session) {
    boolean progress = random.nextBoolean();
    long argument = random.nextInt(1000);
    for (Open call : model.calls) {
      if (call.caller == session && call.more && chance(2)) {
        Question more = new Question(call.question.uri(), progress, progress, false, 7, argument);
        send(session, call.request, more);
        return;
      }
    }
    for (long request : model.ended.getOrDefault(session, Set.of())) {
      send(session, request, new Question("a.b.c", progress, false, false, 0, argument));
      return;
    }
  }

  private void cancel(Session session) {
    for (Open call : model.calls) {
      if (call.caller == session && chance(2)) {
        String mode = any(List.of("skip", "kill", "killnowait"));
        note(session.id + " cancels " + call.request + " " + mode);
        peers.get(session).send(new Cancel(call.request, Dict.of("mode", mode)));
        model.cancel(session, call.request, mode);
        return;
      }
    }
  }

  private void pass() {
    long millis = chance(10) ? 20_000 : random.nextInt(150);
    note(millis + " ms pass");
    realm.pass(Duration.ofMillis(millis));
    model.pass(millis);
  }

  private void answer(Session session) {
    for (Open call : model.calls) {
      if (call.entry.session == session && chance(2)) {
        answer(session, call.invocation);
        return;
      }
    }
  }

  private void answerLate(Session session) {
    for (long invocation : model.late.getOrDefault(session, Set.of())) {
      answer(session, invocation);
      return;
    }
  }

  private void answer(Session session, long invocation) {
    TestPeer peer = peers.get(session);
    long argument = random.nextInt(1000);
    boolean progress = chance(4);
    String failure = progress ? null : any(List.of("", "", "unavailable", "jam"));
    note(session.id + " answers " + invocation + " " + failure + " " + progress);
    if (failure == null || failure.isEmpty()) {
      peer.yields(invocation, Dict.of("progress", progress), argument);
      model.answer(session, invocation, progress, null, argument);
    } else {
      peer.fails(invocation, "wamp.error." + failure);
      model.answer(session, invocation, false, failure, argument);
    }
  }
}
