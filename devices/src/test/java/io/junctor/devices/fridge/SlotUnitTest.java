package io.junctor.devices.fridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.Board;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.playback.PlaybackI2cBus;
import io.junctor.drivers.serial.SerialPorts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expander's traffic, transfer by transfer. */
class SlotUnitTest {

  private static final FridgeConfig.Slots CONFIG =
      new FridgeConfig.Slots("i2c-1", 0x21, 4, null, null, null, null, null);

  /** A board with one recorded bus. */
  private record PlaybackBoard(I2cBus bus) implements Board {
    @Override
    public String name() {
      return "playback";
    }

    @Override
    public GpioChips gpio() {
      throw new UnsupportedOperationException();
    }

    @Override
    public I2cBus i2c(String name) {
      return bus;
    }

    @Override
    public SerialPorts serial() {
      throw new UnsupportedOperationException();
    }
  }

  private static SlotUnit unit(PlaybackI2cBus bus) {
    return new SlotUnit(new PlaybackBoard(bus), CONFIG);
  }

  @Test
  void startSwitchesOffBeforeItMakesOutputs() throws Exception {
    // Given
    String recording =
        """
        21 writeByteData 15 00   # OLATB: all solenoids off
        21 writeByteData 01 00   # IODIRB: outputs
        21 writeByteData 00 ff   # IODIRA: inputs
        21 writeByteData 02 ff   # IPOLA: a closed switch is 1
        21 writeByteData 0c ff   # GPPUA: pull-ups
        """;
    try (PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", recording)) {
      // When
      unit(bus).start();
      // Then: close() fails on any difference
    }
  }

  @Test
  void solenoidIsSwitchedOnAloneAndReadBack() throws Exception {
    // Given
    String recording =
        """
        21 writeByteData 15 04
        21 readByteData 15 -> 04
        """;
    try (PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", recording)) {
      // When
      unit(bus).solenoidOn(3);
      // Then: close() fails on any difference
    }
  }

  @Test
  void latchThatReadsBackOtherwiseIsAFailure() throws Exception {
    // Given
    String recording =
        """
        21 writeByteData 15 00
        21 readByteData 15 -> 04
        """;
    try (PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", recording)) {
      // When
      I2cException failure = assertThrows(I2cException.class, unit(bus)::solenoidsOff);
      // Then
      assertTrue(
          failure.getMessage().contains("solenoid latch: wrote 0x00, read back 0x04"),
          failure.getMessage());
      assertTrue(failure.getMessage().contains("i2c-1 at 0x21"), failure.getMessage());
    }
  }

  @Test
  void onlyConfiguredSlotsAreRead() throws Exception {
    // Given
    try (PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", "21 readByteData 12 -> f5")) {
      // When
      List<Boolean> bottles = unit(bus).readBottles();
      // Then
      assertEquals(List.of(true, false, true, false), bottles);
    }
  }

  @Test
  void recordedFailureReachesTheCaller() {
    // Given
    PlaybackI2cBus bus = new PlaybackI2cBus("i2c-1", "21 readByteData 12 ! ABSENT no acknowledge");
    // When
    I2cException failure = assertThrows(I2cException.class, unit(bus)::readBottles);
    // Then
    assertEquals(I2cException.Kind.ABSENT, failure.kind());
  }
}
