package io.junctor.hil.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.MachineServer;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.SerialPair;
import io.junctor.hil.harness.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A running machine behind Modbus whose worker dies: the packaged product under its guard, against
 * pymodbus.
 */
class MachineOutputsTest {

  private enum Way {
    TCP,
    RTU
  }

  private static final Duration PROMISED = Duration.ofSeconds(1);
  private static final Duration STARTED = Duration.ofSeconds(30);

  @TempDir private static Path tools;
  private static OutputsSafe safe;
  private static final Map<Way, Plant> PLANTS = new EnumMap<>(Way.class);

  /** A machine, the line to it where it has one, and a gateway whose router runs. */
  private record Plant(MachineServer machine, @Nullable SerialPair line, SplitGateway gateway)
      implements AutoCloseable {

    static Plant start(Way way) {
      try {
        return way == Way.TCP ? onTcp() : onSerial();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Plant onTcp() throws IOException {
      MachineServer machine = MachineServer.onTcp(0);
      String connection = "{tcp: \"127.0.0.1:" + machine.port() + "\"}";
      Wiring wiring = Wiring.linux(things(connection));
      return running(machine, null, SplitGateway.ofNetwork(wiring, SplitGateway.ownUser()));
    }

    private static Plant onSerial() throws IOException {
      SerialPair line = SerialPair.in(tools);
      MachineServer machine = MachineServer.onSerial(line.machine());
      String connection = "{serial: \"" + line.board() + "\", settings: 19200 8N1}";
      Wiring wiring = Wiring.linux(things(connection));
      return running(machine, line, SplitGateway.of(wiring, SplitGateway.ownUser()));
    }

    private static Plant running(
        MachineServer machine, @Nullable SerialPair line, SplitGateway gateway) throws IOException {
      machine.set(1, "hr", 104, 0xFFFF);
      gateway.startRouter();
      return new Plant(machine, line, gateway);
    }

    @Override
    public void close() {
      try (SplitGateway first = gateway;
          MachineServer second = machine;
          SerialPair third = line) {
        // closes each, whatever the others do
      }
    }

    void switchOn() {
      for (String property : List.of("setpoint", "speed", "valve", "running")) {
        // asked of this worker: what is retained may be of the one before
        Awaitility.await(property)
            .atMost(STARTED)
            .untilAsserted(
                () ->
                    assertEquals(
                        "good", gateway.call("press." + property + ".get").get("quality")));
      }
      gateway.call("press.setpoint.set", 77);
      gateway.call("press.speed.set", 1500);
      gateway.call("press.valve.set", true);
      gateway.call("press.running.set", true);
      assertEquals(List.of(1500, 0, 0xFFFF), machine.get(1, "hr", 102, 3), gateway::logs);
      assertEquals(List.of(1), machine.get(1, "co", 3, 1), gateway::logs);
    }

    void awaitSafe() {
      Awaitility.await("the machine is safe")
          .atMost(PROMISED)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .untilAsserted(
              () -> {
                assertEquals(List.of(0), machine.get(1, "co", 3, 1));
                assertEquals(List.of(0xFFFE, 0xFFFF, 0xFFF7), machine.get(1, "hr", 102, 3));
              });
    }
  }

  @BeforeAll
  static void build() {
    safe = OutputsSafe.build(tools);
    MachineServer.requirePymodbus();
  }

  @AfterAll
  static void stop() {
    PLANTS.values().forEach(Plant::close);
    PLANTS.clear();
  }

  @AfterEach
  void endTheWorker() {
    PLANTS.values().forEach(plant -> plant.gateway().killWorker());
  }

  private static Plant plant(Way way) {
    return PLANTS.computeIfAbsent(way, Plant::start);
  }

  @ParameterizedTest
  @EnumSource
  void aMachineIsSafeWithinASecondOfTheDeathOfItsWorker(Way way) throws Exception {
    // Given
    Plant plant = plant(way);
    ProductProcess guard = plant.gateway().startGuardedWorker(safe, 0);
    plant.switchOn();
    // When
    worker(guard).destroyForcibly();
    // Then
    plant.awaitSafe();
    assertEquals(List.of(77), plant.machine().get(1, "hr", 101, 1), "what has no safe value");
  }

  /** What systemd's watchdog does when nobody feeds it; that it does is in SystemdKernelTest. */
  @Test
  void aMachineIsSafeWithinASecondOfTheWatchdogsSignalWhenItsWorkerHangs() throws Exception {
    // Given
    Plant plant = plant(Way.TCP);
    ProductProcess guard = plant.gateway().startGuardedWorker(safe, 0);
    plant.switchOn();
    Guarded.signal("STOP", worker(guard));
    // When
    guard.signal("ABRT");
    // Then
    plant.awaitSafe();
  }

  /** The control: it is the guard that switches off, and nothing else. */
  @Test
  void withoutAGuardTheMachineStaysOnUntilOutputsSafeRuns() throws Exception {
    // Given
    Plant plant = plant(Way.TCP);
    ProductProcess worker = plant.gateway().startWorker();
    plant.switchOn();
    // When
    worker.kill();
    // Then
    Awaitility.await()
        .during(PROMISED)
        .atMost(PROMISED.multipliedBy(5))
        .until(() -> plant.machine().get(1, "co", 3, 1).equals(List.of(1)));
    assertEquals(0, safe.run(plant.gateway().outputs().toString()).status());
    plant.awaitSafe();
  }

  private static String things(String connection) {
    return """
    press:
      kind: modbus
      connection: %s
      unit: 1
      timeoutMillis: 300
      properties:
        setpoint: {register: holding, address: 101, minimum: 0, maximum: 100, writable: true}
        speed: {register: holding, address: 102, type: int32, wordOrder: little, writable: true, safe: -2}
        valve: {register: holding, address: 104, bit: 3, writable: true, safe: false}
        running: {register: coil, address: 3, writable: true, safe: false}
    """
        .formatted(connection);
  }

  private static ProcessHandle worker(ProductProcess guard) {
    List<ProcessHandle> children = ProcessHandle.of(guard.pid()).orElseThrow().children().toList();
    assertTrue(children.size() == 1, () -> "expected the worker, got " + children);
    return children.getFirst();
  }
}
