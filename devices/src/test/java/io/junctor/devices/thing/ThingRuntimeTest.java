package io.junctor.devices.thing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.loop.ManualLoop;
import io.junctor.devices.thing.Status.Availability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** States, calls and what is published of them, with a thing of two properties. */
class ThingRuntimeTest {

  private static final Publishing PUBLISHING =
      new Publishing(1.0, Duration.ofMillis(100), Duration.ofSeconds(30));

  private final ManualLoop loop = new ManualLoop();
  private final ThingRuntime thing =
      new ThingRuntime(
          Thing.of(
              "tank",
              "tank",
              "Tank",
              "A tank",
              List.of(
                  Property.reading("level", "Level", "d", new Schema.Numeric("%", 0, 100, null))
                      .withPublishing(PUBLISHING),
                  Property.control(
                      "valve", "Valve", "d", new Schema.Bool(), Duration.ofSeconds(1))),
              List.of(
                  new Action(
                      "flush",
                      "Flush",
                      "d",
                      Schema.Members.none(),
                      Schema.Members.none(),
                      false,
                      false)),
              List.of(new Event("leak", "Leak", "d", Schema.Members.none()))),
          loop);
  private final List<PropertyState> published = new ArrayList<>();
  private final List<Status> statuses = new ArrayList<>();
  private final List<Map<String, Object>> events = new ArrayList<>();
  private final ThingPublisher publisher = new ThingPublisher(thing, loop, new Sink());

  private final class Sink implements ThingSink {
    @Override
    public void property(PropertyState state) {
      published.add(state);
    }

    @Override
    public void status(Status status) {
      statuses.add(status);
    }

    @Override
    public void event(String event, Map<String, Object> data) {
      events.add(data);
    }
  }

  @Test
  void whatWaitedForItsIntervalIsPublishedBeforeTheThingIsOffline() {
    // Given
    listen();
    thing.report("valve", true);
    loop.settle();
    published.clear();
    // When: the loop that would run the timer ends with the device
    thing.report("valve", false);
    thing.offline("closed");
    // Then
    assertEquals(List.of(false), published.stream().map(PropertyState::value).toList());
    assertEquals(Availability.OFFLINE, statuses.getLast().availability());
  }

  private void listen() {
    thing.listen(publisher);
    thing.online();
  }

  private List<Object> levels() {
    return published.stream()
        .filter(state -> state.property().name().equals("level"))
        .map(PropertyState::value)
        .toList();
  }

  @Test
  void smallChangesAreKeptButNotPublished() {
    // Given
    listen();
    thing.report("level", 50.0);
    loop.advanceMillis(1_000);
    // When
    thing.report("level", 50.9);
    loop.advanceMillis(1_000);
    // Then
    assertEquals(List.of(50.0), levels());
    assertEquals(50.9, thing.property("level").value());
    // and the deadband counts from what was published, so creeping is seen
    thing.report("level", 51.0);
    assertEquals(List.of(50.0, 51.0), levels());
  }

  @Test
  void fastChangesArePublishedNewestOnlyAfterTheInterval() {
    // Given
    listen();
    thing.report("level", 50.0);
    // When
    for (double level = 51; level <= 60; level++) {
      thing.report("level", level);
    }
    assertEquals(List.of(50.0), levels());
    loop.advanceMillis(100);
    // Then
    assertEquals(List.of(50.0, 60.0), levels());
  }

  @Test
  void changeThatWentBackWithinTheIntervalIsNotPublished() {
    // Given
    listen();
    thing.report("level", 50.0);
    thing.report("level", 70.0);
    thing.report("level", 50.2);
    // When
    loop.advanceMillis(200);
    // Then
    assertEquals(List.of(50.0), levels());
  }

  @Test
  void qualityIsPublishedAtOnce() {
    // Given
    listen();
    thing.report("level", 50.0);
    // When
    thing.failed("level", "no cable");
    thing.report("level", 50.0);
    // Then
    assertEquals(
        List.of(Quality.GOOD, Quality.FAILED, Quality.GOOD),
        published.stream().map(PropertyState::quality).toList());
  }

  @Test
  void steadyValueIsPublishedAgainNowAndThen() {
    // Given
    listen();
    // When
    for (int second = 0; second <= 60; second++) {
      thing.report("level", 50.0);
      loop.advanceMillis(1_000);
    }
    // Then
    assertEquals(List.of(50.0, 50.0, 50.0), levels());
  }

  @Test
  void reconnectingPublishesEverythingAnew() {
    // Given
    listen();
    thing.report("level", 50.0);
    thing.report("valve", false);
    published.clear();
    statuses.clear();
    // When
    publisher.publishAll();
    // Then
    assertEquals(2, published.size());
    assertEquals(1, statuses.size());
  }

  @Test
  void statusFollowsTheWorstProperty() {
    // Given
    listen();
    thing.report("level", 50.0);
    assertEquals(Availability.DEGRADED, thing.status().availability());
    assertEquals("valve stale: not measured yet", thing.status().reason());
    // When
    thing.report("valve", false);
    // Then
    assertEquals(Availability.ONLINE, thing.status().availability());
    assertNull(thing.status().reason());
    // and
    thing.stale("level", "silent");
    assertEquals(Availability.DEGRADED, thing.status().availability());
    thing.offline("closed");
    assertEquals(Availability.OFFLINE, statuses.getLast().availability());
    thing.report("level", 1.0);
    assertEquals(Availability.OFFLINE, thing.status().availability());
  }

  @Test
  void failedValueIsUnknownStaleValueIsKept() {
    // Given
    thing.report("level", 50.0);
    // When
    thing.stale("level", "silent");
    // Then
    assertEquals(50.0, thing.property("level").value());
    thing.failed("level", "gone");
    assertNull(thing.property("level").value());
    assertEquals("gone", thing.property("level").json().get("reason"));
  }

  @Test
  void sequenceGrowsWithEveryChangeAndNotWithRepetitions() {
    // Given
    thing.failed("level", "gone");
    long seq = thing.property("level").seq();
    // When
    thing.failed("level", "gone");
    thing.failed("level", "gone");
    // Then
    assertEquals(seq, thing.property("level").seq());
    thing.report("level", 1.0);
    assertEquals(seq + 1, thing.property("level").seq());
  }

  @Test
  void writableStateTellsDesiredAndPendingReadOnlyDoesNot() {
    // Given
    thing.report("valve", false);
    // When
    thing.want("valve", true, Caller.of("anna"));
    // Then
    Map<String, Object> json = thing.property("valve").json();
    assertEquals(false, json.get("value"));
    assertEquals(true, json.get("desired"));
    assertEquals(Map.of("since", "2026-01-01T00:00:00Z", "by", "anna"), json.get("pending"));
    assertFalse(thing.property("level").json().containsKey("desired"));
    assertEquals("%", thing.property("level").json().get("unit"));
  }

  @Test
  void eventsAreStamped() {
    // Given
    listen();
    // When
    thing.event("leak", Map.of());
    // Then
    assertEquals(List.of(Map.of("time", "2026-01-01T00:00:00Z")), events);
  }

  @Test
  void callsAreDoneOnTheLoopWithCheckedValues() throws Exception {
    // Given
    thing.setter(
        "valve",
        (value, caller, done) -> {
          thing.report("valve", value);
          done.complete(thing.property("valve"));
        });
    // When
    CompletableFuture<PropertyState> done = thing.set("valve", true, Caller.of("anna"));
    assertFalse(done.isDone());
    loop.settle();
    // Then
    assertEquals(true, done.get().value());
  }

  @Test
  void callCancelledBeforeItsTurnDoesNothing() {
    // Given
    List<Object> set = new ArrayList<>();
    thing.setter("valve", (value, caller, done) -> set.add(value));
    CompletableFuture<PropertyState> done = thing.set("valve", true, Caller.of("anna"));
    // When
    done.cancel(true);
    loop.settle();
    // Then
    assertEquals(List.of(), set);
  }

  @Test
  void bugInTheDeviceEndsTheCallAndReachesTheCrashHandler() {
    // Given
    List<Throwable> told = new ArrayList<>();
    loop.onCrash(told::add);
    thing.actor(
        "flush",
        (input, caller, done) -> {
          throw new IllegalStateException("a bug");
        });
    // When
    CompletableFuture<?> done = thing.invoke("flush", Map.of(), Caller.of("anna"));
    loop.settle();
    // Then
    ThingException failure =
        assertInstanceOf(
            ThingException.class, assertThrows(ExecutionException.class, done::get).getCause());
    assertEquals(ThingException.UNAVAILABLE, failure.uri());
    assertEquals(1, told.size());
  }

  @Test
  void closedLoopIsUnavailableAtOnce() {
    // Given
    thing.setter("valve", (value, caller, done) -> {});
    loop.close();
    // When
    CompletableFuture<?> done = thing.set("valve", true, Caller.of("anna"));
    // Then
    assertTrue(done.isCompletedExceptionally());
  }

  @Test
  void lastChangeBeforeTheEndIsPublishedAlthoughNoTimerWillCome() {
    // Given
    listen();
    thing.report("level", 50.0);
    loop.close();
    // When
    thing.report("level", 70.0);
    // Then
    assertEquals(List.of(50.0, 70.0), levels());
  }

  @Test
  void unknownNamesAreRefused() {
    assertTrue(thing.set("colour", 1, Caller.of("anna")).isCompletedExceptionally());
    assertTrue(thing.invoke("dance", Map.of(), Caller.of("anna")).isCompletedExceptionally());
    assertThrows(IllegalArgumentException.class, () -> thing.property("colour"));
    assertThrows(IllegalArgumentException.class, () -> thing.setter("colour", (v, c, d) -> {}));
  }
}
