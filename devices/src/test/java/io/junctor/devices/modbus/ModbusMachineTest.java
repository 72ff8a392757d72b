package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.devices.thing.PropertyState;
import io.junctor.drivers.sim.SimModbusUnit;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A machine with five registers and what it is operated with, for tests. */
abstract class ModbusMachineTest {

  final Map<String, Registers> properties = new LinkedHashMap<>();
  ModbusBench bench;

  ModbusMachineTest() {
    properties.put(
        "pressure",
        Registers.of("input", 10)
            .type("float32")
            .range(0, 400)
            .with("unit", "bar")
            .with("poll", "fast"));
    properties.put(
        "setpoint",
        Registers.of("holding", 100)
            .with("scale", 0.1)
            .range(0, 250)
            .with("safe", 0)
            .with("poll", "fast")
            .writable());
    properties.put("limit", Registers.of("holding", 101).with("poll", "fast").writable());
    properties.put(
        "running", Registers.of("coil", 3).with("safe", false).with("poll", "fast").writable());
    properties.put("alarm", Registers.of("discrete", 7).with("poll", "fast"));
  }

  @AfterEach
  void everyTaskOfTheLoopEndedWell() {
    if (bench != null) {
      assertEquals(0, bench.loop.crashes().size(), () -> "" + bench.loop.crashes());
      bench.device.close();
    }
  }

  ModbusBench start() {
    return start(Registers.tcp());
  }

  ModbusBench start(Connection connection) {
    bench = new ModbusBench(Registers.machine(connection, properties));
    bench.device.start();
    bench.loop.advance(Duration.ofSeconds(1));
    return bench;
  }

  SimModbusUnit unit() {
    return bench.unit;
  }

  PropertyState state(String property) {
    return bench.device.thing().property(property);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  enum Way {
    TCP(Registers.tcp()),
    SERIAL(Registers.serial());

    final Connection connection;

    Way(Connection connection) {
      this.connection = connection;
    }
  }
}
