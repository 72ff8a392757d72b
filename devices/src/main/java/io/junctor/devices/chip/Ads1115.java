package io.junctor.devices.chip;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Texas Instruments ADS1115, 16-bit converter with four inputs, addresses 0x48 to 0x4B (data sheet
 * SBAS444). Used single-shot against ground.
 *
 * <p>Inputs must stay within -0.3 V and VDD + 0.3 V whatever the range says (table 7.1).
 */
public final class Ads1115 {

  /** The full-scale range, set by PGA bits (table 8-3, config register bits 11:9). */
  public enum Range {
    VOLTS_6_144(0, 6.144),
    VOLTS_4_096(1, 4.096),
    VOLTS_2_048(2, 2.048),
    VOLTS_1_024(3, 1.024),
    VOLTS_0_512(4, 0.512),
    VOLTS_0_256(5, 0.256);

    private final int bits;
    private final double volts;

    Range(int bits, double volts) {
      this.bits = bits;
      this.volts = volts;
    }

    /** The voltage of the largest code, plus one step. */
    public double volts() {
      return volts;
    }
  }

  public static final int ADDRESS_MIN = 0x48;
  public static final int ADDRESS_MAX = 0x4B;

  /** Inputs AIN0 to AIN3. */
  public static final int CHANNEL_MAX = 3;

  /**
   * How often the conversion is asked for before it counts as hung: at 860 samples per second one
   * takes 1.16 ms and up to 10 % more (section 7.5, data rate variation), and each look is half a
   * millisecond apart.
   */
  static final int LOOKS_MAX = 10;

  static final long LOOK_INTERVAL_NANOS = 500_000;

  // table 8-1
  private static final int CONVERSION = 0x00;
  private static final int CONFIG = 0x01;

  // table 8-3
  private static final int OS = 1 << 15; // write 1: begin; read 1: no conversion is running
  private static final int MUX_AIN0_GND = 0b100 << 12;
  private static final int MODE_SINGLE_SHOT = 1 << 8;
  private static final int DR_860_SPS = 0b111 << 5;
  private static final int COMP_QUE_DISABLE = 0b11;

  private final I2cDevice device;
  private final LongConsumer pauseNanos;

  /**
   * @param pauseNanos waits for about so many nanoseconds: {@code LockSupport::parkNanos}
   */
  public Ads1115(I2cDevice device, LongConsumer pauseNanos) {
    this.device = device;
    this.pauseNanos = pauseNanos;
  }

  /** Where this chip is, for messages. */
  public String where() {
    return device.where();
  }

  /**
   * Converts one input now and waits for the result, 1 to 6 ms.
   *
   * @param channel 0 to 3 for AIN0 to AIN3, against ground
   * @return volts, -range to range less one step
   * @throws I2cException with kind {@code TIMEOUT} if the conversion does not end
   */
  public double readVolts(int channel, Range range) throws I2cException {
    if (channel < 0 || channel > CHANNEL_MAX) {
      throw new IllegalArgumentException("ADS1115 channel: expected 0..3, got " + channel);
    }
    device.writeWordDataSwapped(
        CONFIG,
        OS
            | MUX_AIN0_GND
            | (channel << 12)
            | (range.bits << 9)
            | MODE_SINGLE_SHOT
            | DR_860_SPS
            | COMP_QUE_DISABLE);
    for (int look = 0; look < LOOKS_MAX; look++) {
      pauseNanos.accept(LOOK_INTERVAL_NANOS);
      if ((device.readWordDataSwapped(CONFIG) & OS) != 0) {
        // section 8.1.1: two's complement, 0x7FFF at full scale
        short code = (short) device.readWordDataSwapped(CONVERSION);
        return code * range.volts / 32_768;
      }
    }
    throw I2cException.at(
        I2cException.Kind.TIMEOUT,
        device.bus().name(),
        device.address(),
        String.format(Locale.ROOT, "ADS1115 conversion did not end within %d looks", LOOKS_MAX));
  }
}
