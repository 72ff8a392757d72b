package io.junctor.hil.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.MachineServer;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.harness.Wiring;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.TopicWatch;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What holds for every way to a machine; each way says how the machine is started. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ModbusBehaviour {

  private static final String PRESS = Site.SITE + ".press";
  private static final Wire WEBSOCKET = new Wire(LinkKind.WEBSOCKET, Format.JSON);

  private Path folder;
  private MachineServer machine;
  private GatewayProcess gateway;

  /** Starts the machine, for the first time or again in the same place. */
  abstract MachineServer startMachine(Path folder);

  /** The YAML of {@code connection}. */
  abstract String connection();

  /** What must be left in the end. */
  abstract void stopLine();

  @BeforeAll
  void start() throws IOException {
    MachineServer.requirePymodbus();
    folder = Files.createTempDirectory("junctor-modbus");
    machine = startMachine(folder);
    machine.set(1, "ir", 10, 0x4148, 0); // 12.5
    machine.set(1, "hr", 100, 800);
    machine.set(1, "di", 7, 1);
    gateway = GatewayProcess.start(Site.create(), Wiring.linux(things()));
  }

  @AfterAll
  void stop() {
    try (GatewayProcess first = gateway;
        MachineServer second = machine) {
      // closes each, whatever the others do
    } finally {
      stopLine();
    }
    if (folder != null) {
      TempFiles.delete(folder);
    }
  }

  private String things() {
    return """
    press:
      kind: modbus
      title: Hydraulic press
      connection: %1$s
      unit: 1
      timeoutMillis: 300
      properties:
        pressure: {register: input, address: 10, type: float32, unit: bar, minimum: 0, maximum: 400, poll: fast}
        setpoint: {register: holding, address: 100, scale: 0.1, unit: bar, minimum: 0, maximum: 250, writable: true}
        speed: {register: holding, address: 102, type: int32, wordOrder: little, minimum: -5000, maximum: 5000, writable: true, safe: 0}
        missing: {register: holding, address: 105, poll: fast}
        state: {register: holding, address: 106, names: {0: idle, 1: running}, poll: fast}
        running: {register: coil, address: 3, writable: true, safe: false}
        alarm: {register: discrete, address: 7, poll: fast}
    oven:
      kind: modbus
      connection: %1$s
      unit: 2
      timeoutMillis: 300
      properties:
        temperature: {register: input, address: 0, type: int16, scale: 0.1, unit: Cel, poll: fast}
    nobody:
      kind: modbus
      connection: %1$s
      unit: 9
      timeoutMillis: 100
      properties:
        level: {register: input, address: 0, poll: slow}
    """
        .formatted(connection());
  }

  private Peer join() {
    return new Peer(gateway.open(WEBSOCKET), WEBSOCKET).join(Site.REALM, gateway.site().member());
  }

  private TopicWatch watch(String topic) {
    return TopicWatch.of(join(), topic);
  }

  private static boolean isNumber(Object value, double expected) {
    return value instanceof Number number && Math.abs(number.doubleValue() - expected) < 1e-9;
  }

  @Test
  void whatTheMachineMeasuresIsAValueOfItsTopic() {
    try (TopicWatch pressure = watch(PRESS + ".pressure")) {
      // Given
      pressure.untilGood(value -> isNumber(value, 12.5), "12.5 bar");

      // When
      machine.set(1, "ir", 10, 0x42c8, 0x3333); // 100.1

      // Then
      Map<String, Object> event = pressure.untilGood(value -> isNumber(value, 100.1), "100.1 bar");
      assertEquals("bar", event.get("unit"));
    } finally {
      machine.set(1, "ir", 10, 0x4148, 0);
    }
  }

  @Test
  void bitsAndStatesAreReadBesideThem() {
    try (TopicWatch alarm = watch(PRESS + ".alarm");
        TopicWatch state = watch(PRESS + ".state")) {
      // Given
      alarm.untilGood(Boolean.TRUE::equals, "true");

      // When
      machine.set(1, "di", 7, 0);
      machine.set(1, "hr", 106, 1);

      // Then
      alarm.untilGood(Boolean.FALSE::equals, "false");
      state.untilGood("running"::equals, "running");
    } finally {
      machine.set(1, "di", 7, 1);
    }
  }

  @Test
  void aWriteOverWampChangesTheRegisterAndAnswersWhatWasReadBack() {
    try (Peer caller = join();
        TopicWatch setpoint = watch(PRESS + ".setpoint")) {
      // Given
      setpoint.untilQuality("good");

      // When
      caller.call(PRESS + ".setpoint.set", 123.4);

      // Then
      Map<String, Object> result = caller.kwargs(caller.receive(Result.class));
      assertTrue(isNumber(result.get("value"), 123.4), result::toString);
      assertTrue(isNumber(result.get("desired"), 123.4), result::toString);
      assertNull(result.get("pending"));
      assertEquals(List.of(1234), machine.get(1, "hr", 100, 1));
    }
  }

  @Test
  void severalRegistersAndCoilsAreWrittenToo() {
    try (Peer caller = join();
        TopicWatch running = watch(PRESS + ".running")) {
      // Given
      running.untilQuality("good");

      // When
      caller.call(PRESS + ".speed.set", -2);
      caller.receive(Result.class);
      caller.call(PRESS + ".running.set", true);
      caller.receive(Result.class);

      // Then
      assertEquals(List.of(0xFFFE, 0xFFFF), machine.get(1, "hr", 102, 2));
      assertEquals(List.of(1), machine.get(1, "co", 3, 1));
      running.untilGood(Boolean.TRUE::equals, "true");
    }
  }

  @Test
  void whatIsOutOfRangeIsRefusedAndNotWritten() {
    try (Peer caller = join()) {
      // Given
      List<Integer> before = machine.get(1, "hr", 100, 1);

      // When
      caller.call(PRESS + ".setpoint.set", 250.1);

      // Then
      caller.receiveError("wamp.error.invalid_argument");
      assertEquals(before, machine.get(1, "hr", 100, 1));
    }
  }

  @Test
  void aRegisterThatIsNotThereFailsAloneAndIsNamed() {
    try (TopicWatch missing = watch(PRESS + ".missing");
        TopicWatch state = watch(PRESS + ".state")) {
      // When
      Map<String, Object> failed = missing.untilQuality("failed");

      // Then
      String reason = failed.get("reason").toString();
      assertTrue(reason.contains("holding 105"), reason);
      assertTrue(reason.contains("illegal address"), reason);
      state.untilQuality("good");
    }
  }

  @Test
  void unitsShareTheWayAndAnAbsentOneDisturbsNobody() {
    try (TopicWatch temperature = watch(Site.SITE + ".oven.temperature");
        TopicWatch level = watch(Site.SITE + ".nobody.level")) {
      // Given
      level.untilQuality("failed");

      // When
      machine.set(2, "ir", 0, 0xFF9C); // -100

      // Then
      temperature.untilGood(value -> isNumber(value, -10), "-10 Cel");
    }
  }

  @Test
  void valuesFailWhileTheMachineIsOffAndComeBackWithIt() {
    try (Peer caller = join();
        TopicWatch pressure = watch(PRESS + ".pressure")) {
      // Given
      pressure.untilQuality("good");

      // When
      machine.close();

      // Then
      Map<String, Object> failed = pressure.untilQuality("failed");
      assertNull(failed.get("value"), "what is not known is not told");
      assertFalse(failed.get("reason").toString().isBlank());
      caller.call(PRESS + ".setpoint.set", 10);
      caller.receiveError("junctor.error.unavailable");
      machine = startMachine(folder);
      machine.set(1, "ir", 10, 0x4148, 0);
      machine.set(1, "di", 7, 1);
      pressure.untilGood(value -> isNumber(value, 12.5), "12.5 bar");
    }
  }

  @Test
  void theMachineIsBroughtToItsSafeValuesWhenTheGatewayEnds() {
    try (Peer caller = join()) {
      // Given
      caller.call(PRESS + ".speed.set", 1500);
      caller.receive(Result.class);
      caller.call(PRESS + ".running.set", true);
      caller.receive(Result.class);
    }

    // When
    int status = gateway.terminate();

    // Then
    assertEquals(0, status);
    assertEquals(List.of(0, 0), machine.get(1, "hr", 102, 2), gateway::logTail);
    assertEquals(List.of(0), machine.get(1, "co", 3, 1), gateway::logTail);
    gateway = restarted();
  }

  private GatewayProcess restarted() {
    GatewayProcess again = GatewayProcess.start(Site.create(), Wiring.linux(things()));
    gateway = again;
    try (TopicWatch pressure = watch(PRESS + ".pressure")) {
      pressure.untilQuality("good");
    }
    return again;
  }
}
