package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.i2c.I2cDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Microchip DS20001952C; register names as there, BANK = 0 addresses. */
class SimMcp23017Test {

  private static final int IODIRA = 0x00;
  private static final int IPOLA = 0x02;
  private static final int GPINTENA = 0x04;
  private static final int GPINTENB = 0x05;
  private static final int DEFVALA = 0x06;
  private static final int INTCONA = 0x08;
  private static final int IOCON = 0x0A;
  private static final int GPPUA = 0x0C;
  private static final int INTFA = 0x0E;
  private static final int INTCAPA = 0x10;
  private static final int GPIOA = 0x12;
  private static final int GPIOB = 0x13;
  private static final int OLATA = 0x14;

  private final SimI2cBus bus = new SimI2cBus("i2c-1", new SteppedSimClock());
  private final SimMcp23017 chip = new SimMcp23017(0x20);
  private final I2cDevice device = new I2cDevice(bus, 0x20);
  private final List<Boolean> intA = new ArrayList<>();
  private final List<Boolean> intB = new ArrayList<>();

  @BeforeEach
  void attach() {
    bus.attach(chip);
    chip.onInterrupt(0, intA::add);
    chip.onInterrupt(1, intB::add);
  }

  @Test
  void powerOnMakesAllPinsInputsAndClearsTheRest() throws Exception {
    // When
    byte[] registers = device.readBlockData(IODIRA, 22);
    // Then
    byte[] expected = new byte[22];
    expected[0] = (byte) 0xFF;
    expected[1] = (byte) 0xFF;
    assertArrayEquals(expected, registers);
    assertEquals(List.of(true), intA);
  }

  @Test
  void sequentialReadRollsOverAfterTheLastRegister() throws Exception {
    // Given
    device.writeByteData(OLATA + 1, 0x5A);
    // Then
    assertArrayEquals(new byte[] {0x5A, (byte) 0xFF}, device.readBlockData(OLATA + 1, 2));
  }

  @Test
  void byteModeTogglesBetweenThePair() throws Exception {
    // Given
    device.writeByteData(IOCON, 0x20);
    device.writeBlockData(OLATA, new byte[] {0x11, 0x22, 0x33});
    // When
    byte[] read = device.readBlockData(OLATA, 3);
    // Then
    assertArrayEquals(new byte[] {0x33, 0x22, 0x33}, read);
  }

  @Test
  void bankOneSeparatesThePortsAndByteModeThenStays() throws Exception {
    // Given
    device.writeByteData(IOCON, 0xA0);
    // When
    device.writeByteData(0x10, 0x0F); // IODIRB
    device.writeByteData(0x0A, 0x77); // OLATA
    // Then
    assertEquals(0x0F, device.readByteData(0x10));
    assertEquals(0xFF, device.readByteData(0x00));
    assertArrayEquals(new byte[] {0x77, 0x77}, device.readBlockData(0x0A, 2));
    assertEquals(0xA0, device.readByteData(0x05));
    assertEquals(0xA0, device.readByteData(0x15));
    assertEquals(0, device.readByteData(0x0B));
  }

  @Test
  void ioconIsOneRegisterAtTwoAddressesAndItsBitZeroIsNot() throws Exception {
    // When
    device.writeByteData(0x0B, 0x03);
    // Then
    assertEquals(0x02, device.readByteData(IOCON));
    assertEquals(0x02, device.readByteData(0x0B));
  }

  @Test
  void writingGpioSetsTheLatchAndShowsOnOutputsOnly() throws Exception {
    // Given
    device.writeByteData(IODIRA, 0xF0);
    List<String> seen = new ArrayList<>();
    chip.onPin((pin, level) -> seen.add(pin + "=" + level));
    // When
    device.writeByteData(GPIOA, 0x33);
    // Then
    assertEquals(0x33, device.readByteData(OLATA));
    assertEquals(0x03, device.readByteData(GPIOA));
    assertEquals(List.of("0=true", "1=true"), seen);
    assertTrue(chip.isOutput(0));
    assertFalse(chip.isOutput(4));
  }

  @Test
  void inputsShowWhatDrivesThemElseThePullUp() throws Exception {
    // Given
    device.writeByteData(GPPUA, 0x03);
    chip.drive(0, false);
    chip.drive(7, true);
    // Then
    assertEquals(0x82, device.readByteData(GPIOA));
    chip.release(0);
    assertEquals(0x83, device.readByteData(GPIOA));
  }

  @Test
  void polarityInvertsWhatGpioReads() throws Exception {
    // Given
    chip.drive(0, true);
    // When
    device.writeByteData(IPOLA, 0x03);
    // Then
    assertEquals(0x02, device.readByteData(GPIOA));
  }

  @Test
  void changeRaisesTheInterruptAndReadingGpioClearsIt() throws Exception {
    // Given
    device.writeByteData(GPINTENA, 0x04);
    // When
    chip.drive(2, true);
    // Then
    assertEquals(List.of(true, false), intA);
    assertEquals(0x04, device.readByteData(INTFA));
    assertEquals(0x04, device.readByteData(GPIOA));
    assertEquals(0x00, device.readByteData(INTFA));
    assertEquals(List.of(true, false, true), intA);
    assertEquals(List.of(true), intB);
  }

  @Test
  void captureKeepsTheFirstConditionUntilRead() throws Exception {
    // Given
    device.writeByteData(GPINTENA, 0x07);
    chip.drive(0, true);
    // When
    chip.drive(1, true);
    // Then
    assertEquals(0x01, device.readByteData(INTFA));
    assertEquals(0x01, device.readByteData(INTCAPA));
    assertEquals(0x00, device.readByteData(INTFA));
    assertEquals(0x03, device.readByteData(GPIOA));
  }

  @Test
  void pinWithoutEnableRaisesNothing() throws Exception {
    // Given
    device.writeByteData(GPINTENA, 0x01);
    // When
    chip.drive(1, true);
    // Then
    assertEquals(0, device.readByteData(INTFA));
    assertEquals(List.of(true), intA);
  }

  @Test
  void differenceFromDefaultRaisesAgainAsLongAsItLasts() throws Exception {
    // Given
    device.writeByteData(DEFVALA, 0x01);
    device.writeByteData(INTCONA, 0x01);
    chip.drive(0, true);
    device.writeByteData(GPINTENA, 0x01);
    assertEquals(List.of(true), intA);
    // When
    chip.drive(0, false);
    // Then
    device.readByteData(GPIOA);
    assertEquals(0x01, device.readByteData(INTFA));
    assertEquals(List.of(true, false), intA);
    chip.drive(0, true);
    assertEquals(List.of(true, false), intA);
    device.readByteData(GPIOA);
    assertEquals(List.of(true, false, true), intA);
  }

  @Test
  void interruptFlagsAndCaptureCannotBeWritten() throws Exception {
    // When
    device.writeByteData(INTFA, 0xFF);
    device.writeByteData(INTCAPA, 0xFF);
    // Then
    assertEquals(0, device.readByteData(INTFA));
    assertEquals(0, device.readByteData(INTCAPA));
  }

  @Test
  void mirrorJoinsBothInterruptPins() throws Exception {
    // Given
    device.writeByteData(IOCON, 0x40);
    device.writeByteData(GPINTENB, 0x80);
    // When
    chip.drive(15, true);
    // Then
    assertEquals(List.of(true, false), intA);
    assertEquals(List.of(true, false), intB);
    device.readByteData(GPIOB);
    assertEquals(List.of(true, false, true), intA);
  }

  @Test
  void polarityOfTheInterruptPinIsActiveHighUnlessOpenDrain() throws Exception {
    // Given
    device.writeByteData(GPINTENA, 0x01);
    // When
    device.writeByteData(IOCON, 0x02);
    chip.drive(0, true);
    // Then
    assertEquals(List.of(true, false, true), intA);
    device.writeByteData(IOCON, 0x06);
    assertEquals(List.of(true, false, true, false), intA);
  }

  @Test
  void interruptPinDrivesALineOfTheBoard() throws Exception {
    // Given
    try (SimBoard board = new SimBoard(new SteppedSimClock())) {
      SimGpioLine line = board.addGpioChip("gpiochip0", "sim", List.of("INT")).line("INT");
      chip.onInterrupt(0, line::drive);
      device.writeByteData(GPINTENA, 0x01);
      assertTrue(line.level());
      // When
      chip.drive(0, true);
      // Then
      assertFalse(line.level());
    }
  }

  @Test
  void addressOutsideItsEightIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SimMcp23017(0x28));
  }
}
