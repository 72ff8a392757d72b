package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.thing.PropertyState;
import io.junctor.devices.thing.Quality;
import io.junctor.drivers.sim.SimModbusUnit.Table;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModbusSimulationTest {

  private static ModbusConfig config() {
    Map<String, Registers> properties = new LinkedHashMap<>();
    properties.put("pressure", Registers.of("input", 0).type("float64").range(0, 400));
    properties.put("count", Registers.of("input", 10).type("int32").with("wordOrder", "little"));
    properties.put("name", Registers.of("holding", 20).type("string").with("length", 7));
    properties.put("state", Registers.of("holding", 30).with("names", Map.of(3, "a", 4, "b")));
    properties.put("bit", Registers.of("holding", 31).with("bit", 9));
    properties.put("alarm", Registers.of("discrete", 0));
    properties.put(
        "setpoint", Registers.of("holding", 40).range(10, 20).with("safe", 12).writable());
    return Registers.machine(Registers.tcp(), properties);
  }

  @Test
  void everyPropertyOfAnyConfigurationHasAValueAtOnceAndWhilePlaying() {
    // Given
    ModbusBench bench = new ModbusBench(config());
    bench.world.play();
    bench.device.start();

    // When
    bench.loop.advance(Duration.ofSeconds(60));

    // Then
    for (String name : config().properties().keySet()) {
      PropertyState state = bench.device.thing().property(name);
      assertEquals(Quality.GOOD, state.quality(), () -> name + ": " + state.reason());
    }
    assertEquals(12L, bench.device.thing().property("setpoint").value());
    bench.device.close();
  }

  @Test
  void theSameSeedGivesTheSameWorld() {
    // Given
    ModbusBench one = new ModbusBench(config());
    ModbusBench two = new ModbusBench(config());
    byte[] first = one.unit.registers(Table.INPUT, 0, 12);
    one.world.play();
    two.world.play();

    // When
    one.loop.advance(Duration.ofSeconds(30));
    two.loop.advance(Duration.ofSeconds(30));

    // Then
    byte[] now = one.unit.registers(Table.INPUT, 0, 12);
    assertArrayEquals(now, two.unit.registers(Table.INPUT, 0, 12));
    assertFalse(Arrays.equals(first, now));
  }

  @Test
  void aClosedWorldStandsStill() {
    // Given
    ModbusBench bench = new ModbusBench(config());
    bench.world.play();
    bench.loop.advance(Duration.ofSeconds(5));
    bench.world.close();
    byte[] before = bench.unit.registers(Table.INPUT, 0, 12);

    // When
    bench.loop.advance(Duration.ofSeconds(5));

    // Then
    assertTrue(Arrays.equals(before, bench.unit.registers(Table.INPUT, 0, 12)));
  }
}
