package io.junctor.hil.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.config.SafeModbusWrite;
import io.junctor.devices.config.SafeModbusWrite.Function;
import io.junctor.devices.config.SafeOutput;
import io.junctor.drivers.gpio.GpioLine;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.serial.SerialSettings;
import io.junctor.hil.processes.OutputsSafe.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code outputs-safe} without hardware: what it takes, what it refuses, how long it takes. */
class OutputsSafeTest {

  @TempDir private static Path tools;
  private static OutputsSafe safe;

  @TempDir private Path folder;

  @BeforeAll
  static void build() {
    safe = OutputsSafe.build(tools);
  }

  @Test
  void whatTheWorkerWritesIsUnderstood() throws IOException {
    // Given
    List<SafeOutput> outputs =
        List.of(
            new SafeOutput.Gpio(GpioLine.parse("GPIO17"), false),
            new SafeOutput.Gpio(GpioLine.parse("gpiochip0:4"), true),
            new SafeOutput.Gpio(GpioLine.parse("RELAY 2: left"), true),
            new SafeOutput.I2c("/dev/i2c-1", 0x08, 0x00, 0x00),
            new SafeOutput.I2c("i2c-11", 0x77, 0xFF, 0xFF),
            tcp("192.0.2.10:502", Function.COIL, 0),
            tcp("[2001:db8::10]:65535", Function.COILS, 1, 0, 1),
            tcp("[fe80::1%1]", Function.HOLDING, 0xFFFF),
            rtu("/dev/ttyUSB0", "19200 8E1", Function.HOLDINGS, Collections.nCopies(123, 0xABCD)),
            rtu("/dev/serial/by-path/" + "x".repeat(107), "50 8N2", Function.BIT, List.of(15, 1)),
            rtu("/dev/ttyAMA1", "4000000 8M1.5 rs485", Function.BITS, List.of(0, 0)));
    StringBuilder text = new StringBuilder("# head\n");
    outputs.forEach(output -> text.append(output.text()).append('\n'));
    // When
    Run run = check(text.toString());
    // Then
    assertEquals(new Run(0, "", run.millis()), run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpio",
        "gpio LINE",
        "gpio LINE 2",
        "gpio LINE 00",
        "gpio  0",
        "gpio  LINE 0",
        "gpio LINE  0",
        "gpio LINE 0 ",
        "GPIO LINE 0",
        " gpio LINE 0",
        "gpio L\u00cfNE 0",
        "gpio LINE\t0",
        "gpio 1234567890123456789012345678901234567890123456789012345678901234"
            + "5678901234567890123456789012345678901234567890123456789012345678 0",
        "i2c i2c-1 0x20 0x15",
        "i2c i2c-1 0x20 0x15 0x00 0x00",
        "i2c ../mem 0x20 0x15 0x00",
        "i2c .. 0x20 0x15 0x00",
        "i2c i2c-1 0x07 0x15 0x00",
        "i2c i2c-1 0x78 0x15 0x00",
        "i2c i2c-1 0x20 0x100 0x00",
        "i2c i2c-1 0x20 0x15 256",
        "i2c i2c-1 0x20 0x15 -1",
        "i2c i2c-1 0x20 0x15 0x",
        "i2c i2c-1 0x20 0x15 1f",
        "i2c i2c-1 99999999999999999999 0x15 0x00",
        "spi spi0 0 0",
        "modbus",
        "modbus-tcp",
        "modbus-tcp plc:502 1 coil 3 0",
        "modbus-tcp 192.0.2.10 1 coil 3 0",
        "modbus-tcp 192.0.2.10:0 1 coil 3 0",
        "modbus-tcp 192.0.2.10:65536 1 coil 3 0",
        "modbus-tcp 192.0.2.256:502 1 coil 3 0",
        "modbus-tcp 2001:db8::10:502 1 coil 3 0",
        "modbus-tcp [192.0.2.10]:502 1 coil 3 0",
        "modbus-tcp [2001:db8::10] 1 coil 3 0",
        "modbus-tcp []:502 1 coil 3 0",
        "modbus-tcp 192.0.2.10:502 256 coil 3 0",
        "modbus-tcp 192.0.2.10:502 1",
        "modbus-tcp 192.0.2.10:502 1 input 3 0",
        "modbus-tcp 192.0.2.10:502 1 coil 65536 0",
        "modbus-tcp 192.0.2.10:502 1 coil 3",
        "modbus-tcp 192.0.2.10:502 1 coil 3 2",
        "modbus-tcp 192.0.2.10:502 1 coil 3 0 0",
        "modbus-tcp 192.0.2.10:502 1 holding 3 65536",
        "modbus-tcp 192.0.2.10:502 1 holding 3 -1",
        "modbus-tcp 192.0.2.10:502 1 holdings 65535 0 0",
        "modbus-tcp 192.0.2.10:502 1 bit 3 16 0",
        "modbus-tcp 192.0.2.10:502 1 bit 3 0",
        "modbus-tcp 192.0.2.10:502 1 bits 3 0 2",
        "modbus-rtu ttyS0 19200 8E1 1 coil 3 0",
        "modbus-rtu /dev/ttyS0 49 8E1 1 coil 3 0",
        "modbus-rtu /dev/ttyS0 19200 7E1 1 coil 3 0",
        "modbus-rtu /dev/ttyS0 19200 8X1 1 coil 3 0",
        "modbus-rtu /dev/ttyS0 19200 8E3 1 coil 3 0",
        "modbus-rtu /dev/ttyS0 19200 8E 1 coil 3 0",
        "modbus-rtu /dev/ttyS0 19200 8E1 rs422 1 coil 3 0",
        "modbus-rtu /dev/ttyS0 19200 8E1 rs485",
        "modbus-rtu /dev/ttyS0 19200 8E1 0 coil 3 0",
        "modbus-rtu /dev/ttyS0 19200 8E1 248 coil 3 0"
      })
  void anythingElseIsRefusedAndNamed(String line) throws IOException {
    // When
    Run run = check("gpio GOOD 0\n" + line + "\n");
    // Then
    assertEquals(1, run.status(), run::toString);
    assertTrue(run.output().contains("line 2: "), run::toString);
  }

  @Test
  void halfALineIsNoLine() throws IOException {
    // Given: cut short, it would be another, valid value
    String cut = "i2c i2c-1 0x20 0x15 0x0";
    // When
    Run run = check(cut);
    // Then
    assertEquals(1, run.status());
    assertTrue(run.output().contains("the last line has no end"), run::toString);
  }

  @Test
  void aZeroByteEndsNoLine() throws IOException {
    // When
    Run run = check("gpio A 0\0 gpio B 1\n");
    // Then
    assertEquals(1, run.status());
    assertTrue(run.output().contains("line 1: a zero byte"), run::toString);
  }

  @Test
  void moreLinesThanAWorkerWritesAreRefused() throws IOException {
    // When
    Run run = check("gpio A 0\n".repeat(1_025));
    // Then
    assertEquals(1, run.status());
    assertTrue(run.output().contains("line 1025: more than 1024 steps"), run::toString);
  }

  @Test
  void outputsThatAreNotThereAreNamedWithinASecond() throws IOException {
    // Given
    Path file = write("gpio NO_SUCH_LINE 0\ni2c i2c-97 0x20 0x15 0x00\ni2c i2c-98 0x20 0x15 0\n");
    // When
    Run run = safe.run(file.toString());
    // Then
    assertEquals(1, run.status());
    assertTrue(run.output().contains("gpio NO_SUCH_LINE: level 0 not set"), run::toString);
    assertTrue(run.output().contains("i2c i2c-97 0x20: register 0x15 not set"), run::toString);
    assertTrue(run.output().contains("i2c i2c-98 0x20: register 0x15 not set"), run::toString);
    assertTrue(run.millis() < 1_000, run::toString);
  }

  @Test
  void withoutOutputsThereIsNothingToDo() throws IOException {
    // When
    Run run = safe.run(write("# nothing\n").toString());
    // Then
    assertEquals(new Run(0, "", run.millis()), run);
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, write("gpio A 0\n"));
    assertEquals(2, safe.run(folder.resolve("absent").toString()).status());
    assertEquals(2, safe.run(folder.toString()).status());
    assertEquals(2, safe.run(link.toString()).status());
    assertEquals(2, safe.run().status());
    assertEquals(2, safe.run("--hold", "-1", folder.toString()).status());
  }

  private static SafeOutput tcp(String server, Function function, Integer... values) {
    return new SafeOutput.Modbus(
        ModbusEndpoint.Tcp.parse(server), 255, new SafeModbusWrite(function, 3, List.of(values)));
  }

  private static SafeOutput rtu(
      String port, String settings, Function function, List<Integer> values) {
    return new SafeOutput.Modbus(
        new ModbusEndpoint.Serial(port, SerialSettings.parse(settings)),
        247,
        new SafeModbusWrite(function, 3, values));
  }

  private Run check(String text) throws IOException {
    return safe.run("--check", write(text).toString());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("outputs"), text, StandardCharsets.ISO_8859_1);
  }
}
