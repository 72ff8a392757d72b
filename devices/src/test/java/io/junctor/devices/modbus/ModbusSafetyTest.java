package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** What a machine is brought to when nobody controls it, and what is said when that cannot be. */
class ModbusSafetyTest extends ModbusMachineTest {

  @Test
  void outputsThatADeadProcessLeftOnAreMadeSafeAtStart() {
    // Given
    bench = new ModbusBench(Registers.machine(Registers.tcp(), properties));
    unit().setRegisters(Table.HOLDING, 100, bytes("03e803e8"));
    unit().setBit(Table.COIL, 3, true);

    // When
    bench.device.start();
    bench.loop.advance(Duration.ofSeconds(1));

    // Then: those that declare it, and no others
    assertArrayEquals(bytes("000003e8"), unit().registers(Table.HOLDING, 100, 2));
    assertFalse(unit().bit(Table.COIL, 3));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void losingTheSessionBringsTheMachineToItsSafeValues(Way way) {
    // Given
    start(way.connection);
    bench.set("setpoint", 100.0).join();
    bench.set("running", true).join();
    bench.set("limit", 7).join();

    // When
    bench.device.safe("the session was lost");
    bench.loop.advance(Duration.ofSeconds(1));

    // Then
    assertArrayEquals(bytes("00000007"), unit().registers(Table.HOLDING, 100, 2));
    assertFalse(unit().bit(Table.COIL, 3));
    assertNull(state("setpoint").desired());
    assertEquals(0.0, state("setpoint").value());
  }

  @Test
  void whoWaitsIsToldThatControlWasLost() {
    // Given
    start();
    CompletableFuture<PropertyState> done = bench.device.thing().set("limit", 7, bench.caller);

    // When
    bench.device.safe("the session was lost");
    bench.loop.settle();

    // Then
    ThingException failed = bench.failure(done);
    assertEquals("the session was lost", failed.getMessage());
  }

  @Test
  void safeValuesThatCannotBeWrittenAreOwedAndSaidSo() {
    // Given
    start();
    bench.set("setpoint", 100.0).join();
    bench.server.down(true);

    // When
    bench.device.safe("the session was lost");
    bench.loop.advance(Duration.ofSeconds(3));

    // Then
    String reason = state("setpoint").reason();
    assertTrue(reason.contains("The unit keeps its last command"), reason);
    assertTrue(reason.contains("safe value 0.0 is written when it answers"), reason);
    assertFalse(state("pressure").reason().contains("safe value"));
    bench.server.down(false);
    bench.loop.advance(Duration.ofSeconds(6));
    assertArrayEquals(bytes("0000"), unit().registers(Table.HOLDING, 100, 1));
    assertEquals(Quality.GOOD, state("setpoint").quality());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void closingBringsTheMachineToItsSafeValues(Way way) {
    // Given
    start(way.connection);
    bench.set("setpoint", 100.0).join();
    bench.set("running", true).join();

    // When
    bench.device.close();

    // Then
    assertArrayEquals(bytes("0000"), unit().registers(Table.HOLDING, 100, 1));
    assertFalse(unit().bit(Table.COIL, 3));
    assertEquals("closed", bench.device.thing().status().reason());
  }

  @Test
  void closingSaysInItsStatusWhatItCouldNotDo() {
    // Given
    start();
    bench.set("setpoint", 100.0).join();
    bench.server.down(true);

    // When
    bench.device.close();

    // Then
    Status status = bench.device.thing().status();
    assertEquals(Status.Availability.OFFLINE, status.availability());
    assertTrue(
        status.reason().startsWith("closed; its safe values could not be written: "),
        status.reason());
  }

  @Test
  void closingMakesTheMachineSafeEvenIfTheLoopHangs() {
    // Given
    start();
    bench.set("running", true).join();
    bench.loop.hang();

    // When
    bench.device.close();

    // Then
    assertFalse(unit().bit(Table.COIL, 3));
  }

  @Test
  void nothingIsWrittenAfterClosing() {
    // Given
    start();
    bench.device.thing().set("running", true, bench.caller);

    // When
    bench.device.close();
    bench.loop.advance(Duration.ofSeconds(2));

    // Then
    assertFalse(unit().bit(Table.COIL, 3));
  }
}
