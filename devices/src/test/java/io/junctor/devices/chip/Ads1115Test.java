package io.junctor.devices.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.chip.Ads1115.Range;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.playback.PlaybackI2cBus;
import io.junctor.drivers.sim.I2cFault;
import io.junctor.drivers.sim.SimAds1115;
import io.junctor.drivers.sim.SimI2cBus;
import io.junctor.drivers.sim.SteppedSimClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ads1115Test {

  private static final int ADDRESS = 0x48;

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimI2cBus bus = new SimI2cBus("i2c-1", clock);
  private final SimAds1115 sim = bus.attach(new SimAds1115(ADDRESS, clock));
  private final Ads1115 chip =
      new Ads1115(new I2cDevice(bus, ADDRESS), nanos -> clock.advance(Duration.ofNanos(nanos)));

  @Test
  void singleShotIsStartedAndAwaitedByTheOsBit() throws Exception {
    // Given: AIN1 to GND, 4.096 V, single-shot, 860 SPS, comparator off = 1101_0011_1110_0011
    String recording =
        """
        48 writeWordDataSwapped 01 d3e3
        48 readWordDataSwapped 01 -> 53 e3   # OS = 0: converting
        48 readWordDataSwapped 01 -> d3 e3   # OS = 1: done
        48 readWordDataSwapped 00 -> 40 00
        """;
    try (PlaybackI2cBus playback = new PlaybackI2cBus("i2c-1", recording)) {
      Ads1115 recorded = new Ads1115(new I2cDevice(playback, ADDRESS), nanos -> {});
      // When
      double volts = recorded.readVolts(1, Range.VOLTS_4_096);
      // Then
      assertEquals(2.048, volts, 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VOLTS_6_144, 3.3",
    "VOLTS_4_096, 3.3",
    "VOLTS_2_048, 1.5",
    "VOLTS_1_024, -0.25",
    "VOLTS_0_512, 0.5",
    "VOLTS_0_256, -0.1"
  })
  void voltsComeBackWithinOneStepInEveryRange(Range range, double volts) throws Exception {
    // Given
    sim.connect(2, () -> volts);
    // When
    double read = chip.readVolts(2, range);
    // Then
    assertEquals(volts, read, range.volts() / 32_768);
  }

  @Test
  void conversionThatNeverEndsIsTimeout() {
    // Given: time stands still for the chip
    Ads1115 hung = new Ads1115(new I2cDevice(bus, ADDRESS), nanos -> {});
    // When
    I2cException failure =
        assertThrows(I2cException.class, () -> hung.readVolts(0, Range.VOLTS_4_096));
    // Then
    assertEquals(I2cException.Kind.TIMEOUT, failure.kind());
  }

  @Test
  void busFailureIsNotHidden() {
    // Given
    bus.inject(new I2cFault.Spoilt(ADDRESS), 1);
    // When
    I2cException failure =
        assertThrows(I2cException.class, () -> chip.readVolts(0, Range.VOLTS_4_096));
    // Then
    assertEquals(I2cException.Kind.BUS_ERROR, failure.kind());
  }

  @Test
  void channelIsChecked() {
    // When
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> chip.readVolts(4, Range.VOLTS_4_096));
    // Then
    assertTrue(failure.getMessage().contains("got 4"), failure.getMessage());
  }
}
