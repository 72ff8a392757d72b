package io.junctor.component;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventTest {

  record Level(double value, String unit) {}

  @SuppressWarnings("unused") // called by name
  static final class Watcher {
    final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @Topic(value = "level", getRetained = true)
    void level(Level level, EventDetails details) {
      seen.add(level);
      seen.add(details);
    }

    @Topic(value = "", match = MatchPolicy.PREFIX)
    void any(EventDetails details, Arguments arguments) {
      seen.add(details.topic());
      seen.add(arguments.args());
    }

    @Topic("wamp.session.on_leave")
    void left(long session) {
      seen.add(session);
    }
  }

  private final ScriptedRouter router = new ScriptedRouter();
  private final Watcher watcher = new Watcher();
  private Component component;

  @BeforeEach
  void connect() {
    component =
        Component.builder(router)
            .realm("factory")
            .eventsMax(4)
            .prefix("com.example.fridge")
            .serve(watcher)
            .connect();
  }

  @AfterEach
  void close() {
    component.close();
  }

  @Test
  void anEventBindsItsRecordAndItsDetailsAndMayCarryMore() throws Exception {
    // When
    router.event(
        "com.example.fridge.level",
        Dict.builder().put("publisher", 9).put("retained", true).build(),
        List.of(),
        Map.of("value", 0.4, "unit", "1", "seq", 17));

    // Then
    assertEquals(new Level(0.4, "1"), seen());
    EventDetails details = (EventDetails) seen();
    assertEquals("com.example.fridge.level", details.topic());
    assertEquals(OptionalLong.of(9), details.publisher());
    assertTrue(details.retained());
  }

  @Test
  void aPatternTellsTheTopicThatMatched() throws Exception {
    // When
    router.event(
        "com.example.fridge",
        Dict.of("topic", "com.example.fridge.door"),
        List.of("open"),
        Map.of());

    // Then
    assertEquals("com.example.fridge.door", seen());
    assertEquals(List.of("open"), seen());
  }

  @Test
  void subscriptionsCarryTheirOptionsAndMetaTopicsIgnoreThePrefix() throws Exception {
    // Given
    Map<String, Dict> options = new java.util.HashMap<>();
    router.sent(Subscribe.class).forEach(one -> options.put(one.topic(), one.options()));

    // When
    router.event("wamp.session.on_leave", List.of(77), Map.of());

    // Then
    assertEquals(77L, seen());
    assertEquals(
        Map.of(
            "com.example.fridge.level", Dict.of("get_retained", true),
            "com.example.fridge", Dict.of("match", "prefix"),
            "wamp.session.on_leave", Dict.EMPTY),
        options);
  }

  @Test
  void anEventThatDoesNotFitDoesNotStopTheNext() throws Exception {
    // When
    router.event("com.example.fridge.level", List.of("nonsense"), Map.of());
    router.event("com.example.fridge.level", List.of(), Map.of("value", 1, "unit", "1"));

    // Then
    assertEquals(new Level(1, "1"), seen());
  }

  @Test
  void eventsOfOneSubscriptionComeOneAtATimeInOrder() {
    // Given
    List<Integer> order = new CopyOnWriteArrayList<>();
    try (Component wide = Component.builder(router).realm("factory").eventsMax(1000).connect()) {
      wide.subscribe("com.t", (arguments, details) -> order.add(arguments.get(0, Integer.class)));

      // When
      for (int i = 0; i < 500; i++) {
        router.event("com.t", List.of(i), Map.of());
      }

      // Then
      await().until(() -> order.size() == 500);
      assertEquals(java.util.stream.IntStream.range(0, 500).boxed().toList(), order);
    }
  }

  @Test
  void aSlowHandlerLosesTheOldestAndIsToldHowMany() {
    // Given
    CountDownLatch release = new CountDownLatch(1);
    List<String> handled = new CopyOnWriteArrayList<>();
    Subscription slow = subscribeUntil(release, handled);

    // When
    for (int i = 1; i <= 10; i++) {
      router.event("com.t", List.of(i), Map.of());
    }
    await().until(() -> slow.dropped() == 6);
    release.countDown();

    // Then
    await().until(() -> handled.size() == 5);
    assertEquals(
        List.of("0 after 0", "7 after 6", "8 after 0", "9 after 0", "10 after 0"), handled);
  }

  @Test
  void whatTheRouterLeftOutIsToldToo() {
    // Given
    List<String> handled = new CopyOnWriteArrayList<>();
    Subscription subscription =
        component.subscribe(
            "com.t",
            (arguments, details) ->
                handled.add(
                    arguments.get(0, Integer.class)
                        + " after "
                        + details.dropped()
                        + " for "
                        + details.conflated()));

    // When
    router.event("com.t", Dict.of("_dropped", 3L, "_conflated", 2L), List.of(1), Map.of());
    router.event("com.t", List.of(2), Map.of());

    // Then
    await().until(() -> handled.size() == 2);
    assertEquals(List.of("1 after 3 for 2", "2 after 0 for 0"), handled);
    assertEquals(3, subscription.dropped());
  }

  @Test
  void whatADroppedEventHadToTellTheNextOneTells() {
    // Given
    CountDownLatch release = new CountDownLatch(1);
    List<String> handled = new CopyOnWriteArrayList<>();
    Subscription slow = subscribeUntil(release, handled);

    // When
    router.event("com.t", Dict.of("_dropped", 7L), List.of(1), Map.of());
    for (int i = 2; i <= 5; i++) {
      router.event("com.t", List.of(i), Map.of()); // four may wait: the first goes
    }
    await().until(() -> slow.dropped() == 8);
    release.countDown();

    // Then
    await().until(() -> handled.size() == 5);
    assertEquals("2 after 8", handled.get(1));
  }

  @Test
  void oneSlowSubscriptionDoesNotHoldUpAnother() {
    // Given
    CountDownLatch release = new CountDownLatch(1);
    List<Integer> quick = new CopyOnWriteArrayList<>();
    component.subscribe("com.slow", (arguments, details) -> release.await());
    component.subscribe("com.quick", (arguments, details) -> quick.add(1));

    // When
    router.event("com.slow", List.of(), Map.of());
    router.event("com.quick", List.of(), Map.of());

    // Then
    await().until(() -> quick.size() == 1);
    release.countDown();
  }

  @Test
  void twoHandlersShareATopicAndOnlyTheLastToGoUnsubscribes() {
    // Given
    List<String> seen = new CopyOnWriteArrayList<>();
    Subscription first = component.subscribe("com.t", (arguments, details) -> seen.add("first"));
    Subscription second = component.subscribe("com.t", (arguments, details) -> seen.add("second"));
    first.close();

    // When
    router.event("com.t", List.of(), Map.of());

    // Then
    await().until(() -> seen.equals(List.of("second")));
    assertEquals(0, router.sent(Unsubscribe.class).size());
    second.close();
    await().until(() -> router.sent(Unsubscribe.class).size() == 1);
  }

  private Object seen() throws InterruptedException {
    return watcher.seen.poll(10, TimeUnit.SECONDS);
  }

  /** Its handler has begun with an event, 0, and waits in it; further ones wait in the queue. */
  private Subscription subscribeUntil(CountDownLatch release, List<String> handled) {
    CountDownLatch entered = new CountDownLatch(1);
    Subscription slow =
        component.subscribe(
            "com.t",
            (arguments, details) -> {
              entered.countDown();
              release.await();
              handled.add(arguments.get(0, Integer.class) + " after " + details.dropped());
            });
    router.event("com.t", List.of(0), Map.of());
    await().until(() -> entered.getCount() == 0);
    return slow;
  }
}
