package io.junctor.devices.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.config.SafeOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a machine's safe values become for whoever writes them when the worker is dead. */
class SafeRegistersTest {

  private static List<String> steps(Map<String, Registers> properties) {
    return Registers.machine(Registers.tcp(), properties).safeOutputs().stream()
        .map(SafeOutput::text)
        .toList();
  }

  private static String step(Registers register) {
    return steps(Map.of("p", register)).getFirst().replace("modbus-tcp 192.0.2.10:502 1 ", "");
  }

  @Test
  void propertiesWithoutASafeValueAreNotTouched() {
    assertEquals(List.of(), steps(Map.of("p", Registers.of("holding", 1).writable())));
  }

  @Test
  void eachSafeValueIsAStepInTheOrderOfTheConfiguration() {
    // Given
    Map<String, Registers> properties = new LinkedHashMap<>();
    properties.put("running", Registers.of("coil", 3).writable().with("safe", false));
    properties.put("measured", Registers.of("input", 0));
    properties.put("speed", Registers.of("holding", 100).writable().with("safe", 7));
    // Then
    assertEquals(
        List.of(
            "modbus-tcp 192.0.2.10:502 1 coil 3 0",
            "modbus-tcp 192.0.2.10:502 1 holding 100 0x0007"),
        steps(properties));
  }

  @Test
  void aNumberIsWrittenInTheRegistersAndOrderOfTheMachine() {
    Registers speed = Registers.of("holding", 100).type("int32").writable().with("safe", -2);
    assertEquals("holdings 100 0xffff 0xfffe", step(speed));
    assertEquals("holdings 100 0xfffe 0xffff", step(speed.with("wordOrder", "little")));
    assertEquals("holdings 100 0xfeff 0xffff", step(speed.with("byteOrder", "little")));
  }

  @Test
  void scaleAndOffsetAreTakenBack() {
    Registers pressure =
        Registers.of("holding", 5).writable().range(0, 250).with("scale", 0.1).with("safe", 12.3);
    assertEquals("holding 5 0x007b", step(pressure));
    Registers heat =
        Registers.of("holding", 5).type("float32").writable().range(0, 100).with("safe", 25);
    assertEquals("holdings 5 0x41c8 0x0000", step(heat));
  }

  @Test
  void aStateIsItsNumber() {
    Registers state =
        Registers.of("holding", 9)
            .writable()
            .with("names", Map.of(0, "idle", 3, "running"))
            .with("safe", "running");
    assertEquals("holding 9 0x0003", step(state));
  }

  @Test
  void aBitLeavesTheOthersOfItsRegisterAlone() {
    Registers valve = Registers.of("holding", 9).with("bit", 4).writable().with("safe", true);
    assertEquals("bit 9 4 1", step(valve));
    assertEquals("bits 9 4 1", step(valve.with("multiple", true)));
  }

  @Test
  void whatTheUnitTakesByWriteMultipleOnlyIsWrittenSo() {
    Registers coil = Registers.of("coil", 3).writable().with("safe", true).with("multiple", true);
    assertEquals("coils 3 1", step(coil));
    Registers register =
        Registers.of("holding", 3).writable().with("safe", 1).with("multiple", true);
    assertEquals("holdings 3 0x0001", step(register));
  }

  @Test
  void aPortThatCannotBeWrittenDownIsRefusedWithTheConfiguration() {
    // Given
    Connection odd = new Connection(null, "/dev/my port", null, null);
    Map<String, Registers> properties =
        Map.of("p", Registers.of("coil", 3).writable().with("safe", false));
    // When
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Registers.machine(odd, properties));
    // Then
    assertTrue(String.valueOf(refused.getMessage()).startsWith("connection: "), refused::toString);
  }
}
