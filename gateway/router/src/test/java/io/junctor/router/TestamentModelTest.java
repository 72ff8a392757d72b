package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions leave testaments, take them back and end at random; whoever watches must hear each
 * testament that stood, once, in the order of the specification, and then that the session left.
 */
class TestamentModelTest {

  private static final int STEPS = 2_000;
  private static final int SESSIONS_MAX = 5;
  private static final List<String> SCOPES = List.of("detached", "destroyed"); // in their order

  /** What a session has left: scope -> values, oldest first. */
  private record Heir(TestPeer peer, Map<String, List<Long>> testaments) {}

  private final TestRealm realm = new TestRealm();
  private final TestPeer admin = realm.join("admin");
  private final TestPeer watcher = realm.join("watcher");
  private final List<Heir> heirs = new ArrayList<>();
  private Random random = new Random();
  private long lastValue;
  private int published;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyTestamentThatStandsIsPublishedOnceAndInOrder(long seed) {
    // Given
    random = new Random(seed);
    watcher.subscribe("status", "prefix");
    watcher.subscribe("wamp.session.on_leave");
    long held = realm.realm.heldBytes();
    // When
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    while (!heirs.isEmpty()) {
      end(heirs.getFirst());
    }
    // Then
    assertTrue(published > STEPS / 10, "published " + published);
    assertEquals(held, realm.realm.heldBytes());
    assertEquals(List.of(), realm.faults);
  }

  private void step() {
    Heir heir = heirs.isEmpty() ? null : heirs.get(random.nextInt(heirs.size()));
    int dice = random.nextInt(10);
    if (heir == null || (dice == 0 && heirs.size() < SESSIONS_MAX)) {
      heirs.add(new Heir(realm.join("device"), new HashMap<>()));
    } else if (dice == 1) {
      end(heir);
    } else if (dice == 2) {
      flush(heir);
    } else {
      add(heir);
    }
    watcher.expectNothing();
  }

  private void add(Heir heir) {
    String scope = SCOPES.get(random.nextInt(2));
    long value = ++lastValue;
    call(
        heir,
        "wamp.session.add_testament",
        List.of("status." + value % 3, List.of(value), Map.of()),
        scope);
    heir.testaments().computeIfAbsent(scope, _ -> new ArrayList<>()).add(value);
  }

  private void flush(Heir heir) {
    String scope = SCOPES.get(random.nextInt(2));
    call(heir, "wamp.session.flush_testaments", List.of(), scope);
    heir.testaments().remove(scope);
  }

  private void call(Heir heir, String procedure, List<?> args, String scope) {
    // destroyed is what is meant when nothing is said
    boolean isSaid = scope.equals("detached") || random.nextBoolean();
    TestPeer peer = heir.peer();
    peer.send(
        new Call(
            peer.nextRequest(),
            Dict.EMPTY,
            procedure,
            peer.serializer.payload(args, isSaid ? Map.of("scope", scope) : Map.of())));
    peer.take(Result.class);
  }

  private void end(Heir heir) {
    heirs.remove(heir);
    TestPeer peer = heir.peer();
    switch (random.nextInt(3)) {
      case 0 -> realm.leave(peer);
      case 1 -> realm.lose(peer);
      default -> admin.call("wamp.session.kill", peer.id());
    }
    List<Long> expected = new ArrayList<>();
    SCOPES.forEach(scope -> expected.addAll(heir.testaments().getOrDefault(scope, List.of())));
    published += expected.size();
    expected.add(peer.id()); // on_leave
    assertEquals(expected, heard());
  }

  private List<Object> heard() {
    List<Object> heard = new ArrayList<>();
    for (Message message : watcher.drain()) {
      heard.add(watcher.args((Event) message).getFirst());
    }
    return heard;
  }
}
