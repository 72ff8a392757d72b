package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.Quality;
import io.junctor.devices.thing.Status;
import io.junctor.devices.thing.ThingException;
import io.junctor.drivers.sim.SimModbusUnit.Table;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine on a simulated server, time moved by hand. */
class ModbusDeviceTest extends ModbusMachineTest {

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatIsMeasuredIsReported(Way way) {
    // Given
    start(way.connection);

    // When
    unit().setRegisters(Table.INPUT, 10, bytes("41480000"));
    unit().setBit(Table.DISCRETE, 7, true);
    bench.loop.advance(Duration.ofMillis(500));

    // Then
    assertEquals(12.5, state("pressure").value());
    assertEquals(Quality.GOOD, state("pressure").quality());
    assertEquals(true, state("alarm").value());
    assertEquals(Status.Availability.ONLINE, bench.device.thing().status().availability());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aSetIsAnsweredWhenTheRegisterReadsBack(Way way) {
    // Given
    start(way.connection);

    // When
    CompletableFuture<PropertyState> done = bench.set("setpoint", 120.04);

    // Then: rounded to what the register can hold
    PropertyState answered = done.join();
    assertEquals(120.0, answered.value());
    assertEquals(120.0, answered.desired());
    assertNull(answered.pending());
    assertArrayEquals(bytes("04b0"), unit().registers(Table.HOLDING, 100, 1));
  }

  @Test
  void aSetIsPendingUntilThen() {
    // Given
    start();
    bench.device.thing().set("running", true, bench.caller);

    // When
    bench.loop.settle();

    // Then
    assertEquals(true, state("running").desired());
    assertEquals("tester", state("running").pending().by());
    assertEquals(false, state("running").value());
    bench.loop.advance(Duration.ofSeconds(1));
    assertNull(state("running").pending());
    assertEquals(true, state("running").value());
    assertTrue(unit().bit(Table.COIL, 3));
  }

  @Test
  void aMachineThatKeepsItsValueIsNotBelieved() {
    // Given
    start();
    unit().ignoreWrites(true);

    // When
    CompletableFuture<PropertyState> done = bench.set("setpoint", 100.0);

    // Then
    ThingException failed = bench.failure(done);
    assertEquals(ThingException.UNAVAILABLE, failed.uri());
    assertEquals("not_taken", failed.details().get("cause"));
    assertTrue(failed.getMessage().contains("expected to read back 100.0 within 500 ms, got 0.0"));
    assertEquals(0.0, state("setpoint").value());
    assertNull(state("setpoint").desired());
    assertNull(state("setpoint").pending());
  }

  @Test
  void aMachineMayTakeAWhileToTakeAValue() {
    // Given
    start();
    unit().ignoreWrites(true);
    CompletableFuture<PropertyState> done =
        bench.device.thing().set("setpoint", 100.0, bench.caller);
    bench.loop.advance(Duration.ofMillis(300));

    // When
    unit().setRegisters(Table.HOLDING, 100, bytes("03e8"));
    bench.loop.advance(Duration.ofMillis(300));

    // Then
    assertEquals(100.0, done.join().value());
  }

  @Test
  void whatIsOutOfRangeIsRefusedBeforeItIsWritten() {
    // Given
    start();

    // When
    CompletableFuture<PropertyState> done = bench.set("setpoint", 250.1);

    // Then
    assertEquals(ThingException.INVALID_ARGUMENT, bench.failure(done).uri());
    assertArrayEquals(bytes("0000"), unit().registers(Table.HOLDING, 100, 1));
  }

  @Test
  void theNewestValueWins() {
    // Given
    start();
    CompletableFuture<PropertyState> first =
        bench.device.thing().set("setpoint", 10.0, bench.caller);

    // When
    CompletableFuture<PropertyState> second = bench.set("setpoint", 20.0);

    // Then
    assertEquals(ThingException.SUPERSEDED, bench.failure(first).uri());
    assertEquals(20.0, second.join().value());
    assertEquals(20.0, state("setpoint").desired());
  }

  @Test
  void aWriteThatIsCancelledInTimeIsNotMade() {
    // Given: it waits for the worker
    start();
    byte[] before = unit().registers(Table.HOLDING, 101, 1);
    CompletableFuture<PropertyState> done = bench.device.thing().set("limit", 5, bench.caller);
    bench.loop.settle();

    // When
    done.cancel(true);
    bench.loop.advance(Duration.ofSeconds(1));

    // Then
    assertArrayEquals(before, unit().registers(Table.HOLDING, 101, 1));
    assertNull(state("limit").pending());
    assertNull(state("limit").desired());
  }

  @Test
  void whoWritesTooOftenIsStopped() {
    // Given
    start();
    int limit = 10;
    for (int i = 0; i < limit; i++) {
      bench.device.thing().set("limit", i, bench.caller);
    }

    // When
    CompletableFuture<PropertyState> tooMuch = bench.device.thing().set("limit", 99, bench.caller);
    bench.loop.advance(Duration.ofSeconds(1));

    // Then
    assertEquals(ThingException.LIMIT, bench.failure(tooMuch).uri());
    assertEquals(9L, state("limit").value());
    assertEquals(5L, bench.set("limit", 5).join().value());
  }

  @Test
  void aRegisterThatIsRefusedFailsAloneAndIsNamed() {
    // Given
    properties.put("missing", Registers.of("holding", 102).with("poll", "fast"));
    start();

    // When
    unit().remove(Table.HOLDING, 102, 1);
    bench.loop.advance(Duration.ofSeconds(2));

    // Then
    assertEquals(Quality.FAILED, state("missing").quality());
    assertTrue(state("missing").reason().contains("holding 102"), state("missing").reason());
    assertTrue(state("missing").reason().contains("illegal address"));
    assertEquals(Quality.GOOD, state("setpoint").quality());
    assertEquals(Quality.GOOD, state("limit").quality());
  }

  @Test
  void aRefusedBlockDoesNotDelayTheOthers() {
    // Given
    properties.put("missing", Registers.of("holding", 102).with("poll", "fast"));
    start();
    unit().setRegisters(Table.INPUT, 10, bytes("41480000"));

    // When: refused anew in each round
    for (int i = 0; i < 5; i++) {
      unit().remove(Table.HOLDING, 100 + i, 1);
      bench.loop.advance(Duration.ofMillis(200));
    }

    // Then
    assertEquals(12.5, state("pressure").value());
  }

  @Test
  void aRefusedRegisterIsAskedForSeldomAndFoundAgain() {
    // Given
    properties.put("missing", Registers.of("holding", 102).with("poll", "fast"));
    start();
    unit().remove(Table.HOLDING, 102, 1);
    bench.loop.advance(Duration.ofSeconds(2));

    // When
    unit().add(Table.HOLDING, 102, 1);
    bench.loop.advance(PollSchedule.REFUSED_PERIOD.plusSeconds(1));

    // Then
    assertEquals(Quality.GOOD, state("missing").quality());
  }

  @Test
  void aGapThatMayNotBeReadIsNotReadAgain() {
    // Given: nothing at 104..106
    properties.put("far", Registers.of("holding", 107).with("poll", "fast"));

    // When
    start();

    // Then
    assertEquals(Quality.GOOD, state("far").quality());
    assertEquals(Quality.GOOD, state("setpoint").quality());
    long before = unit().requests();
    bench.loop.advance(Duration.ofMillis(2_000));
    // five requests in each of ten rounds: input, coil, discrete, and holding twice
    assertEquals(50, unit().requests() - before, 5);
  }

  @Test
  void aValueThatMakesNoSenseFailsAndComesBack() {
    // Given
    start();

    // When
    unit().setRegisters(Table.INPUT, 10, bytes("44160000")); // 600
    bench.loop.advance(Duration.ofMillis(500));

    // Then
    assertEquals(Quality.FAILED, state("pressure").quality());
    assertNull(state("pressure").value());
    assertTrue(state("pressure").reason().contains("600.0"), state("pressure").reason());
    unit().setRegisters(Table.INPUT, 10, bytes("41480000"));
    bench.loop.advance(Duration.ofMillis(500));
    assertEquals(12.5, state("pressure").value());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void silenceFailsEverythingAndItComesBackByItself(Way way) {
    // Given
    start(way.connection);

    // When
    bench.server.down(true);
    bench.loop.advance(Duration.ofSeconds(3));

    // Then
    for (String property : properties.keySet()) {
      assertEquals(Quality.FAILED, state(property).quality(), property);
      assertNull(state(property).value(), property);
    }
    assertEquals(Status.Availability.DEGRADED, bench.device.thing().status().availability());
    bench.server.down(false);
    bench.loop.advance(ModbusPoller.PAUSE_MAX.plusSeconds(1));
    for (String property : properties.keySet()) {
      assertEquals(Quality.GOOD, state(property).quality(), property);
    }
  }

  @Test
  void anAbsentMachineIsAskedLessAndLess() {
    // Given
    start();
    unit().silence(true);
    bench.loop.advance(Duration.ofSeconds(20));
    long before = unit().requests();

    // When
    bench.loop.advance(Duration.ofSeconds(40));

    // Then: every 4 s and a timeout
    assertEquals(10, unit().requests() - before, 2);
  }

  @Test
  void aSetFailsAtOnceWhileNothingAnswers() {
    // Given
    start();
    bench.server.down(true);
    bench.loop.advance(Duration.ofSeconds(3));

    // When
    CompletableFuture<PropertyState> done =
        bench.device.thing().set("setpoint", 10.0, bench.caller);
    bench.loop.settle();

    // Then: and is not kept for later
    assertEquals(ThingException.UNAVAILABLE, bench.failure(done).uri());
    bench.server.down(false);
    bench.loop.advance(Duration.ofSeconds(6));
    assertArrayEquals(bytes("0000"), unit().registers(Table.HOLDING, 100, 1));
  }

  @Test
  void aWriteThatIsNotAnsweredSaysThatNobodyKnows() {
    // Given
    start();
    unit().silence(true);

    // When
    CompletableFuture<PropertyState> done = bench.set("limit", 7);

    // Then
    ThingException failed = bench.failure(done);
    assertEquals(ThingException.UNAVAILABLE, failed.uri());
    assertEquals("timeout", failed.details().get("cause"));
    assertTrue(failed.getMessage().endsWith("It is not known whether the unit took the value."));
  }

  @Test
  void aRefusedValueIsTheCallersFault() {
    // Given
    start();
    unit().answerWith(3);

    // When
    CompletableFuture<PropertyState> done = bench.set("limit", 7);

    // Then
    assertEquals(ThingException.INVALID_ARGUMENT, bench.failure(done).uri());
  }

  @Test
  void aRefusedAddressNamesPropertyAndRegister() {
    // Given
    start();
    unit().answerWith(2);

    // When
    CompletableFuture<PropertyState> done = bench.set("limit", 7);

    // Then
    ThingException failed = bench.failure(done);
    assertEquals("limit", failed.details().get("property"));
    assertEquals("holding 101", failed.details().get("register"));
    assertEquals("illegal_address", failed.details().get("cause"));
  }

  @Test
  void aBusyMachineIsStaleAndKeepsItsValues() {
    // Given
    start();
    unit().setRegisters(Table.INPUT, 10, bytes("41480000"));
    bench.loop.advance(Duration.ofMillis(500));

    // When
    unit().answerWith(6);
    bench.loop.advance(Duration.ofMillis(500));

    // Then
    assertEquals(Quality.STALE, state("pressure").quality());
    assertEquals(12.5, state("pressure").value());
    unit().answerWith(0);
    bench.loop.advance(Duration.ofMillis(500));
    assertEquals(Quality.GOOD, state("pressure").quality());
  }
}
