package io.junctor.devices.wamp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.CallOptions;
import io.junctor.component.Component;
import io.junctor.component.SubscribeOptions;
import io.junctor.component.WampError;
import io.junctor.devices.DeviceKinds;
import io.junctor.devices.fridge.FridgeConfig;
import io.junctor.devices.knob.KnobConfig;
import io.junctor.devices.knob.sim.KnobSimulation;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.server.RealmSetup;
import io.junctor.server.RouterServer;
import io.junctor.server.ServerLimits;
import io.junctor.wamp.auth.OpenAccess;
import io.junctor.wamp.auth.StaticAuthenticator;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A simulated knob in a realm of the real router, all in this process and in real time. */
class ThingComponentTest {

  private static final String REALM = "test";
  private static final String SITE = "com.example.test";
  private static final String KNOB = SITE + ".knob";
  private static final Duration SOON = Duration.ofSeconds(5);

  private final RouterServer router = new RouterServer(ServerLimits.DEFAULT);
  private final SimBoard board = new SimBoard();
  private final BoardWiring wiring = new BoardWiring(board);
  private final KnobConfig config =
      new KnobConfig(null, null, null, null, null, 60.0, null, null, null, null);
  private KnobSimulation world;
  private ThingComponent bound;
  private Component client;

  @BeforeEach
  void start() {
    Permission everything =
        new Permission("com.", MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ALWAYS);
    Permission meta =
        new Permission("wamp.", MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ALWAYS);
    router.addRealm(
        new RealmSetup(
            REALM,
            new StaticAuthenticator(
                List.of(), new OpenAccess(null, "tester", null), length -> new byte[length]),
            new StaticAuthorizer(Map.of("tester", List.of(everything, meta))),
            Journal.NONE,
            RouterLimits.DEFAULT));
    world = KnobSimulation.attach(wiring, config, 1);
    bound =
        ThingComponent.start(
            DeviceKinds.of("knob").create("knob", config, board, InstantSource.system()),
            SITE,
            Component.builder(router.localConnector()).realm(REALM));
    client = newClient();
    await().atMost(SOON).until(bound.component()::isConnected);
    await().atMost(SOON).until(this::canRead);
  }

  @AfterEach
  void stop() {
    client.close();
    bound.close();
    router.close();
    board.close();
  }

  private Component newClient() {
    return Component.builder(router.localConnector()).realm(REALM).connect();
  }

  private boolean canRead() {
    try {
      return "good".equals(client.call(KNOB + ".position.get").kwargs().get("quality"));
    } catch (WampError notYet) {
      return false;
    }
  }

  private CompletableFuture<Map<String, Object>> turnInBackground(Component by, double target) {
    return CompletableFuture.supplyAsync(
        () -> by.call(KNOB + ".position.set", target).kwargs(),
        task -> Thread.ofVirtual().start(task));
  }

  /** The motor is on when this returns. */
  private CompletableFuture<Map<String, Object>> turning(Component by, double target) {
    CompletableFuture<Map<String, Object>> call = turnInBackground(by, target);
    await()
        .atMost(SOON)
        .until(
            () -> {
              if (call.isDone()) {
                call.join(); // says why it failed
              }
              return world.duty() > 0;
            });
    return call;
  }

  private static WampError failure(CompletableFuture<?> call) {
    return (WampError)
        assertThrows(CompletionException.class, () -> call.orTimeout(5, TimeUnit.SECONDS).join())
            .getCause();
  }

  @Test
  void describeAnswersTheThingDescriptionAsOnePositionalObject() {
    // When
    List<Object> args = client.call(KNOB + ".describe").args();
    // Then
    Map<?, ?> description = (Map<?, ?>) args.getFirst();
    assertEquals("urn:wamp:" + KNOB, description.get("id"));
    Map<?, ?> position = (Map<?, ?>) ((Map<?, ?>) description.get("properties")).get("position");
    assertEquals("deg", position.get("unit"));
    assertEquals(270.0, ((Number) position.get("maximum")).doubleValue());
  }

  @Test
  void whoKnowsAUriFindsOutWhatItIs() {
    // When
    await().atMost(SOON).until(() -> !reflected("stop").isEmpty());
    List<?> position = reflected("position");
    List<?> set = reflected("position.set");
    List<?> stop = reflected("stop");
    // Then
    assertEquals(
        List.of("topic number deg", "procedure number deg", "procedure null null"),
        List.of(brief(position), brief(set), brief(stop)));
    client.close();
    bound.close();
    client = newClient();
    await().atMost(SOON).until(() -> reflected("position").isEmpty());
  }

  private List<?> reflected(String name) {
    return (List<?>) client.call("wamp.reflect.describe", KNOB + "." + name).args().getFirst();
  }

  private static String brief(List<?> described) {
    Map<?, ?> only = (Map<?, ?>) described.getFirst();
    Map<?, ?> affordance = (Map<?, ?>) only.get("definition");
    assertEquals(1, described.size());
    return only.get("type") + " " + affordance.get("type") + " " + affordance.get("unit");
  }

  @Test
  void lateSubscriberFindsTheThingByItsRetainedState() {
    // Given
    Map<String, Map<String, Object>> seen = new ConcurrentHashMap<>();
    // When
    client.subscribe(
        SITE + ".",
        SubscribeOptions.DEFAULT.withMatch(MatchPolicy.PREFIX).withRetained(),
        (event, details) -> seen.put(details.topic(), event.kwargs()));
    // Then
    await().atMost(SOON).until(() -> seen.containsKey(KNOB + ".status"));
    await().atMost(SOON).until(() -> seen.containsKey(KNOB + ".position"));
    assertEquals("online", seen.get(KNOB + ".status").get("value"));
    assertEquals("good", seen.get(KNOB + ".position").get("quality"));
    assertTrue(seen.get(KNOB + ".position").containsKey("desired"));
  }

  @Test
  void setAnswersAfterReadBackAndTellsProgress() {
    // Given
    List<Map<String, Object>> progress = Collections.synchronizedList(new ArrayList<>());
    CallOptions options = CallOptions.DEFAULT.withProgress(part -> progress.add(part.kwargs()));
    // When
    Map<String, Object> state = client.call(KNOB + ".position.set", options, 165.0).kwargs();
    // Then
    assertEquals(165.0, (Double) state.get("value"), 1.5);
    assertEquals(165.0, (Double) state.get("desired"));
    assertTrue(progress.size() >= 2, progress.size() + " progressive results");
    Map<?, ?> pending = (Map<?, ?>) progress.getFirst().get("pending");
    assertEquals("local", pending.get("by"));
  }

  @Test
  void setTakesItsValueByKeywordToo() {
    // When
    Map<String, Object> state = client.call(KNOB + ".position.set", Map.of("value", 140)).kwargs();
    // Then
    assertEquals(140.0, (Double) state.get("value"), 1.5);
  }

  @Test
  void outOfRangeIsATypedErrorThatSaysWhatIsWanted() {
    // When
    WampError refused =
        assertThrows(WampError.class, () -> client.call(KNOB + ".position.set", 300));
    // Then
    assertEquals("wamp.error.invalid_argument", refused.uri());
    assertEquals("position: expected a number 0..270 deg, got 300", refused.args().getFirst());
  }

  @Test
  void missingAndSurplusArgumentsAreRefused() {
    assertThrows(WampError.class, () -> client.call(KNOB + ".position.set"));
    assertThrows(WampError.class, () -> client.call(KNOB + ".position.set", 1, 2));
    assertThrows(WampError.class, () -> client.call(KNOB + ".position.set", Map.of("target", 1)));
    assertThrows(WampError.class, () -> client.call(KNOB + ".stop", 1));
    assertEquals(0, world.duty());
  }

  @Test
  void newerTargetSupersedesTheOlderCall() {
    // Given
    var older = turning(client, 270);
    // When
    var newer = turnInBackground(client, 130);
    // Then
    assertEquals("junctor.error.superseded", failure(older).uri());
    assertEquals(130.0, (Double) newer.join().get("value"), 1.5);
  }

  @Test
  void cancellingTheCallStopsTheMotor() {
    // Given: a call whose time runs out is cancelled
    CallOptions impatient = CallOptions.within(Duration.ofMillis(300));
    // When
    WampError failed =
        assertThrows(WampError.class, () -> client.call(KNOB + ".position.set", impatient, 270.0));
    // Then
    assertTrue(
        List.of("wamp.error.timeout", "wamp.error.canceled").contains(failed.uri()), failed.uri());
    await().atMost(SOON).until(() -> world.duty() == 0);
    assertTrue(world.degrees() < 200, "stopped at " + world.degrees());
  }

  @Test
  void losingTheControllersSessionStopsTheMotor() {
    // Given
    Component controller = newClient();
    var call = turning(controller, 270);
    // When
    controller.close();
    // Then
    await().atMost(SOON).until(() -> world.duty() == 0);
    assertTrue(world.degrees() < 250, "stopped at " + world.degrees());
    assertThrows(CompletionException.class, call::join);
  }

  @Test
  void losingTheRouterStopsTheMotor() {
    // Given
    var call = turning(client, 270);
    // When
    router.close();
    // Then
    // other threads' trouble with the closed router is not this test's
    await().dontCatchUncaughtExceptions().atMost(SOON).until(() -> world.duty() == 0);
    assertThrows(CompletionException.class, call::join);
  }

  @Test
  void losingTheRouterSwitchesOffWhatNoCallHolds() {
    // Given: a compressor that stays on after the call that switched it on
    FridgeConfig fridgeConfig =
        new FridgeConfig(
            null,
            new FridgeConfig.Ranger(null, 1_300, 300, null, null),
            null,
            null,
            new FridgeConfig.Compressor("GPIO27", null, 0),
            null,
            null);
    ThingComponent fridge =
        ThingComponent.start(
            DeviceKinds.of("fridge").create("fridge", fridgeConfig, board, InstantSource.system()),
            SITE,
            Component.builder(router.localConnector()).realm(REALM));
    String compressor = SITE + ".fridge.compressor.set";
    await()
        .atMost(SOON)
        .ignoreException(WampError.class)
        .until(() -> Boolean.TRUE.equals(client.call(compressor, true).kwargs().get("value")));
    assertTrue(wiring.line("GPIO27").level());
    // When
    router.close();
    // Then
    await().dontCatchUncaughtExceptions().atMost(SOON).until(() -> !wiring.line("GPIO27").level());
    fridge.close();
  }

  @Test
  void stopActionStopsAndAnswersTheState() {
    // Given
    var moving = turning(client, 270);
    // When
    Map<String, Object> stopped = client.call(KNOB + ".stop").kwargs();
    // Then
    assertEquals(0, world.duty());
    assertTrue(stopped.containsKey("position"));
    assertEquals("junctor.error.superseded", failure(moving).uri());
  }

  @Test
  void closingSaysOfflineAndLeavesTheMotorOff() {
    // Given
    List<Object> statuses = Collections.synchronizedList(new ArrayList<>());
    client.subscribe(
        KNOB + ".status", (event, details) -> statuses.add(event.kwargs().get("value")));
    turning(client, 270);
    // When
    bound.close();
    // Then
    assertEquals(0, world.duty());
    await().atMost(SOON).until(() -> statuses.contains("offline"));
    assertFalse(bound.component().isConnected());
  }

  @Test
  void eventsOfTheThingArePublished() {
    // Given
    List<Map<String, Object>> stalls = Collections.synchronizedList(new ArrayList<>());
    client.subscribe(KNOB + ".stall", (event, details) -> stalls.add(event.kwargs()));
    world.jam(true);
    // When
    WampError failed =
        assertThrows(WampError.class, () -> client.call(KNOB + ".position.set", 200.0));
    // Then
    assertEquals("junctor.error.stalled", failed.uri());
    await().atMost(SOON).until(() -> stalls.size() == 1);
    assertTrue(stalls.getFirst().containsKey("time"));
  }
}
