package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.DeviceKinds;
import io.junctor.devices.config.DeviceConfig;
import io.junctor.devices.fridge.FridgeConfig;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModbusConfigTest {

  private static ModbusConfig config(Map<String, Registers> properties) {
    return Registers.machine(Registers.tcp(), properties);
  }

  @Test
  void whatIsNotWrittenTakesItsDefault() {
    // When
    ModbusConfig config = config(Map.of("p", Registers.of("holding", 1)));

    // Then
    assertEquals("Machine", config.title());
    assertEquals(8, config.readGap());
    assertEquals(125, config.registersPerRead());
    assertEquals(10, config.writesPerSecond());
    assertEquals(
        Map.of(
            "fast",
            Duration.ofMillis(200),
            "normal",
            Duration.ofSeconds(1),
            "slow",
            Duration.ofSeconds(10)),
        config.pollClasses());
    RegisterConfig register = config.properties().get("p");
    assertEquals("uint16", register.type());
    assertEquals("normal", register.poll());
    assertEquals(false, register.writable());
  }

  @Test
  void pollClassesAreAddedToThoseThatAreThere() {
    // When
    ModbusConfig config =
        Registers.machine(
            Registers.tcp(),
            1,
            Map.of("p", Registers.of("holding", 1).with("poll", "daily")),
            Map.of("daily", Duration.ofMinutes(10), "fast", Duration.ofMillis(50)));

    // Then
    assertEquals(Duration.ofMillis(50), config.pollClasses().get("fast"));
    assertEquals(Duration.ofSeconds(1), config.pollClasses().get("normal"));
  }

  @Test
  void connectionsAreWhatTheyAreCalled() {
    assertEquals(new ModbusEndpoint.Tcp("192.0.2.10", 502), Registers.tcp().endpoint());
    assertEquals(
        new ModbusEndpoint.Serial("/dev/ttyUSB0", SerialSettings.parse("19200 8E1")),
        Registers.serial().endpoint());
    assertEquals(
        new ModbusEndpoint.Serial("/dev/ttyUSB0", SerialSettings.parse("9600 8N1 rs485")),
        new Connection(null, "/dev/ttyUSB0", "9600 8N1", true).endpoint());
  }

  static Stream<Arguments> wrongConnections() {
    return Stream.of(
        Arguments.of(null, null, null, null, "expected either tcp or serial, got neither"),
        Arguments.of("h", "/dev/x", null, null, "expected either tcp or serial, got both"),
        Arguments.of("h:0", null, null, null, "tcp: port: expected 1..65535, got 0"),
        Arguments.of("h", null, "9600 8N1", null, "settings: expected none with tcp"),
        Arguments.of("h", null, null, true, "settings: expected none with tcp"),
        Arguments.of(null, "/dev/x", "9600", null, "settings: serial settings: expected"),
        Arguments.of(null, "/dev/x", "9600 7E1", null, "settings: expected 8 data bits"));
  }

  @ParameterizedTest
  @MethodSource("wrongConnections")
  void aConnectionThatMakesNoSenseIsRefused(
      String tcp, String serial, String settings, Boolean rs485, String message) {
    // When
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new Connection(tcp, serial, settings, rs485));

    // Then
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
  }

  static Stream<Arguments> wrongRegisters() {
    return Stream.of(
        Arguments.of(Registers.of("relay", 1), "register: expected coil, discrete, holding"),
        Arguments.of(Registers.of("coil", 65_536), "address: expected 0..65535, got 65536"),
        Arguments.of(Registers.of("coil", 1).with("address", null), "address: expected a value"),
        Arguments.of(Registers.of("coil", 1).type("int16"), "type: expected bool for a coil"),
        Arguments.of(Registers.of("holding", 1).type("int8"), "type: expected one of [bool, "),
        Arguments.of(Registers.of("coil", 1).with("bit", 1), "bit: expected only with type bool"),
        Arguments.of(Registers.of("holding", 1).with("bit", 16), "bit: expected 0..15, got 16"),
        Arguments.of(
            Registers.of("holding", 1).type("uint16").with("bit", 1), "bit: expected only"),
        Arguments.of(Registers.of("holding", 1).type("string"), "length: expected for type"),
        Arguments.of(Registers.of("holding", 1).with("length", 4), "length: expected for type"),
        Arguments.of(
            Registers.of("holding", 1).type("string").with("length", 247), "length: expected 1.."),
        Arguments.of(Registers.of("holding", 1).with("byteOrder", "pdp"), "byteOrder: expected"),
        Arguments.of(Registers.of("holding", 1).with("wordOrder", "BIG"), "wordOrder: expected"),
        Arguments.of(Registers.of("holding", 1).with("scale", 0.0), "scale: expected a number"),
        Arguments.of(Registers.of("input", 1).writable(), "writable: expected false, input"),
        Arguments.of(Registers.of("discrete", 1).writable(), "writable: expected false, discrete"),
        Arguments.of(Registers.of("holding", 1).with("safe", 1), "safe: expected none"),
        Arguments.of(Registers.of("holding", 1).range(5, 5), "maximum: expected more than"),
        Arguments.of(Registers.of("holding", 1).with("deadband", -1.0), "deadband: expected"));
  }

  @ParameterizedTest
  @MethodSource("wrongRegisters")
  void aRegisterThatMakesNoSenseIsRefusedByItsKey(Registers register, String message) {
    // When
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, register::config);

    // Then
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
  }

  static Stream<Arguments> wrongProperties() {
    return Stream.of(
        Arguments.of("status", Registers.of("coil", 1), "properties.status: expected another name"),
        Arguments.of(
            "describe", Registers.of("coil", 1), "properties.describe: expected another name"),
        Arguments.of("a.b", Registers.of("coil", 1), "properties.a.b: property: expected a letter"),
        Arguments.of(
            "p",
            Registers.of("coil", 1).with("poll", "often"),
            "properties.p.poll: expected one of"),
        Arguments.of(
            "p",
            Registers.of("coil", 1).writable().with("safe", "off"),
            "properties.p.safe: expected true or false, got 'off'"));
  }

  @ParameterizedTest
  @MethodSource("wrongProperties")
  void aPropertyThatMakesNoSenseIsRefusedByItsName(
      String name, Registers register, String message) {
    // When
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> config(Map.of(name, register)));

    // Then
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
  }

  @Test
  void aMachineHasPropertiesAndOneAtMostIsPrimary() {
    // Given
    Map<String, Registers> two = new LinkedHashMap<>();
    two.put("a", Registers.of("coil", 1).with("primary", true));
    two.put("b", Registers.of("coil", 2).with("primary", true));

    // Then
    assertThrows(IllegalArgumentException.class, () -> config(Map.of()));
    assertThrows(IllegalArgumentException.class, () -> config(two));
  }

  @Test
  void unitNumbersDependOnTheConnection() {
    // Given
    Map<String, Registers> properties = Map.of("p", Registers.of("coil", 1));

    // Then
    assertDoesNotThrow(() -> Registers.machine(Registers.tcp(), 255, properties, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> Registers.machine(Registers.serial(), 248, properties, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> Registers.machine(Registers.serial(), 0, properties, null));
  }

  @Test
  void unitsShareALineThatNobodyElseMayUse() {
    // Given
    Map<String, Registers> properties = Map.of("p", Registers.of("coil", 1));
    ModbusConfig one = Registers.machine(Registers.serial(), 1, properties, null);
    ModbusConfig two = Registers.machine(Registers.serial(), 2, properties, null);
    Connection slower = new Connection(null, "/dev/ttyUSB0", "9600 8E1", null);
    ModbusConfig three = Registers.machine(slower, 3, properties, null);
    FridgeConfig fridge =
        new FridgeConfig(
            null,
            new FridgeConfig.Ranger("/dev/ttyUSB0", 900, 300, null, null),
            null,
            null,
            null,
            null,
            null);

    // Then
    assertDoesNotThrow(() -> DeviceKinds.requireDisjoint(Map.of("one", one, "two", two)));
    IllegalArgumentException otherSettings =
        assertThrows(
            IllegalArgumentException.class,
            () -> DeviceKinds.requireDisjoint(Map.of("one", one, "three", three)));
    assertTrue(otherSettings.getMessage().contains("/dev/ttyUSB0"), otherSettings.getMessage());
    Map<String, DeviceConfig> withFridge = new HashMap<>();
    withFridge.put("one", one);
    withFridge.put("fridge", fridge);
    IllegalArgumentException taken =
        assertThrows(IllegalArgumentException.class, () -> DeviceKinds.requireDisjoint(withFridge));
    assertEquals(
        "fridge: serial /dev/ttyUSB0 is used by Modbus at 19200 8E1 already", taken.getMessage());
  }
}
