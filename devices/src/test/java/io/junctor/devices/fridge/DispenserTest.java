package io.junctor.devices.fridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.thing.Caller;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.sim.I2cFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispenserTest {

  private final FridgeBench bench = FridgeBench.running();

  @AfterEach
  void nothingCrashed() {
    assertEquals(List.of(), bench.loop.crashes());
    assertEquals(List.of(), bench.watchdogLoop.crashes());
  }

  @Test
  void pulseReleasesTheBottleAndTellsProgress() throws Exception {
    // Given
    List<Object> phases = new ArrayList<>();
    Caller caller = new Caller("operator", progress -> phases.add(progress.get("phase")));
    // When
    var done = bench.dispense(3, caller);
    assertEquals(0b100, bench.solenoids());
    bench.loop.advanceMillis(600);
    // Then
    assertEquals(0, bench.solenoids());
    assertEquals(Map.of("slot", 3, "bottles", 7L), done.get());
    assertEquals(List.of("pulsing", "released"), phases);
    assertEquals(List.of("dispensed"), bench.events);
    assertEquals(7L, bench.value("bottles"));
  }

  @Test
  void pulseEndsInTimeWhateverTheCallerDoes() throws Exception {
    // Given: a caller that never looks again
    bench.dispense(1);
    bench.loop.advanceMillis(249);
    assertEquals(1, bench.solenoids());
    // When
    bench.loop.advanceMillis(2);
    // Then
    assertEquals(0, bench.solenoids());
  }

  @Test
  void watchdogEndsThePulseWhenTheDevicesThreadHasDied() throws Exception {
    // Given
    var done = bench.dispense(1);
    bench.loop.hang();
    bench.loop.advanceMillis(999);
    assertEquals(1, bench.solenoids());
    // When: the maximum on-time is over
    bench.loop.advanceMillis(2);
    // Then
    assertEquals(0, bench.solenoids());
    assertEquals(ThingException.LIMIT, FridgeBench.failure(done).uri());
  }

  @Test
  void watchdogGoesOnTryingWhileTheChipDoesNotAnswer() throws Exception {
    // Given
    bench.dispense(1);
    bench.bus().inject(new I2cFault.Nack(0x20));
    bench.loop.advance(Duration.ofSeconds(5));
    // When
    bench.bus().clearFaults();
    bench.loop.advanceMillis(100);
    // Then
    assertEquals(0, bench.solenoids());
  }

  @Test
  void cancellingSwitchesOffAtOnce() throws Exception {
    // Given
    var done = bench.dispense(1);
    bench.loop.advanceMillis(50);
    // When
    done.cancel(true);
    bench.loop.settle();
    // Then
    assertEquals(0, bench.solenoids());
    assertEquals(8L, bench.value("bottles"));
  }

  @Test
  void onlyOneSolenoidIsOnAtATime() throws Exception {
    // Given
    bench.dispense(1);
    // When
    ThingException refused = FridgeBench.failure(bench.dispense(2));
    // Then
    assertEquals(ThingException.INTERLOCK, refused.uri());
    assertEquals("busy", refused.details().get("reason"));
    assertEquals(1, bench.solenoids());
  }

  @Test
  void solenoidsRestAfterAPulse() {
    // Given
    bench.dispense(1);
    bench.loop.advanceMillis(400);
    // When
    ThingException refused = FridgeBench.failure(bench.dispense(2));
    // Then
    assertEquals("rest", refused.details().get("reason"));
    // and a moment later it works
    bench.loop.advanceMillis(400);
    assertFalse(bench.dispense(2).isCompletedExceptionally());
  }

  @Test
  void emptySlotIsRefused() {
    // Given
    bench.world.take(4);
    // When: not polled since
    ThingException refused = FridgeBench.failure(bench.dispense(4));
    // Then
    assertEquals("empty", refused.details().get("reason"));
  }

  @Test
  void bottleThatStaysIsAStall() {
    // Given: the solenoid's pulse never reaches the simulated bottle
    bench.world.close();
    FridgeBench jammed = jammed();
    var done = jammed.dispense(2);
    // When
    jammed.loop.advanceMillis(2_000);
    // Then
    assertEquals(ThingException.STALLED, FridgeBench.failure(done).uri());
    assertEquals(List.of(), jammed.events);
  }

  /** A fridge whose pulse is too short for its mechanics. */
  private static FridgeBench jammed() {
    FridgeConfig config =
        new FridgeConfig(
            null,
            FridgeBench.CONFIG.ranger(),
            new FridgeConfig.Slots(null, null, 4, 40, null, null, null, null),
            null,
            null,
            null,
            null);
    FridgeBench bench = new FridgeBench(config);
    bench.device.start();
    bench.loop.advanceMillis(1_000);
    return bench;
  }

  @Test
  void chipThatDoesNotTakeThePulseIsUnavailable() {
    // Given
    bench.bus().inject(new I2cFault.Nack(0x20));
    // When
    ThingException failed = FridgeBench.failure(bench.dispense(1));
    // Then
    assertEquals(ThingException.UNAVAILABLE, failed.uri());
    assertTrue(failed.getMessage().contains("0x20"), failed.getMessage());
  }

  @Test
  void slotNumbersAreCheckedAgainstThePublishedSchema() {
    // When
    ThingException refused = FridgeBench.failure(bench.dispense(9));
    // Then
    assertEquals("slot: expected an integer 1..8, got 9", refused.getMessage());
  }

  @Test
  void unknownArgumentsAreRefused() {
    // When
    var done =
        bench
            .device
            .thing()
            .invoke("dispense", Map.of("slot", 1, "force", true), FridgeBench.OPERATOR);
    // Then
    assertEquals(ThingException.INVALID_ARGUMENT, FridgeBench.failure(done).uri());
  }
}
