package io.junctor.devices.knob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.Quality;
import io.junctor.devices.thing.Status;
import io.junctor.devices.thing.Status.Availability;
import io.junctor.devices.thing.ThingException;
import io.junctor.devices.thing.ThingPublisher;
import io.junctor.devices.thing.ThingSink;
import io.junctor.drivers.sim.I2cFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The knob with its simulated motor, without WAMP. */
class KnobDeviceTest {

  private final KnobBench bench = KnobBench.running();

  @AfterEach
  void motorIsOffAndNothingCrashed() {
    bench.device.close();
    assertEquals(0, bench.world.duty());
    assertEquals(List.of(), bench.loop.crashes());
    assertEquals(List.of(), bench.watchdogLoop.crashes());
  }

  @Test
  void standingKnobIsReportedAndNobodyWantsAnything() {
    PropertyState position = bench.position();
    assertEquals(135.0, (Double) position.value(), 0.3);
    assertEquals(Quality.GOOD, position.quality());
    assertNull(position.desired());
    assertNull(position.pending());
    assertFalse(bench.isMoving());
    assertEquals(Availability.ONLINE, bench.device.thing().status().availability());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 20, 130, 137, 200, 269, 270})
  void reachesTheTargetWithinToleranceAndNeverPassesTheEndStops(double target) throws Exception {
    // When
    var done = bench.turn(target);
    double lowest = 135;
    double highest = 135;
    for (int i = 0; i < 300; i++) {
      bench.loop.advanceMillis(10);
      lowest = Math.min(lowest, bench.world.degrees());
      highest = Math.max(highest, bench.world.degrees());
    }
    // Then
    PropertyState state = done.get();
    assertEquals(target, (Double) state.value(), 1.5);
    assertEquals(target, state.desired());
    assertNull(state.pending());
    assertEquals(target, bench.world.degrees(), 1.5);
    assertEquals(0, bench.world.duty());
    assertFalse(bench.isMoving());
    assertTrue(lowest >= -1.5, "went down to " + lowest);
    assertTrue(highest <= 271.5, "went up to " + highest);
    // nor past the target by more than the tolerance
    assertTrue(
        target < 135 ? lowest >= target - 1.5 : highest <= target + 1.5, lowest + ".." + highest);
  }

  @Test
  void speedStaysWithinTheConfiguredOne() {
    // Given
    bench.turn(270.0);
    double before = bench.world.degrees();
    double fastest = 0;
    // When
    for (int i = 0; i < 100; i++) {
      bench.loop.advanceMillis(20);
      double now = bench.world.degrees();
      fastest = Math.max(fastest, Math.abs(now - before) / 0.02);
      before = now;
    }
    // Then: a tenth more is what the ramp overshoots
    assertTrue(fastest <= 180 * 1.15, "fastest " + fastest);
    assertTrue(fastest >= 150, "fastest " + fastest);
  }

  @Test
  void whileItMovesTheStateSaysWhatIsWantedSinceWhenAndByWhom() {
    // When
    bench.turn(250.0);
    bench.loop.advanceMillis(200);
    // Then
    PropertyState state = bench.position();
    assertEquals(250.0, state.desired());
    assertEquals("operator", state.pending().by());
    assertEquals(200, Duration.between(state.pending().since(), bench.loop.now()).toMillis(), 2);
    assertTrue((Double) state.value() < 200);
    assertTrue(bench.isMoving());
  }

  @Test
  void progressIsSentWhileItMovesButNotMoreThanTenTimesASecond() {
    // Given
    List<Map<String, Object>> progress = new ArrayList<>();
    // When
    bench.turn(270.0, new Caller("operator", progress::add));
    bench.loop.advanceMillis(500);
    // Then
    assertTrue(progress.size() >= 3 && progress.size() <= 6, progress.size() + " times");
    assertEquals(270.0, progress.getLast().get("desired"));
    double first = (Double) progress.getFirst().get("value");
    double last = (Double) progress.getLast().get("value");
    assertTrue(last > first + 20, first + " to " + last);
  }

  @Test
  void newestTargetWins() throws Exception {
    // Given
    var older = bench.turn(270.0);
    bench.loop.advanceMillis(300);
    // When
    var newer = bench.turn(50.0);
    bench.loop.advance(Duration.ofSeconds(4));
    // Then
    assertEquals(ThingException.SUPERSEDED, KnobBench.failure(older).uri());
    assertEquals(50.0, (Double) newer.get().value(), 1.5);
    assertEquals(50.0, bench.position().desired());
  }

  @Test
  void cancellingStopsTheMotorAtOnce() {
    // Given
    var done = bench.turn(270.0);
    bench.loop.advanceMillis(400);
    assertTrue(bench.world.duty() > 0);
    // When
    done.cancel(true);
    bench.loop.settle();
    // Then
    assertEquals(0, bench.world.duty());
    bench.loop.advance(Duration.ofSeconds(1));
    assertTrue(bench.world.degrees() < 230, "stopped at " + bench.world.degrees());
    assertNull(bench.position().desired());
    assertNull(bench.position().pending());
    assertFalse(bench.isMoving());
  }

  @Test
  void cancellingASupersededCallDoesNotStopTheNewerOne() throws Exception {
    // Given
    var older = bench.turn(270.0);
    var newer = bench.turn(200.0);
    // When
    older.cancel(true);
    bench.loop.advance(Duration.ofSeconds(3));
    // Then
    assertEquals(200.0, (Double) newer.get().value(), 1.5);
  }

  @Test
  void stopActionStopsAndAnswersWhereItStands() throws Exception {
    // Given
    var moving = bench.turn(270.0);
    bench.loop.advanceMillis(400);
    // When
    var stopped = bench.device.thing().invoke("stop", Map.of(), KnobBench.OPERATOR);
    bench.loop.settle();
    // Then
    assertEquals(0, bench.world.duty());
    double position = (Double) stopped.get().get("position");
    assertEquals(bench.world.degrees(), position, 5);
    assertEquals(ThingException.SUPERSEDED, KnobBench.failure(moving).uri());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 270.1, 1e9, Double.NaN, Double.NEGATIVE_INFINITY})
  void targetsBeyondTheEndStopsAreRefused(double target) {
    // When
    ThingException refused = KnobBench.failure(bench.turn(target));
    // Then
    assertEquals(ThingException.INVALID_ARGUMENT, refused.uri());
    assertTrue(refused.getMessage().startsWith("position: expected a number 0..270 deg, got "));
    assertEquals(0, bench.world.duty());
  }

  @Test
  void jammedKnobStopsTheMotorAndSaysSo() {
    // Given
    bench.world.jam(true);
    var done = bench.turn(200.0);
    // When
    bench.loop.advanceMillis(900);
    // Then
    assertEquals(ThingException.STALLED, KnobBench.failure(done).uri());
    assertEquals(0, bench.world.duty());
    assertEquals(List.of("stall"), bench.events);
    assertNull(bench.position().desired());
    assertEquals(Quality.GOOD, bench.position().quality());
  }

  @Test
  void jamInTheMiddleOfAMoveIsNoticedToo() throws Exception {
    // Given
    var done = bench.turn(270.0);
    bench.loop.advanceMillis(400);
    bench.world.jam(true);
    // When
    bench.loop.advanceMillis(900);
    // Then
    assertEquals(ThingException.STALLED, KnobBench.failure(done).uri());
    // and freed, it turns again
    bench.world.jam(false);
    var again = bench.turn(100.0);
    bench.loop.advance(Duration.ofSeconds(3));
    assertEquals(100.0, (Double) again.get().value(), 1.5);
  }

  @Test
  void losingTheSensorStopsTheMotorAndFailsTheQuality() {
    // Given
    var done = bench.turn(270.0);
    bench.loop.advanceMillis(300);
    assertTrue(bench.world.duty() > 0);
    // When
    bench.bus().inject(new I2cFault.Nack(0x48));
    bench.loop.advanceMillis(40);
    // Then
    assertEquals(0, bench.world.duty());
    assertEquals(ThingException.UNAVAILABLE, KnobBench.failure(done).uri());
    assertEquals(Quality.FAILED, bench.position().quality());
    assertNull(bench.position().value());
    assertEquals(Availability.DEGRADED, bench.device.thing().status().availability());
    // and it does not move on by itself when the sensor is back
    bench.bus().clearFaults();
    bench.loop.advanceMillis(500);
    assertEquals(Quality.GOOD, bench.position().quality());
    assertEquals(0, bench.world.duty());
  }

  @Test
  void brokenWireIsASensorLossNotAPosition() {
    // Given
    bench.turn(270.0);
    bench.loop.advanceMillis(300);
    // When
    bench.world.breakWire(true);
    bench.loop.advanceMillis(40);
    // Then
    assertEquals(0, bench.world.duty());
    assertEquals(Quality.FAILED, bench.position().quality());
    assertTrue(bench.position().reason().contains("a wire is broken"));
    // and nothing can be set meanwhile
    assertEquals(ThingException.UNAVAILABLE, KnobBench.failure(bench.turn(10.0)).uri());
    bench.world.breakWire(false);
  }

  @Test
  void stuckBusStopsTheMotorAsSoonAsItIsFree() {
    // Given
    var done = bench.turn(270.0);
    bench.loop.advanceMillis(300);
    bench.bus().inject(new I2cFault.Stuck(Duration.ofMillis(30)));
    bench.loop.advanceMillis(500);
    assertEquals(ThingException.UNAVAILABLE, KnobBench.failure(done).uri());
    // When
    bench.bus().clearFaults();
    bench.loop.advanceMillis(150);
    // Then
    assertEquals(0, bench.world.duty());
  }

  @Test
  void watchdogStopsTheMotorWhenTheControlLoopHangs() {
    // Given
    bench.turn(270.0);
    bench.loop.advanceMillis(200);
    assertTrue(bench.world.duty() > 0);
    // When
    bench.loop.hang();
    bench.loop.advance(KnobMotor.WATCHDOG_LIMIT.plusMillis(1));
    // Then
    assertEquals(0, bench.world.duty());
  }

  @Test
  void losingControlStopsTheMotor() {
    // Given
    var done = bench.turn(270.0);
    bench.loop.advanceMillis(300);
    // When
    bench.device.safe("the session was lost");
    bench.loop.settle();
    // Then
    assertEquals(0, bench.world.duty());
    assertEquals("the session was lost", KnobBench.failure(done).getMessage());
  }

  @Test
  void closingStopsTheMotorAndEndsTheCall() {
    // Given
    var done = bench.turn(270.0);
    bench.loop.advanceMillis(300);
    // When
    bench.device.close();
    // Then
    assertEquals(0, bench.world.duty());
    assertEquals(ThingException.UNAVAILABLE, KnobBench.failure(done).uri());
  }

  @Test
  void closingEndsTheCallAndPublishesTheEndAlthoughNoTimerRunsAnyMore() {
    // Given
    List<Status> statuses = new ArrayList<>();
    ThingSink sink =
        new ThingSink() {
          @Override
          public void property(PropertyState state) {}

          @Override
          public void status(Status status) {
            statuses.add(status);
          }

          @Override
          public void event(String event, Map<String, Object> data) {}
        };
    bench.device.thing().listen(new ThingPublisher(bench.device.thing(), bench.loop, sink));
    var done = bench.turn(270.0);
    bench.loop.advanceMillis(50);
    // When
    bench.device.close();
    // Then
    assertEquals("the device is closed", KnobBench.failure(done).getMessage());
    assertEquals(Availability.OFFLINE, statuses.getLast().availability());
  }

  @Test
  void closingStopsTheMotorEvenWhenTheLoopHangs() {
    // Given
    bench.turn(270.0);
    bench.loop.advanceMillis(300);
    bench.loop.hang();
    // When
    bench.device.close();
    // Then
    assertEquals(0, bench.world.duty());
  }

  @Test
  void motorLeftOnByADeadProcessIsSwitchedOffAtTheStart() throws Exception {
    // Given: another worker's device was driving and vanished
    KnobBench left = new KnobBench(KnobConfig.defaults());
    left.bus().writeByteData(0x40, 0x00, 0x20);
    left.bus().writeBlockData(0x40, 0x06, new byte[] {0, 0, 0, 8});
    assertTrue(left.world.duty() > 0);
    // When
    left.device.start();
    left.loop.settle();
    // Then
    assertEquals(0, left.world.duty());
    left.device.close();
  }

  @Test
  void motorChipThatForgotEverythingIsSetUpAgain() throws Exception {
    // Given: MODE1 as after a brown-out
    bench.bus().writeByteData(0x40, 0x00, 0x11);
    bench.loop.advanceMillis(600);
    // When
    var done = bench.turn(200.0);
    bench.loop.advance(Duration.ofSeconds(3));
    // Then
    assertEquals(200.0, (Double) done.get().value(), 1.5);
  }

  @Test
  void absentMotorChipIsToldBeforeAnythingMoves() {
    // Given
    bench.bus().inject(new I2cFault.Nack(0x40));
    bench.loop.advanceMillis(600);
    // When
    ThingException failed = KnobBench.failure(bench.turn(200.0));
    // Then
    assertEquals(ThingException.UNAVAILABLE, failed.uri());
    assertTrue(failed.getMessage().contains("0x40"), failed.getMessage());
    assertEquals(Quality.GOOD, bench.position().quality());
    assertEquals(Quality.FAILED, bench.device.thing().property("moving").quality());
    bench.bus().clearFaults();
  }

  @Test
  void turnedByHandItIsReportedAndNotTurnedBack() throws Exception {
    // Given
    bench.turn(200.0);
    bench.loop.advance(Duration.ofSeconds(3));
    assertEquals(200.0, bench.position().desired());
    // When
    bench.world.turnTo(60);
    bench.loop.advance(Duration.ofSeconds(1));
    // Then
    assertEquals(60.0, (Double) bench.position().value(), 0.5);
    assertNull(bench.position().desired());
    assertEquals(0, bench.world.duty());
  }

  @Test
  void stiffKnobStillArrives() throws Exception {
    // Given: three times the friction the configuration says
    KnobConfig.Motor stiff = new KnobConfig.Motor(null, null, null, null, null, null, 0.3);
    KnobConfig real = with(stiff);
    KnobBench other = new KnobBench(real);
    KnobDevice device =
        new KnobDevice(
            "stiff", KnobConfig.defaults(), other.wiring.board(), other.loop, other.loop.beside());
    device.start();
    other.loop.advanceMillis(100);
    // When
    var done = device.thing().set("position", 180.0, KnobBench.OPERATOR);
    other.loop.advance(Duration.ofSeconds(4));
    // Then
    assertEquals(180.0, (Double) done.get().value(), 1.5);
    device.close();
  }

  private static KnobConfig with(KnobConfig.Motor motor) {
    return new KnobConfig(null, null, motor, null, null, null, null, null, null, null);
  }
}
