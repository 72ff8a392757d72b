package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.app.config.ConfigException;
import io.junctor.devices.config.SafeModbusWrite;
import io.junctor.devices.config.SafeOutput;
import io.junctor.drivers.modbus.ModbusEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsFileTest {

  private static final String CONFIG =
      """
      site: com.example.test
      drivers: linux
      things:
        knob: {kind: knob}
        fridge:
          kind: fridge
          ranger: {emptyDistanceMillimetres: 900, fullDistanceMillimetres: 300}
          compressor: {line: COMPRESSOR}
      """;

  private static final String MACHINES =
      """
        press:
          kind: modbus
          connection: {tcp: "192.0.2.10"}
          properties:
            speed: {register: holding, address: 102, type: int32, writable: true, safe: 0}
            setpoint: {register: holding, address: 110, writable: true}
        pump:
          kind: modbus
          unit: 7
          connection: {tcp: "[2001:db8::10]:1502"}
          properties:
            running: {register: coil, address: 3, writable: true, safe: false}
        valve:
          kind: modbus
          unit: 3
          connection: {serial: /dev/ttyUSB0, rs485: true}
          properties:
            shut: {register: coil, address: 0, writable: true, safe: true}
      """;

  private static final Duration ONE_MILLI = Duration.ofMillis(1);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("outputs");
  }

  @Test
  void everyOutputOfEveryThingIsInTheFile() throws Exception {
    // When
    OutputsFile.open(file, plan(CONFIG), Placement.DEVICES).close();
    // Then
    assertEquals(List.of("i2c i2c-1 0x40 0xfd 0x10", "gpio COMPRESSOR 0"), steps());
  }

  @Test
  void aGatewayInOneProcessListsTheOutputsOfAllThings() throws Exception {
    // When
    GatewayNode.start(plan(CONFIG), file).close();
    // Then
    assertEquals(List.of("i2c i2c-1 0x40 0xfd 0x10", "gpio COMPRESSOR 0"), steps());
  }

  @Test
  void simulatedOutputsTouchNoRealChip() throws Exception {
    // When
    OutputsFile.open(file, plan(CONFIG.replace("linux", "sim")), Placement.DEVICES).close();
    // Then
    assertEquals(List.of(), steps());
  }

  @Test
  void thingsOfOtherProcessesAreNotInTheFile() throws Exception {
    // When
    OutputsFile.open(file, plan(CONFIG), Placement.NETWORK).close();
    // Then
    assertEquals(List.of(), steps());
  }

  @Test
  void anOlderFileIsReplacedAndNothingIsLeftBeside() throws Exception {
    // Given
    Files.writeString(file, "gpio OLD 1\n");
    // When
    OutputsFile.open(file, plan(CONFIG), Placement.DEVICES).close();
    // Then
    assertEquals(2, steps().size());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void moreThanTheReaderTakesIsRefusedAndTheOldFileStays() throws Exception {
    // Given
    Files.writeString(file, "gpio OLD 1\n");
    List<SafeOutput> many =
        Collections.nCopies(
            OutputsFile.LINES_MAX + 1, new SafeOutput.I2c("i2c-1", 0x20, 0x15, 0x00));
    // When
    assertThrows(IOException.class, () -> OutputsFile.write(file, many));
    // Then
    assertEquals(List.of("gpio OLD 1"), steps());
  }

  @Test
  void aMachineIsReachedByItsAddress() throws Exception {
    // Given
    String config = CONFIG + MACHINES;
    // When
    OutputsFile.open(file, plan(config), Placement.NETWORK).close();
    // Then
    assertEquals(
        List.of(
            "modbus-tcp 192.0.2.10:502 1 holdings 102 0x0000 0x0000",
            "modbus-tcp [2001:db8:0:0:0:0:0:10]:1502 7 coil 3 0"),
        steps());
  }

  @Test
  void aMachineOnASerialLineIsForTheProcessThatHasTheLine() throws Exception {
    // When
    OutputsFile.open(file, plan(CONFIG + MACHINES), Placement.DEVICES).close();
    // Then
    assertEquals("modbus-rtu /dev/ttyUSB0 19200 8E1 rs485 3 coil 0 1", steps().getLast());
    assertEquals(3, steps().size());
  }

  @Test
  void aNameIsLookedUpAndTheFileFollowsItsAddress() throws Exception {
    // Given
    AtomicReference<String> address = new AtomicReference<>("192.0.2.1");
    ServerAddresses addresses = new ServerAddresses(name -> InetAddress.ofLiteral(address.get()));
    try (OutputsFile kept = OutputsFile.open(file, List.of(coilAt("plc")), addresses, ONE_MILLI)) {
      assertEquals(List.of("modbus-tcp 192.0.2.1:502 1 coil 3 0"), steps());
    }
    // When
    address.set("192.0.2.2");
    try (OutputsFile kept = OutputsFile.open(file, List.of(coilAt("plc")), addresses, ONE_MILLI)) {
      // Then
      assertEquals(List.of("modbus-tcp 192.0.2.2:502 1 coil 3 0"), steps());
    }
  }

  @Test
  void aNameThatIsNotKnownYetStandsThereUntilItIs() throws Exception {
    // Given
    AtomicReference<String> address = new AtomicReference<>("");
    ServerAddresses addresses =
        new ServerAddresses(
            name -> {
              if (address.get().isEmpty()) {
                throw new UnknownHostException(name);
              }
              return InetAddress.ofLiteral(address.get());
            });
    try (OutputsFile kept = OutputsFile.open(file, List.of(coilAt("plc")), addresses, ONE_MILLI)) {
      assertEquals(List.of("modbus-tcp plc:502 1 coil 3 0"), steps());
      // When
      address.set("192.0.2.3");
      // Then
      Awaitility.await()
          .untilAsserted(
              () -> assertEquals(List.of("modbus-tcp 192.0.2.3:502 1 coil 3 0"), steps()));
    }
  }

  private static SafeOutput coilAt(String host) {
    return new SafeOutput.Modbus(
        new ModbusEndpoint.Tcp(host, 502),
        1,
        new SafeModbusWrite(SafeModbusWrite.Function.COIL, 3, List.of(0)));
  }

  private List<String> steps() throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
  }

  private static GatewayPlan plan(String yaml) throws ConfigException {
    return GatewayPlan.parse("test.yaml", yaml);
  }
}
