package io.junctor.devices.chip;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;

/**
 * LM75 and compatibles, temperature sensor, addresses 0x48 to 0x4F. It measures by itself from
 * power on; reading is one transaction.
 *
 * <p>Sources: TI LM75A/LM75B data sheet SNIS153, section 7.5.1 (9 bits); NXP LM75B, section 7.4.3
 * (11 bits).
 */
public final class Lm75 {

  /** How many bits of the temperature register are valid, from the top. */
  public enum Resolution {
    /** Steps of 0.5 °C: the original LM75, LM75A by TI. */
    BITS_9(7, 0.5),
    /** Steps of 0.125 °C: LM75A and LM75B by NXP. */
    BITS_11(5, 0.125);

    private final int unusedBits;
    private final double stepCelsius;

    Resolution(int unusedBits, double stepCelsius) {
      this.unusedBits = unusedBits;
      this.stepCelsius = stepCelsius;
    }
  }

  public static final int ADDRESS_MIN = 0x48;
  public static final int ADDRESS_MAX = 0x4F;

  /** The range it is specified for. */
  public static final double CELSIUS_MIN = -55;

  public static final double CELSIUS_MAX = 125;

  private static final int TEMPERATURE = 0x00;

  private final I2cDevice device;
  private final Resolution resolution;

  public Lm75(I2cDevice device, Resolution resolution) {
    this.device = device;
    this.resolution = resolution;
  }

  /** Where this chip is, for messages. */
  public String where() {
    return device.where();
  }

  /**
   * The temperature now, in degrees Celsius, steps of the resolution.
   *
   * @throws I2cException with kind {@code BUS_ERROR} if the register holds what the chip cannot
   *     measure, which a floating bus or another chip at its address gives
   */
  public double readCelsius() throws I2cException {
    int raw = device.readWordDataSwapped(TEMPERATURE);
    // two's complement, most significant bit first; the unused low bits are undefined
    double celsius = ((short) raw >> resolution.unusedBits) * resolution.stepCelsius;
    if (celsius < CELSIUS_MIN || celsius > CELSIUS_MAX) {
      throw I2cException.at(
          I2cException.Kind.BUS_ERROR,
          device.bus().name(),
          device.address(),
          String.format(java.util.Locale.ROOT, "temperature register 0x%04x is out of range", raw));
    }
    return celsius;
  }
}
