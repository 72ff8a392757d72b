package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.config.ConfigException;
import io.junctor.devices.modbus.ModbusConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A machine as a person writes it. */
class ModbusPlanTest {

  private static final String GOOD =
      """
      site: com.example.plant
      drivers: sim
      listen:
        - {kind: websocket, address: "127.0.0.1:0"}
      things:
        press:
          kind: modbus
          title: Hydraulic press
          connection: {tcp: "192.0.2.10:502"}
          unit: 1
          timeoutMillis: 500
          pollClasses: {fast: 100ms, daily: 20m}
          properties:
            pressure: {register: input, address: 10, type: float32, wordOrder: little, unit: bar, minimum: 0, maximum: 400, poll: fast, deadband: 0.5}
            setpoint: {register: holding, address: 0x64, scale: 0.1, unit: bar, minimum: 0, maximum: 250, writable: true, safe: 0}
            running: {register: coil, address: 3, writable: true, safe: false}
            state: {register: holding, address: 5, names: {0: idle, 1: running}, writable: true, safe: idle, poll: daily}
            door: {register: input, address: 6, bit: 3}
            model: {register: holding, address: 20, type: string, length: 10}
      """;

  private static ModbusConfig press(String yaml) throws ConfigException {
    return (ModbusConfig)
        GatewayPlan.parse("test.yaml", yaml).things(Placement.ALL).getFirst().config();
  }

  private static void assertProblem(String old, String wrong, String expected) {
    ConfigException problem =
        assertThrows(ConfigException.class, () -> press(GOOD.replace(old, wrong)));
    assertEquals(expected, problem.getMessage());
  }

  @Test
  void registersAreMappedAsWritten() throws Exception {
    // When
    ModbusConfig config = press(GOOD);

    // Then
    assertEquals(Duration.ofMinutes(20), config.pollClasses().get("daily"));
    assertEquals(100, config.properties().get("setpoint").address());
    assertEquals(0, config.properties().get("setpoint").safe());
    assertEquals(false, config.properties().get("running").safe());
    assertEquals(Map.of(0, "idle", 1, "running"), config.properties().get("state").names());
    assertEquals(
        "pressure setpoint running state door model",
        String.join(" ", config.properties().keySet()));
  }

  @Test
  void aMisspeltKeyOfARegisterIsNamedWithItsPlace() {
    assertProblem(
        "wordOrder:",
        "wordorder:",
        "test.yaml:14:63: things.press.properties.pressure.wordorder: unknown key. Did you mean"
            + " wordOrder?");
  }

  @Test
  void aWrongValueIsToldByItsKey() {
    assertProblem(
        "register: coil",
        "register: relay",
        "test.yaml:16:17: things.press.properties.running.register: expected coil, discrete,"
            + " holding or input, got 'relay'");
    assertProblem(
        "safe: idle",
        "safe: off",
        "test.yaml:17:92: things.press.properties.state.safe: expected one of [idle, running],"
            + " got false");
    assertProblem(
        "tcp: \"192.0.2.10:502\"",
        "tcp: \"192.0.2.10:99999\"",
        "test.yaml:9:18: things.press.connection.tcp: port: expected 1..65535, got 99999");
  }

  @Test
  void aSerialLineIsSharedWithTheSameSettingsOnly() {
    // Given
    String second =
        """
          oven:
            kind: modbus
            unit: 2
            connection: {serial: /dev/ttyUSB0, settings: 9600 8N1}
            properties:
              temperature: {register: input, address: 0}
        """;

    // When
    ConfigException problem =
        assertThrows(
            ConfigException.class,
            () ->
                GatewayPlan.parse(
                    "test.yaml",
                    GOOD.replace("tcp: \"192.0.2.10:502\"", "serial: /dev/ttyUSB0") + second));

    // Then
    assertTrue(
        problem
            .getMessage()
            .contains("oven: serial /dev/ttyUSB0 is used as Modbus at 19200 8E1, expected not"),
        problem.getMessage());
  }
}
