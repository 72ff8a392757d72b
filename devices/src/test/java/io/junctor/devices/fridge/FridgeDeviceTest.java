package io.junctor.devices.fridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.loop.LoopSimClock;
import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.Quality;
import io.junctor.devices.thing.Status.Availability;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.sim.I2cFault;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimGpioLine;
import io.junctor.drivers.sim.SimSerialLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fridge with its simulated world, without WAMP. */
class FridgeDeviceTest {

  private final FridgeBench bench = FridgeBench.running();

  @AfterEach
  void nothingCrashed() {
    bench.device.close();
    assertEquals(List.of(), bench.loop.crashes());
  }

  @Test
  void fullFridgeIsReportedWithAllItsProperties() {
    assertEquals(100.0, (Double) bench.value("level"), 0.5);
    assertEquals(300.0, (Double) bench.value("distance"), 2);
    assertEquals(Collections.nCopies(8, true), bench.value("slots"));
    assertEquals(8L, bench.value("bottles"));
    assertEquals(false, bench.value("door"));
    assertEquals(false, bench.value("compressor"));
    assertEquals(5.0, (Double) bench.value("temperature"), 0.3);
    assertEquals(Availability.ONLINE, bench.device.thing().status().availability());
  }

  @Test
  void beforeTheFirstMeasurementNothingIsClaimedToBeKnown() {
    // Given
    FridgeBench fresh = new FridgeBench();
    // When: not started
    PropertyState level = fresh.property("level");
    // Then
    assertNull(level.value());
    assertEquals(Quality.STALE, level.quality());
    assertEquals(Availability.OFFLINE, fresh.device.thing().status().availability());
  }

  @Test
  void levelFallsWhenBottlesAreTaken() {
    // When
    bench.world.take(1);
    bench.world.take(5);
    bench.loop.advanceMillis(4_000);
    // Then
    assertEquals(75.0, (Double) bench.value("level"), 0.5);
    assertEquals(6L, bench.value("bottles"));
    assertEquals(List.of(false, true, true, true, false, true, true, true), bench.value("slots"));
  }

  @Test
  void doorIsReportedAtOnceByItsEdge() {
    // When
    bench.world.door(true);
    bench.loop.settle();
    // Then
    assertEquals(true, bench.value("door"));
  }

  @Test
  void droppedEdgeIsMadeUpForByLooking() {
    // Given
    bench.wiring.line("GPIO17").dropEdges(1);
    bench.world.door(true);
    bench.loop.settle();
    assertEquals(false, bench.value("door"));
    // When
    bench.loop.advanceMillis(1_000);
    // Then
    assertEquals(true, bench.value("door"));
  }

  @Test
  void lowLevelIsAnnouncedOnceUntilItRecovered() {
    // Given
    for (int slot = 1; slot <= 7; slot++) {
      bench.world.take(slot);
    }
    // When
    bench.loop.advance(Duration.ofSeconds(20));
    // Then
    assertEquals(List.of("lowLevel"), bench.events);
    // and when it was refilled and emptied again, a second time
    bench.world.refill();
    bench.loop.advance(Duration.ofSeconds(20));
    for (int slot = 1; slot <= 7; slot++) {
      bench.world.take(slot);
    }
    bench.loop.advance(Duration.ofSeconds(20));
    assertEquals(List.of("lowLevel", "lowLevel"), bench.events);
  }

  // ---- compressor

  @Test
  void compressorObeysItsMinimumOffTimeFromTheStart() {
    // When: 2 s after the start, 10 s are wanted
    ThingException refused = FridgeBench.failure(bench.set("compressor", true));
    // Then
    assertEquals(ThingException.INTERLOCK, refused.uri());
    assertEquals(8L, refused.details().get("remainingSeconds"));
    assertFalse(bench.compressorLine().level());
    assertNull(bench.property("compressor").desired());
  }

  @Test
  void compressorSwitchesOnAfterItsRestAndReadsBack() throws Exception {
    // Given
    bench.loop.advance(Duration.ofSeconds(9));
    // When
    PropertyState state = bench.set("compressor", true).get();
    // Then
    assertEquals(true, state.value());
    assertEquals(true, state.desired());
    assertNull(state.pending());
    assertTrue(bench.compressorLine().level());
  }

  @Test
  void compressorCoolsTheCabinet() {
    // Given
    bench.world.door(true);
    bench.loop.advance(Duration.ofSeconds(60));
    bench.world.door(false);
    double warm = (Double) bench.value("temperature");
    assertTrue(warm > 10, "warmed to " + warm);
    // When
    bench.set("compressor", true);
    bench.loop.advance(Duration.ofSeconds(300));
    // Then
    double cold = (Double) bench.value("temperature");
    assertTrue(cold < warm - 3, "cooled from " + warm + " to " + cold);
  }

  @Test
  void compressorMustRestAgainAfterEachSwitchingOff() {
    // Given
    bench.loop.advance(Duration.ofSeconds(10));
    bench.set("compressor", true);
    bench.set("compressor", false);
    // When
    ThingException refused = FridgeBench.failure(bench.set("compressor", true));
    // Then
    assertEquals(ThingException.INTERLOCK, refused.uri());
  }

  @Test
  void stuckRelayIsToldToTheCallerAndNotClaimedToBeOn() {
    // Given
    bench.loop.advance(Duration.ofSeconds(10));
    bench.compressorLine().stickAt(false);
    // When
    ThingException failed = FridgeBench.failure(bench.set("compressor", true));
    // Then
    assertEquals(ThingException.UNAVAILABLE, failed.uri());
    assertEquals(false, bench.value("compressor"));
    assertNull(bench.property("compressor").desired());
    assertNull(bench.property("compressor").pending());
  }

  @Test
  void wrongTypeIsRefusedBeforeItReachesTheDevice() {
    // When
    ThingException refused = FridgeBench.failure(bench.set("compressor", "on"));
    // Then
    assertEquals(ThingException.INVALID_ARGUMENT, refused.uri());
    assertEquals("compressor: expected true or false, got 'on'", refused.getMessage());
  }

  @Test
  void readOnlyPropertyCannotBeSet() {
    // When
    ThingException refused = FridgeBench.failure(bench.set("level", 50.0));
    // Then
    assertEquals(ThingException.INVALID_ARGUMENT, refused.uri());
  }

  // ---- safe outputs

  @Test
  void closeLeavesAllOutputsSafe() throws Exception {
    // Given
    bench.loop.advance(Duration.ofSeconds(10));
    bench.set("compressor", true);
    bench.dispense(1);
    assertEquals(1, bench.solenoids());
    assertTrue(bench.compressorLine().level());
    // When
    bench.device.close();
    // Then
    assertEquals(0, bench.solenoids());
    assertFalse(bench.compressorLine().level());
    assertEquals(Availability.OFFLINE, bench.device.thing().status().availability());
  }

  @Test
  void closeLeavesAllOutputsSafeEvenWhenTheLoopHangs() throws Exception {
    // Given
    bench.loop.advance(Duration.ofSeconds(10));
    bench.set("compressor", true);
    bench.dispense(1);
    bench.loop.hang();
    // When
    bench.device.close();
    // Then
    assertEquals(0, bench.solenoids());
    assertFalse(bench.compressorLine().level());
  }

  @Test
  void losingControlSwitchesOutputsOffAndGoesOnMeasuring() throws Exception {
    // Given
    bench.loop.advance(Duration.ofSeconds(10));
    bench.set("compressor", true);
    var dispensing = bench.dispense(1);
    // When
    bench.device.safe("the session was lost");
    bench.loop.advanceMillis(200);
    // Then
    assertFalse(bench.compressorLine().level());
    assertEquals(0, bench.solenoids());
    assertEquals(ThingException.UNAVAILABLE, FridgeBench.failure(dispensing).uri());
    bench.world.door(true);
    bench.loop.settle();
    assertEquals(true, bench.value("door"));
  }

  // ---- faults

  @Test
  void pulledSerialCableFailsTheLevelAndItRecoversWhenPluggedIn() {
    // Given
    var line = serialLine();
    // When
    line.unplug();
    bench.loop.advanceMillis(500);
    // Then
    assertEquals(Quality.FAILED, bench.property("level").quality());
    assertNull(bench.value("level"));
    assertTrue(bench.property("level").reason().contains("/dev/serial0"));
    assertEquals(Availability.DEGRADED, bench.device.thing().status().availability());
    assertEquals(Quality.GOOD, bench.property("door").quality());
    // and when it is back, within the longest pause
    line.plug();
    bench.loop.advance(RangerReader.PAUSE_MAX.plusMillis(500));
    assertEquals(Quality.GOOD, bench.property("level").quality());
    assertEquals(100.0, (Double) bench.value("level"), 0.5);
    assertEquals(Availability.ONLINE, bench.device.thing().status().availability());
  }

  @Test
  void serialPortIsNotOpenedMoreOftenThanTheBackOffAllows() {
    // Given
    var line = serialLine();
    line.holdByOther(true);
    line.unplug();
    bench.loop.advance(Duration.ofMinutes(5));
    long before = bench.property("level").seq();
    // When
    bench.loop.advance(Duration.ofMinutes(5));
    // Then: the same failure is one state, however often it is tried
    assertEquals(before, bench.property("level").seq());
    assertEquals(Quality.FAILED, bench.property("level").quality());
  }

  @Test
  void silentSensorMakesTheLevelStaleAndKeepsItsValue() {
    // Given
    bench.world.close();
    // When
    bench.loop.advanceMillis(3_300);
    // Then
    PropertyState level = bench.property("level");
    assertEquals(Quality.STALE, level.quality());
    assertEquals(100.0, (Double) level.value(), 0.5);
    assertEquals("no reading from /dev/serial0 for 3000 ms", level.reason());
  }

  @Test
  void readingWithoutTargetFailsTheLevel() {
    // Given
    bench.world.close();
    // When
    send("R5000\r");
    // Then
    assertEquals(Quality.FAILED, bench.property("level").quality());
    assertEquals("no target nearer than 5000 mm", bench.property("level").reason());
  }

  @Test
  void distanceOutsideOfTheCalibrationIsADistanceButNoLevel() {
    // Given
    bench.world.close();
    // When: more than half of the median's window
    send("R2500\rR2500\rR2500\rR2500\rR2500\r");
    // Then
    assertEquals(2_500.0, bench.value("distance"));
    assertEquals(Quality.GOOD, bench.property("distance").quality());
    assertEquals(Quality.FAILED, bench.property("level").quality());
  }

  @Test
  void absentExpanderFailsTheSlotsAndItIsSetUpWhenItIsBack() throws Exception {
    // Given
    bench.bus().inject(new I2cFault.Nack(0x20));
    bench.loop.advanceMillis(200);
    assertEquals(Quality.FAILED, bench.property("slots").quality());
    assertEquals(Quality.FAILED, bench.property("bottles").quality());
    assertTrue(bench.property("slots").reason().contains("0x20"));
    // When
    bench.bus().clearFaults();
    bench.loop.advanceMillis(200);
    // Then
    assertEquals(8L, bench.value("bottles"));
  }

  @Test
  void expanderThatForgotEverythingIsSetUpAgain() throws Exception {
    // Given: the registers after a brown-out
    bench.bus().writeByteData(0x20, 0x01, 0xFF);
    bench.bus().writeByteData(0x20, 0x02, 0x00);
    bench.bus().writeByteData(0x20, 0x0C, 0x00);
    // When
    bench.loop.advanceMillis(200);
    // Then
    assertEquals(0x00, bench.bus().readByteData(0x20, 0x01));
    assertEquals(8L, bench.value("bottles"));
  }

  @Test
  void readingsFromBeforeAFailureDoNotCountAfterIt() {
    // Given
    bench.world.close();
    send("R0500\rR0500\rR0500\rR0500\rR0500\r");
    send("R5000\r");
    // When
    send("R0900\r");
    // Then
    assertEquals(900.0, bench.value("distance"));
    assertEquals(40.0, (Double) bench.value("level"), 0.01);
  }

  @Test
  void singleSpoiltTransferIsRepeatedAndNotReported() {
    // Given
    long before = bench.statuses.size();
    bench.bus().inject(new I2cFault.Spoilt(0x20), 1);
    // When
    bench.loop.advanceMillis(300);
    // Then
    assertEquals(before, bench.statuses.size());
    assertEquals(Quality.GOOD, bench.property("slots").quality());
  }

  @Test
  void stuckBusFailsWhatIsOnItAndNothingElse() {
    // Given
    bench.bus().inject(new I2cFault.Stuck(Duration.ofMillis(20)));
    // When
    bench.loop.advanceMillis(1_200);
    // Then
    assertEquals(Quality.FAILED, bench.property("slots").quality());
    assertEquals(Quality.FAILED, bench.property("temperature").quality());
    assertEquals(Quality.GOOD, bench.property("level").quality());
    // and it recovers
    bench.bus().clearFaults();
    bench.loop.advanceMillis(1_200);
    assertEquals(Availability.ONLINE, bench.device.thing().status().availability());
  }

  @Test
  void missingLineIsFailedAndOpenedWhenItIsFree() {
    // Given
    FridgeBench fresh = new FridgeBench();
    SimGpioLine door = fresh.wiring.line("GPIO17");
    door.holdBy("another program");
    fresh.device.start();
    fresh.loop.advanceMillis(500);
    assertEquals(Quality.FAILED, fresh.property("door").quality());
    // When
    door.holdBy(null);
    fresh.loop.advanceMillis(1_000);
    // Then
    assertEquals(false, fresh.value("door"));
    fresh.device.close();
  }

  @Test
  void deviceStartsOnABoardWithNothingOnIt() {
    // Given
    var empty = new SimBoard(new LoopSimClock(bench.worldLoop));
    var loop = bench.loop.beside();
    FridgeDevice device =
        new FridgeDevice("bare", FridgeBench.CONFIG, empty, loop, bench.loop.beside());
    // When
    device.start();
    bench.loop.advanceMillis(2_000);
    // Then
    for (String name : device.thing().thing().properties().keySet()) {
      assertEquals(Quality.FAILED, device.thing().property(name).quality(), name);
    }
    device.close();
    assertEquals(List.of(), loop.crashes());
  }

  private void send(String bytes) {
    try {
      serialLine().instrument().write(bytes.getBytes(StandardCharsets.US_ASCII));
    } catch (PortLost lost) {
      throw new AssertionError(lost);
    }
    bench.loop.advanceMillis(50);
  }

  private SimSerialLine serialLine() {
    return bench.serialLine();
  }
}
