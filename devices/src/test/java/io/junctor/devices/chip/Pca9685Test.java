package io.junctor.devices.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.playback.PlaybackI2cBus;
import io.junctor.drivers.sim.I2cFault;
import io.junctor.drivers.sim.SimI2cBus;
import io.junctor.drivers.sim.SimPca9685;
import io.junctor.drivers.sim.SteppedSimClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pca9685Test {

  private static final int ADDRESS = 0x40;

  private final SimI2cBus bus = new SimI2cBus("i2c-1", new SteppedSimClock());
  private final SimPca9685 sim = bus.attach(new SimPca9685(ADDRESS));
  private final Pca9685 chip = new Pca9685(new I2cDevice(bus, ADDRESS), nanos -> {});

  @ParameterizedTest
  @CsvSource({
    "200, 30", // the power-on value 0x1E, data sheet 7.3.5's own example
    "50, 121", "1000, 5", "24, 253", "1526, 3"
  })
  void prescaleIsTheDataSheetsFormula(int hertz, int expected) {
    // When
    int prescale = Pca9685.prescale(hertz);
    // Then
    assertEquals(expected, prescale);
  }

  @ParameterizedTest
  @ValueSource(ints = {23, 1_527, 0, -1})
  void frequencyOutsideOfTheChipsRangeIsRefused(int hertz) {
    assertThrows(IllegalArgumentException.class, () -> Pca9685.prescale(hertz));
  }

  @Test
  void outputsAreOffBeforeTheChipWakes() throws Exception {
    // Given
    String recording =
        """
        40 writeByteData fd 10   # ALL_LED_OFF_H: full off
        40 writeByteData 00 30   # MODE1: AI, SLEEP
        40 writeByteData fe 05   # PRE_SCALE, only while asleep
        40 writeByteData 01 04   # MODE2: OUTDRV
        40 writeByteData 00 20   # MODE1: AI, awake
        """;
    try (PlaybackI2cBus playback = new PlaybackI2cBus("i2c-1", recording)) {
      // When
      new Pca9685(new I2cDevice(playback, ADDRESS), nanos -> {}).start(1_000);
      // Then: close() fails on any difference
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 0.5, 0.9, 1})
  void dutyReachesThePinAndReadsBack(double duty) throws Exception {
    // Given
    chip.start(1_000);
    // When
    chip.setDuty(7, duty);
    // Then
    assertEquals(duty, sim.output(7).duty(), 1.0 / 4_096);
    assertEquals(duty, chip.readDuty(7), 1.0 / 4_096);
    assertEquals(0, sim.output(6).duty());
  }

  @Test
  void allOffStopsEveryChannel() throws Exception {
    // Given
    chip.start(1_000);
    chip.setDuty(0, 0.5);
    chip.setDuty(15, 1);
    // When
    chip.allOff();
    // Then
    assertEquals(0, sim.output(0).duty());
    assertEquals(0, sim.output(15).duty());
    assertEquals(0, chip.readDuty(15));
  }

  @Test
  void resetChipIsNotStarted() throws Exception {
    // Given
    chip.start(1_000);
    assertTrue(chip.isStarted());
    // When: a brown-out
    sim.powerOn();
    // Then
    assertFalse(chip.isStarted());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void dutyOutOfRangeIsRefused(double duty) {
    assertThrows(IllegalArgumentException.class, () -> chip.setDuty(0, duty));
  }

  @Test
  void absentChipIsToldAsSuch() {
    // Given
    bus.inject(new I2cFault.Nack(ADDRESS));
    // When
    I2cException failure = assertThrows(I2cException.class, () -> chip.setDuty(0, 0.5));
    // Then
    assertEquals(I2cException.Kind.ABSENT, failure.kind());
  }
}
