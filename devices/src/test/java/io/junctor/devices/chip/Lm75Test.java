package io.junctor.devices.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.devices.chip.Lm75.Resolution;
import io.junctor.devices.fridge.sim.SimLm75;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.playback.PlaybackI2cBus;
import io.junctor.drivers.sim.SimI2cBus;
import io.junctor.drivers.sim.SteppedSimClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Lm75Test {

  private static final int ADDRESS = 0x48;

  /** NXP LM75B table 10, TI LM75A table 3. */
  @ParameterizedTest
  @CsvSource({
    "7f 00, BITS_11, 127, false",
    "7d 00, BITS_11, 125, true",
    "7c e0, BITS_11, 124.875, true",
    "19 00, BITS_11, 25, true",
    "00 20, BITS_11, 0.125, true",
    "00 00, BITS_11, 0, true",
    "ff e0, BITS_11, -0.125, true",
    "e7 00, BITS_11, -25, true",
    "c9 00, BITS_11, -55, true",
    "00 80, BITS_9, 0.5, true",
    "ff 80, BITS_9, -0.5, true",
    "19 7f, BITS_9, 25, true", // the seven low bits are undefined
    "ff ff, BITS_9, -0.5, true"
  })
  void registerIsTwosComplement(
      String bytes, Resolution resolution, double celsius, boolean isPossible) throws Exception {
    // Given
    String recording = "48 readWordDataSwapped 00 -> " + bytes;
    try (PlaybackI2cBus playback = new PlaybackI2cBus("i2c-1", recording)) {
      Lm75 chip = new Lm75(new I2cDevice(playback, ADDRESS), resolution);
      // When
      if (isPossible) {
        double read = chip.readCelsius();
        // Then
        assertEquals(celsius, read);
      } else {
        I2cException failure = assertThrows(I2cException.class, chip::readCelsius);
        assertEquals(I2cException.Kind.BUS_ERROR, failure.kind());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4.3, 4.25", "-18.0, -18", "60, 60"})
  void simulatedChipIsReadBack(double celsius, double expected) throws Exception {
    // Given
    SimI2cBus bus = new SimI2cBus("i2c-1", new SteppedSimClock());
    SimLm75 sim = bus.attach(new SimLm75(ADDRESS));
    sim.setCelsius(celsius);
    // When
    double read = new Lm75(new I2cDevice(bus, ADDRESS), Resolution.BITS_11).readCelsius();
    // Then
    assertEquals(expected, read);
  }

  @Test
  void simulatedChipKeepsItsOtherRegisters() throws Exception {
    // Given
    SimI2cBus bus = new SimI2cBus("i2c-1", new SteppedSimClock());
    bus.attach(new SimLm75(ADDRESS));
    // When
    bus.writeWordDataSwapped(ADDRESS, 3, 0x2800);
    bus.writeByteData(ADDRESS, 1, 0x01);
    // Then
    assertEquals(0x2800, bus.readWordDataSwapped(ADDRESS, 3));
    assertEquals(0x01, bus.readByteData(ADDRESS, 1));
    assertEquals(0x4B00, bus.readWordDataSwapped(ADDRESS, 2));
  }
}
