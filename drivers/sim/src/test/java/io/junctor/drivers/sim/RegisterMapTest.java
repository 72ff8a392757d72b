package io.junctor.drivers.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The register maps of the data sheets, row by row. */
class RegisterMapTest {

  private final SteppedSimClock clock = new SteppedSimClock();
  private final SimI2cBus bus = new SimI2cBus("i2c-1", clock);

  /**
   * DS20001952C table 3-1: the same register under its address in both banks; what is written and
   * what stays of it.
   */
  @ParameterizedTest
  @CsvSource({
    "IODIRA,   0x00, 0x00, 0xa5, 0xa5",
    "IODIRB,   0x01, 0x10, 0xa5, 0xa5",
    "IPOLA,    0x02, 0x01, 0xa5, 0xa5",
    "IPOLB,    0x03, 0x11, 0xa5, 0xa5",
    "GPINTENA, 0x04, 0x02, 0xa5, 0xa5",
    "GPINTENB, 0x05, 0x12, 0xa5, 0xa5",
    "DEFVALA,  0x06, 0x03, 0xa5, 0xa5",
    "DEFVALB,  0x07, 0x13, 0xa5, 0xa5",
    "INTCONA,  0x08, 0x04, 0xa5, 0xa5",
    "INTCONB,  0x09, 0x14, 0xa5, 0xa5",
    "GPPUA,    0x0c, 0x06, 0xa5, 0xa5",
    "GPPUB,    0x0d, 0x16, 0xa5, 0xa5",
    "INTFA,    0x0e, 0x07, 0xa5, 0x00",
    "INTFB,    0x0f, 0x17, 0xa5, 0x00",
    "INTCAPA,  0x10, 0x08, 0xa5, 0x00",
    "INTCAPB,  0x11, 0x18, 0xa5, 0x00",
    "OLATA,    0x14, 0x0a, 0xa5, 0xa5",
    "OLATB,    0x15, 0x1a, 0xa5, 0xa5",
  })
  void expanderRegisterIsTheSameInBothBanks(
      String name, String bank0, String bank1, String written, String kept) throws Exception {
    // Given
    bus.attach(new SimMcp23017(0x20));
    I2cDevice device = new I2cDevice(bus, 0x20);
    // When
    device.writeByteData(Integer.decode(bank0), Integer.decode(written));
    int inBank0 = device.readByteData(Integer.decode(bank0));
    device.writeByteData(0x0A, 0x80);
    int inBank1 = device.readByteData(Integer.decode(bank1));
    // Then
    assertEquals(Integer.decode(kept), inBank0, name);
    assertEquals(Integer.decode(kept), inBank1, name + " in bank 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x16, 0x1B, 0x7F, 0xFF})
  void expanderAddressWithoutARegisterReadsZeroAndIgnoresWrites(int address) throws Exception {
    // Given
    bus.attach(new SimMcp23017(0x20));
    I2cDevice device = new I2cDevice(bus, 0x20);
    byte[] before = device.readBlockData(0, 22);
    // When
    device.writeByteData(address, 0xFF);
    // Then
    assertEquals(0, device.readByteData(address));
    assertArrayEquals(before, device.readBlockData(0, 22));
  }

  @Test
  void everyExpanderPinHasItsBit() throws Exception {
    // Given
    SimMcp23017 chip = bus.attach(new SimMcp23017(0x27));
    I2cDevice device = new I2cDevice(bus, 0x27);
    for (int pin = 0; pin < SimMcp23017.PINS; pin++) {
      // When
      chip.drive(pin, true);
      // Then
      assertEquals(1 << pin, device.readWordData(0x12), "pin " + pin);
      chip.drive(pin, false);
    }
  }

  @Test
  void everyPwmChannelHasItsFourRegisters() throws Exception {
    // Given
    SimPca9685 chip = bus.attach(new SimPca9685(0x55));
    I2cDevice device = new I2cDevice(bus, 0x55);
    device.writeByteData(0x00, 0x21);
    for (int channel = 0; channel < SimPca9685.CHANNELS; channel++) {
      List<Integer> changed = new ArrayList<>();
      chip.onPwm((which, output) -> changed.add(which));
      changed.clear();
      // When
      device.writeBlockData(0x06 + 4 * channel, new byte[] {0, 0, 0, 0x02});
      // Then
      assertEquals(List.of(channel), changed);
      assertEquals(0x200 / 4096.0, chip.output(channel).duty());
    }
  }

  /**
   * PCA9685 section 7.3.2: MODE2.OCH = 1 changes the outputs with each byte, 0 on the stop
   * condition.
   */
  @ParameterizedTest
  @CsvSource({"0x04, 1", "0x0c, 2"})
  void outputsChangeOnStopOrOnAcknowledge(String mode2, int changes) throws Exception {
    // Given
    SimPca9685 chip = bus.attach(new SimPca9685(0x40));
    I2cDevice device = new I2cDevice(bus, 0x40);
    device.writeByteData(0x01, Integer.decode(mode2));
    device.writeByteData(0x00, 0x21);
    device.writeBlockData(0x06, new byte[] {0, 0, 1, 1});
    List<Double> heard = new ArrayList<>();
    chip.onPwm((channel, output) -> heard.add(output.duty()));
    heard.clear();
    // When
    device.writeBlockData(0x08, new byte[] {2, 2});
    // Then
    assertEquals(changes, heard.size());
    assertEquals(0x202 / 4096.0, heard.getLast());
  }

  /**
   * SBAS444E table 8-3: the data rate is the conversion time, plus 25 us of wake-up in single-shot
   * mode.
   */
  @ParameterizedTest
  @CsvSource({"0, 8", "1, 16", "2, 32", "3, 64", "4, 128", "5, 250", "6, 475", "7, 860"})
  void dataRateIsTheConversionTime(int code, int samplesPerSecond) throws Exception {
    // Given
    bus.attach(new SimAds1115(0x49, clock)).connect(0, () -> 1.0);
    I2cDevice device = new I2cDevice(bus, 0x49);
    device.writeWordDataSwapped(1, 0xC303 | code << 5);
    long nanos = 1_000_000_000L / samplesPerSecond + 25_000;
    // When
    clock.advance(Duration.ofNanos(nanos - 1));
    boolean isEarly = isReady(device);
    clock.advance(Duration.ofNanos(1));
    // Then
    assertEquals(false, isEarly);
    assertEquals(true, isReady(device));
  }

  private static boolean isReady(I2cDevice device) throws I2cException {
    return (device.readWordDataSwapped(1) & 0x8000) != 0;
  }
}
