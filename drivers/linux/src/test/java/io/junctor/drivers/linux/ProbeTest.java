package io.junctor.drivers.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.sim.SimAds1115;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SimGpioChip;
import io.junctor.drivers.sim.SteppedSimClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probe on a simulated board. */
class ProbeTest {

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimBoard board = new SimBoard(clock);
  private final SimGpioChip chip =
      board.addGpioChip("gpiochip0", "sim", List.of("DOOR", "", "VALVE"));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Probe probe =
      new Probe(
          board,
          () -> List.of("i2c-1"),
          new PrintStream(out, true, UTF_8),
          new PrintStream(err, true, UTF_8));

  @BeforeEach
  void wire() {
    board.addI2cBus("i2c-1").attach(new SimAds1115(0x48, clock));
    board.addSerialLine("/dev/ttyS7");
  }

  @Test
  void gpioListsChipsLinesAndHolders() {
    // Given
    chip.line("VALVE").holdBy("w1");
    // When
    run("gpio");
    // Then
    List<String> lines = output().lines().map(String::strip).toList();
    assertEquals("gpiochip0 [sim] 3 lines", lines.getFirst());
    assertTrue(lines.get(1).matches("0 DOOR +input +free"));
    assertTrue(lines.get(2).matches("1 - +input +free"));
    assertTrue(lines.get(3).matches("2 VALVE +input +held by 'w1'"));
  }

  @Test
  void lineIsReadAndSetAndLeftInactive() {
    // Given
    chip.line("DOOR").drive(true);
    // When
    run("gpio", "get", "DOOR");
    run("gpio", "set", "gpiochip0:2", "1", "0");
    // Then
    assertEquals(
        List.of("gpiochip0:0 (DOOR) 1", "gpiochip0:2 (VALVE) reads back 1"),
        output().lines().toList());
    assertFalse(chip.line("VALVE").level());
  }

  @Test
  void busesAreListedAndScanned() {
    run("i2c");
    run("i2c", "scan", "1");
    assertEquals(
        List.of("i2c-1 [PLAIN, QUICK, BYTE, BYTE_DATA, WORD_DATA, BLOCK_DATA]", "0x48 answers"),
        output().lines().toList());
  }

  @Test
  void registersAreReadAndWrittenInAllWidths() {
    run("i2c", "get", "i2c-1", "0x48", "1", "word");
    run("i2c", "set", "i2c-1", "0x48", "2", "0x1234", "word");
    run("i2c", "get", "i2c-1", "72", "2", "2");
    run("i2c", "get", "i2c-1", "0x48", "2");
    assertEquals(List.of("0x8583", "12 34", "0x12"), output().lines().toList());
  }

  @Test
  void serialPortsAreListed() {
    run("serial");
    assertEquals("/dev/ttyS7", output().strip());
  }

  @Test
  void whatTheBoardRefusesIsToldOnStandardError() {
    // When
    int code = probe.run(List.of("i2c", "get", "i2c-1", "0x49", "0"));
    // Then
    assertEquals(Probe.FAILED, code);
    assertTrue(err.toString(UTF_8).startsWith("i2c-1 at 0x49: "));
    assertEquals("", output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "spi", "gpio get", "gpio set DOOR", "gpio set DOOR x", "i2c get 1"})
  void misunderstoodCommandsShowTheUsage(String command) {
    // When
    int code = probe.run(command.isEmpty() ? List.of() : List.of(command.split(" ")));
    // Then
    assertEquals(Probe.USAGE, code);
    assertTrue(err.toString(UTF_8).contains("usage: probe"));
  }

  private void run(String... arguments) {
    int code = probe.run(List.of(arguments));
    assertEquals(Probe.OK, code, err.toString(UTF_8));
  }

  private String output() {
    return out.toString(UTF_8);
  }
}
