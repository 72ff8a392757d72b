package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NXP PCA9685 Rev. 4. */
class SimPca9685Test {

  private static final int MODE1 = 0x00;
  private static final int MODE2 = 0x01;
  private static final int LED0 = 0x06;
  private static final int PRE_SCALE = 0xFE;

  private final SimI2cBus bus = new SimI2cBus("i2c-1", new SteppedSimClock());
  private final SimPca9685 chip = new SimPca9685(0x40);
  private final I2cDevice device = new I2cDevice(bus, 0x40);

  @BeforeEach
  void attach() {
    bus.attach(chip);
  }

  @ParameterizedTest
  @CsvSource({
    "0x00, 0x11", "0x01, 0x04", "0x02, 0xe2", "0x03, 0xe4", "0x04, 0xe8", "0x05, 0xe0",
    "0x06, 0x00", "0x07, 0x00", "0x08, 0x00", "0x09, 0x10", "0x45, 0x10", "0xfa, 0x00",
    "0xfd, 0x00", "0xfe, 0x1e"
  })
  void powerOnValuesAreThoseOfTheDataSheet(String register, String value) throws Exception {
    assertEquals(Integer.decode(value), device.readByteData(Integer.decode(register)));
  }

  @Test
  void outputsAreOffAfterPowerOnAndWhileAsleep() throws Exception {
    assertEquals(0, chip.output(0).duty());
    setCounts(0, 0, 2048);
    assertEquals(0, chip.output(0).duty());
  }

  @Test
  void countsGiveTheDutyOnceAwake() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x01);
    // When
    setCounts(3, 0, 1024);
    // Then
    assertEquals(0.25, chip.output(3).duty());
  }

  @Test
  void pulseThatWrapsThePeriodIsCounted() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x01);
    // When
    setCounts(0, 3072, 1024);
    // Then
    assertEquals(0.5, chip.output(0).duty());
  }

  @Test
  void fullOffBeatsFullOn() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x01);
    // When
    setCounts(0, 0x1000, 0);
    double on = chip.output(0).duty();
    setCounts(0, 0x1000, 0x1000);
    // Then
    assertEquals(1.0, on);
    assertEquals(0.0, chip.output(0).duty());
  }

  @Test
  void prescalerIsWritableOnlyInSleepAndHasAMinimum() throws Exception {
    // Given
    device.writeByteData(PRE_SCALE, 0x79);
    device.writeByteData(MODE1, 0x01);
    // When
    device.writeByteData(PRE_SCALE, 0x05);
    // Then
    assertEquals(0x79, device.readByteData(PRE_SCALE));
    device.writeByteData(MODE1, 0x11);
    device.writeByteData(PRE_SCALE, 0x00);
    assertEquals(3, device.readByteData(PRE_SCALE));
  }

  @Test
  void servoPulseIsWhatTheDataSheetsFormulaSays() throws Exception {
    // Given: 25 MHz / (4096 * (121 + 1)) = 50.03 Hz
    device.writeByteData(PRE_SCALE, 0x79);
    device.writeByteData(MODE1, 0x01);
    // When
    setCounts(0, 0, 307);
    // Then
    assertEquals(50.03, chip.output(0).frequencyHz(), 0.01);
    assertEquals(1.498, chip.output(0).pulse().toNanos() / 1e6, 0.001);
  }

  @Test
  void autoIncrementWritesAllFourRegistersInOneTransferAndRollsOverAfterTheLast() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x21);
    // When
    device.writeBlockData(LED0 + 4, new byte[] {0x01, 0x02, 0x03, 0x04});
    // Then
    assertArrayEquals(new byte[] {1, 2, 3, 4}, device.readBlockData(LED0 + 4, 4));
    assertArrayEquals(new byte[] {0x10, 0x21}, device.readBlockData(0x45, 2));
    assertArrayEquals(new byte[] {0x1E, 0x21}, read(PRE_SCALE, 2));
  }

  @Test
  void withoutAutoIncrementTheSameRegisterIsReadAgain() throws Exception {
    assertArrayEquals(new byte[] {0x04, 0x04}, device.readBlockData(MODE2, 2));
  }

  @Test
  void allLedRegistersReachAllChannelsAndReadZero() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x21);
    // When
    device.writeBlockData(0xFA, new byte[] {0, 0, 0, 0x08});
    // Then
    for (int channel = 0; channel < SimPca9685.CHANNELS; channel++) {
      assertEquals(0.5, chip.output(channel).duty());
    }
    assertEquals(0, device.readByteData(0xFD));
    assertEquals(0x08, device.readByteData(0x45));
  }

  @Test
  void sleepingWithRunningChannelsSetsRestartAndWakingAloneDoesNotResume() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x01);
    setCounts(0, 0, 2048);
    // When
    device.writeByteData(MODE1, 0x11);
    // Then
    assertEquals(0x91, device.readByteData(MODE1));
    assertEquals(0, chip.output(0).duty());
    device.writeByteData(MODE1, 0x01);
    assertEquals(0x81, device.readByteData(MODE1));
    assertEquals(0, chip.output(0).duty());
    device.writeByteData(MODE1, 0x81);
    assertEquals(0x01, device.readByteData(MODE1));
    assertEquals(0.5, chip.output(0).duty());
  }

  @Test
  void writingAPwmRegisterInsteadOfRestartResumesToo() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x01);
    setCounts(0, 0, 2048);
    device.writeByteData(MODE1, 0x11);
    device.writeByteData(MODE1, 0x01);
    // When
    setCounts(1, 0, 1024);
    // Then
    assertEquals(0x01, device.readByteData(MODE1));
    assertEquals(0.5, chip.output(0).duty());
    assertEquals(0.25, chip.output(1).duty());
  }

  @Test
  void sleepingWithAllChannelsOffSetsNoRestart() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x01);
    // When
    device.writeByteData(MODE1, 0x11);
    // Then
    assertEquals(0x11, device.readByteData(MODE1));
  }

  @Test
  void externalClockIsStickyAndTakenOnlyInSleep() throws Exception {
    device.writeByteData(MODE1, 0x01);
    device.writeByteData(MODE1, 0x41);
    assertEquals(0x01, device.readByteData(MODE1));
    device.writeByteData(MODE1, 0x11);
    device.writeByteData(MODE1, 0x51);
    device.writeByteData(MODE1, 0x01);
    assertEquals(0x41, device.readByteData(MODE1));
  }

  @Test
  void invertedOutputsAreHighWhenOff() throws Exception {
    // When
    device.writeByteData(MODE2, 0x14);
    // Then
    assertEquals(1.0, chip.output(0).duty());
  }

  @Test
  void allCallAddressAnswersUntilSwitchedOff() throws Exception {
    // Given
    I2cDevice all = new I2cDevice(bus, 0x70);
    all.quick();
    // When
    device.writeByteData(MODE1, 0x10);
    // Then
    assertEquals(I2cException.Kind.ABSENT, assertThrows(I2cException.class, all::quick).kind());
  }

  @Test
  void allCallWritesToEveryChipOnTheBus() throws Exception {
    // Given
    SimPca9685 other = bus.attach(new SimPca9685(0x41));
    I2cDevice all = new I2cDevice(bus, 0x70);
    // When
    all.writeByteData(MODE1, 0x21);
    all.writeBlockData(0xFA, new byte[] {0, 0, 0, 0x04});
    // Then
    assertEquals(0.25, chip.output(0).duty());
    assertEquals(0.25, other.output(15).duty());
  }

  @Test
  void subAddressAnswersWhenEnabled() throws Exception {
    assertThrows(I2cException.class, () -> bus.quick(0x71));
    device.writeByteData(MODE1, 0x19);
    bus.quick(0x71);
    assertThrows(I2cException.class, () -> bus.quick(0x72));
  }

  @Test
  void listenerHearsEachChangeAtTheStopConditionOnce() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x21);
    List<String> heard = new ArrayList<>();
    chip.onPwm((channel, output) -> heard.add(channel + "=" + output.duty()));
    heard.clear();
    // When
    device.writeBlockData(LED0 + 8, new byte[] {0, 0, 0, 0x08});
    // Then
    assertEquals(List.of("2=0.5"), heard);
  }

  @Test
  void chipThatComesBackHasPowerOnValues() throws Exception {
    // Given
    device.writeByteData(MODE1, 0x01);
    setCounts(0, 0, 2048);
    // When
    bus.detach(chip);
    bus.attach(chip);
    // Then
    assertEquals(0x11, device.readByteData(MODE1));
    assertEquals(0, chip.output(0).duty());
    assertEquals(Duration.ZERO, chip.output(0).pulse());
  }

  private byte[] read(int register, int length) throws I2cException {
    return device.readBlockData(register, length);
  }

  private void setCounts(int channel, int on, int off) throws I2cException {
    int base = LED0 + 4 * channel;
    device.writeByteData(base, on & 0xFF);
    device.writeByteData(base + 1, on >> 8);
    device.writeByteData(base + 2, off & 0xFF);
    device.writeByteData(base + 3, off >> 8);
  }
}
