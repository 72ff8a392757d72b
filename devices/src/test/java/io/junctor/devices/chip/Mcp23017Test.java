package io.junctor.devices.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.chip.Mcp23017.Port;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.playback.PlaybackI2cBus;
import io.junctor.drivers.sim.I2cFault;
import io.junctor.drivers.sim.SimI2cBus;
import io.junctor.drivers.sim.SimMcp23017;
import io.junctor.drivers.sim.SteppedSimClock;
import org.junit.jupiter.api.Test;

class Mcp23017Test {

  private static final int ADDRESS = 0x20;

  private final SimI2cBus bus = new SimI2cBus("i2c-1", new SteppedSimClock());
  private final SimMcp23017 sim = bus.attach(new SimMcp23017(ADDRESS));
  private final Mcp23017 chip = new Mcp23017(new I2cDevice(bus, ADDRESS));

  @Test
  void latchIsClearedBeforeThePortBecomesOutputs() throws Exception {
    // Given: the order matters, an old latch must not reach the pins
    String recording =
        """
        20 writeByteData 15 00   # OLATB
        20 writeByteData 01 00   # IODIRB
        """;
    try (PlaybackI2cBus playback = new PlaybackI2cBus("i2c-1", recording)) {
      // When
      new Mcp23017(new I2cDevice(playback, ADDRESS)).makeOutputsLow(Port.B);
      // Then: close() fails on any difference
    }
  }

  @Test
  void inputsAreInvertedAndPulledUpAsAsked() throws Exception {
    // Given
    String recording =
        """
        20 writeByteData 00 ff   # IODIRA
        20 writeByteData 02 0f   # IPOLA
        20 writeByteData 0c f0   # GPPUA
        20 readByteData 12 -> a5 # GPIOA
        """;
    try (PlaybackI2cBus playback = new PlaybackI2cBus("i2c-1", recording)) {
      Mcp23017 recorded = new Mcp23017(new I2cDevice(playback, ADDRESS));
      // When
      recorded.makeInputs(Port.A, 0x0F, 0xF0);
      // Then
      assertEquals(0xA5, recorded.readPins(Port.A));
    }
  }

  @Test
  void latchedBitsDriveThePinsOfThatPortOnly() throws Exception {
    // Given
    chip.makeOutputsLow(Port.B);
    // When
    chip.writeLatch(Port.B, 0b0000_0101);
    // Then
    assertTrue(sim.level(8));
    assertFalse(sim.level(9));
    assertTrue(sim.level(10));
    assertFalse(sim.level(0));
    assertEquals(0b101, chip.readLatch(Port.B));
  }

  @Test
  void switchToGroundReadsOneWhenInverted() throws Exception {
    // Given
    chip.makeInputs(Port.A, 0xFF, 0xFF);
    // When
    sim.drive(3, false);
    // Then
    assertEquals(0b0000_1000, chip.readPins(Port.A));
  }

  @Test
  void resetChipIsNoLongerOutputs() throws Exception {
    // Given
    chip.makeOutputsLow(Port.B);
    assertTrue(chip.isOutputs(Port.B));
    // When: a brown-out
    sim.powerOn();
    // Then
    assertFalse(chip.isOutputs(Port.B));
  }

  @Test
  void absentChipIsToldAsSuch() {
    // Given
    bus.inject(new I2cFault.Nack(ADDRESS));
    // When
    I2cException failure = assertThrows(I2cException.class, () -> chip.readPins(Port.A));
    // Then
    assertEquals(I2cException.Kind.ABSENT, failure.kind());
    assertTrue(failure.getMessage().contains("i2c-1 at 0x20"), failure.getMessage());
  }
}
