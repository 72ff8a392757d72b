package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.drivers.i2c.I2cDevice;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SBAS444E. */
class SimAds1115Test {

  private static final int CONVERSION = 0;
  private static final int CONFIG = 1;

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimI2cBus bus = new SimI2cBus("i2c-1", clock);
  private final SimAds1115 chip = new SimAds1115(0x48, clock);
  private final I2cDevice device = new I2cDevice(bus, 0x48);
  private double volts;

  @BeforeEach
  void attach() {
    bus.attach(chip);
    chip.connect(0, () -> volts);
  }

  @Test
  void powerOnValuesAreThoseOfTheDataSheet() throws Exception {
    assertEquals(0x0000, device.readWordDataSwapped(CONVERSION));
    assertEquals(0x8583, device.readWordDataSwapped(CONFIG));
    assertEquals(0x8000, device.readWordDataSwapped(2));
    assertEquals(0x7FFF, device.readWordDataSwapped(3));
  }

  @Test
  void registersGoOverTheWireHighByteFirst() throws Exception {
    assertEquals(0x8385, device.readWordData(CONFIG));
    assertArrayEquals(
        new byte[] {(byte) 0x85, (byte) 0x83}, device.writeRead(new byte[] {CONFIG}, 2));
  }

  @Test
  void plainReadRepeatsTheRegisterThePointerIsAt() throws Exception {
    // Given
    device.write(new byte[] {2});
    // When
    byte[] read = device.read(4);
    // Then
    assertArrayEquals(new byte[] {(byte) 0x80, 0, (byte) 0x80, 0}, read);
  }

  @Test
  void singleShotIsBusyUntilTheConversionTimeHasPassed() throws Exception {
    // Given: AIN0 against GND, 4.096 V, single-shot, 128 samples per second
    volts = 2.048;
    device.writeWordDataSwapped(CONFIG, 0xC383);
    // Then
    assertEquals(0x4383, device.readWordDataSwapped(CONFIG));
    clock.advance(Duration.ofMillis(7));
    assertEquals(0x4383, device.readWordDataSwapped(CONFIG));
    assertEquals(0, device.readWordDataSwapped(CONVERSION));
    // 1/128 s plus 25 us
    clock.advance(Duration.ofNanos(837_500 + 1));
    assertEquals(0xC383, device.readWordDataSwapped(CONFIG));
    assertEquals(0x4000, device.readWordDataSwapped(CONVERSION));
  }

  @Test
  void singleShotWithoutOsBitStartsNothing() throws Exception {
    // Given
    volts = 1;
    // When
    device.writeWordDataSwapped(CONFIG, 0x4383);
    // Then
    clock.advance(Duration.ofSeconds(1));
    assertEquals(0xC383, device.readWordDataSwapped(CONFIG));
    assertEquals(0, device.readWordDataSwapped(CONVERSION));
  }

  @Test
  void resultOfASingleShotStaysWhenTheInputChanges() throws Exception {
    // Given
    volts = 1.024;
    device.writeWordDataSwapped(CONFIG, 0xC383);
    clock.advance(Duration.ofMillis(10));
    assertEquals(0x2000, device.readWordDataSwapped(CONVERSION));
    // When
    volts = 3;
    clock.advance(Duration.ofSeconds(1));
    // Then
    assertEquals(0x2000, device.readWordDataSwapped(CONVERSION));
  }

  @Test
  void continuousModeConvertsAgainEachPeriodAndNotBefore() throws Exception {
    // Given: 8 samples per second
    volts = 1.024;
    device.writeWordDataSwapped(CONFIG, 0x4203);
    clock.advance(Duration.ofMillis(130));
    assertEquals(0x2000, device.readWordDataSwapped(CONVERSION));
    // When
    volts = 2.048;
    clock.advance(Duration.ofMillis(100));
    // Then
    assertEquals(0x2000, device.readWordDataSwapped(CONVERSION));
    clock.advance(Duration.ofMillis(25));
    assertEquals(0x4000, device.readWordDataSwapped(CONVERSION));
    assertEquals(0x4203, device.readWordDataSwapped(CONFIG));
  }

  @ParameterizedTest
  @CsvSource({
    // volts, PGA code, expected (table 7-3: clipped at both ends)
    "0.0,    1, 0x0000",
    "4.096,  1, 0x7fff",
    "5.0,    1, 0x7fff",
    "-4.096, 1, 0x8000",
    "-5.0,   1, 0x8000",
    "-0.000125, 1, 0xffff",
    "0.000125,  1, 0x0001",
    "3.072,  0, 0x4000",
    "1.024,  2, 0x4000",
    "0.512,  3, 0x4000",
    "0.256,  4, 0x4000",
    "0.128,  5, 0x4000",
    "0.128,  6, 0x4000",
    "0.128,  7, 0x4000",
  })
  void codeIsTwosComplementOfFullScaleAndClips(double input, int pga, String expected)
      throws Exception {
    // Given
    volts = input;
    // When
    device.writeWordDataSwapped(CONFIG, 0xC183 | pga << 9);
    clock.advance(Duration.ofMillis(10));
    // Then
    assertEquals(Integer.decode(expected), device.readWordDataSwapped(CONVERSION));
  }

  @ParameterizedTest
  @CsvSource({"0,-0.5", "1,-1.5", "2,-1.0", "3,-0.5", "4,0.5", "5,1.0", "6,1.5", "7,2.0"})
  void multiplexerChoosesThePair(int mux, double expected) throws Exception {
    // Given: AIN0..3 at 0.5, 1.0, 1.5 ... except that 0-1 differ by 0.5, 0-3 by 1.5 and so on
    for (int channel = 0; channel < 4; channel++) {
      double level = 0.5 * (channel + 1);
      chip.connect(channel, () -> level);
    }
    // When
    device.writeWordDataSwapped(CONFIG, 0x8383 | mux << 12);
    clock.advance(Duration.ofMillis(10));
    // Then
    assertEquals(
        (int) Math.round(expected / 4.096 * 32768), (short) device.readWordDataSwapped(CONVERSION));
  }

  @Test
  void conversionRegisterCannotBeWrittenAndThresholdsCan() throws Exception {
    // When
    device.writeWordDataSwapped(CONVERSION, 0x1234);
    device.writeWordDataSwapped(2, 0x0102);
    device.writeWordDataSwapped(3, 0x0304);
    // Then
    assertEquals(0, device.readWordDataSwapped(CONVERSION));
    assertEquals(0x0102, device.readWordDataSwapped(2));
    assertEquals(0x0304, device.readWordDataSwapped(3));
  }

  @Test
  void addressOutsideItsFourIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SimAds1115(0x4C, clock));
  }
}
