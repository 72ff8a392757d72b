package io.junctor.hil.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.Wiring;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.TopicWatch;
import io.junctor.wamp.message.ErrorMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Router and worker in two processes with a simulated knob: what each does when the other dies. */
class SplitProcessesTest {

  /** Slow: across its range in 13 s, so that it is under way when something happens. */
  private static final String SLOW_KNOB = "knob: {kind: knob, speedDegreesPerSecond: 20}";

  private static final double TARGET = 260;

  /** Pings every 500 ms, answered within 1,500; and what a busy machine needs besides. */
  private static final Duration NOTICED = Duration.ofMillis(2_000 + 1_000);

  /** A closed socket is noticed at once; and what a busy machine needs besides. */
  private static final Duration AT_ONCE = Duration.ofMillis(1_000);

  private SplitGateway gateway;
  private ProductProcess router;
  private ProductProcess worker;

  @BeforeEach
  void start() throws IOException {
    gateway = SplitGateway.of(new Wiring("sim", SLOW_KNOB), SplitGateway.ownUser());
    router = gateway.startRouter();
    worker = gateway.startWorker();
    gateway.awaitStatus("knob", "online");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void thingsOfTheWorkerAreReachedThroughTheRouter() {
    // When
    Map<String, Object> position = gateway.call("knob.position.get");
    // Then
    assertEquals("good", position.get("quality"));
    assertTrue(worker.readyLine().contains("things=knob"), worker.readyLine());
    assertTrue(router.readyLine().contains("workers=unix:"), router.readyLine());
  }

  @Test
  void aKilledWorkersThingIsOfflineAtOnceAndItsCallsFailUntilItIsBack() throws Exception {
    try (Peer caller = gateway.join();
        TopicWatch status = gateway.watch(Site.SITE + ".knob.status")) {
      // Given
      caller.call(Site.SITE + ".knob.position.set", TARGET);
      awaitMoving(true);
      // When
      worker.kill();
      long killed = System.nanoTime();
      // Then
      caller.receive(ErrorMessage.class); // the call that was under way
      status.until("offline", kwargs -> "offline".equals(kwargs.get("value")));
      assertWithin(AT_ONCE, killed);
      caller.call(Site.SITE + ".knob.position.get");
      caller.receiveError("wamp.error.no_such_procedure");
      gateway.startWorker();
      status.until("online", kwargs -> "online".equals(kwargs.get("value")));
      assertEquals("good", gateway.call("knob.position.get").get("quality"));
    }
  }

  @Test
  void aWorkerWhoseRouterIsKilledStopsItsMotorAndJoinsTheNextOne() throws Exception {
    // Given
    try (Peer caller = gateway.join()) {
      caller.call(Site.SITE + ".knob.position.set", TARGET);
      awaitMoving(true);
    }
    // When
    router.kill();
    // Then
    awaitSessionLost(AT_ONCE);
    router = gateway.startRouter();
    gateway.awaitStatus("knob", "online");
    assertStoppedOnTheWay();
  }

  @Test
  void aWorkerWhoseRouterIsToldToStopStopsItsMotorAndJoinsTheNextOne() throws Exception {
    // Given
    try (Peer caller = gateway.join()) {
      caller.call(Site.SITE + ".knob.position.set", TARGET);
      awaitMoving(true);
    }
    // When
    int exit = router.terminate();
    // Then
    assertEquals(0, exit);
    awaitSessionLost(AT_ONCE);
    router = gateway.startRouter();
    gateway.awaitStatus("knob", "online");
    assertStoppedOnTheWay();
  }

  @Test
  void aWorkerWhoseRouterHangsStopsItsMotorAndJoinsAgain() {
    // Given
    try (Peer caller = gateway.join()) {
      caller.call(Site.SITE + ".knob.position.set", TARGET);
      awaitMoving(true);
      // When
      router.signal("STOP");
      // Then
      awaitSessionLost(NOTICED);
      router.signal("CONT");
    }
    gateway.awaitStatus("knob", "online");
    assertStoppedOnTheWay();
  }

  @Test
  void aHangingWorkersThingIsOfflineUntilItGoesOn() {
    try (TopicWatch status = gateway.watch(Site.SITE + ".knob.status");
        Peer caller = gateway.join()) {
      // When
      worker.signal("STOP");
      long stopped = System.nanoTime();
      // Then
      status.until("offline", kwargs -> "offline".equals(kwargs.get("value")));
      assertWithin(NOTICED, stopped);
      caller.call(Site.SITE + ".knob.position.get");
      caller.receiveError("wamp.error.no_such_procedure");
      worker.signal("CONT");
      status.until("online", kwargs -> "online".equals(kwargs.get("value")));
    }
  }

  @Test
  void aWorkerThatIsToldToStopSaysSoAndEndsWell() {
    try (TopicWatch status = gateway.watch(Site.SITE + ".knob.status")) {
      // When
      int exit = worker.terminate();
      // Then
      assertEquals(0, exit);
      Map<String, Object> last =
          status.until("offline", kwargs -> "offline".equals(kwargs.get("value")));
      assertEquals("closed", last.get("reason"));
      assertEquals(0, router.terminate());
    }
  }

  private void awaitMoving(boolean isMoving) {
    try (TopicWatch moving = gateway.watch(Site.SITE + ".knob.moving")) {
      moving.untilGood(Boolean.valueOf(isMoving)::equals, "moving " + isMoving);
    }
  }

  private void awaitSessionLost(Duration within) {
    Awaitility.await("the worker notices")
        .atMost(within)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> worker.log().contains("session lost device=knob"));
  }

  private void assertStoppedOnTheWay() {
    awaitMoving(false);
    double position = ((Number) gateway.call("knob.position.get").get("value")).doubleValue();
    assertTrue(position < TARGET - 20, "it was stopped on its way, and is at " + position);
    // the level; a lost link may have the cause IO_ERROR
    assertFalse(worker.log().contains(" ERROR "), worker::log);
  }

  private static void assertWithin(Duration limit, long since) {
    long millis = (System.nanoTime() - since) / 1_000_000;
    assertTrue(millis <= limit.toMillis(), "within " + limit + ", got " + millis + " ms");
  }
}
