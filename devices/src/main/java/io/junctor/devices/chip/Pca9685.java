package io.junctor.devices.chip;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.util.function.LongConsumer;

/**
 * NXP PCA9685, 16 PWM outputs of 12 bits, addresses 0x40 to 0x7F less the reserved ones (data sheet
 * rev. 4). On its internal 25 MHz oscillator, outputs push-pull.
 *
 * <p>The chip has no watchdog: outputs hold when the host dies. A motor needs OE (active low)
 * driven by a supervisor, or a driver that brakes by itself.
 */
public final class Pca9685 {

  /** Channels LED0 to LED15. */
  public static final int CHANNEL_MAX = 15;

  /** The slowest frequency, prescale 0xFF (section 7.3.5). */
  public static final int FREQUENCY_HERTZ_MIN = 24;

  /** The fastest frequency, prescale 0x03, which the chip enforces (section 7.3.5). */
  public static final int FREQUENCY_HERTZ_MAX = 1_526;

  /** The oscillator needs this long after SLEEP is cleared (table 5, note 2). */
  static final long OSCILLATOR_START_NANOS = 500_000;

  private static final double OSCILLATOR_HERTZ = 25_000_000;
  private static final int STEPS = 4_096;

  // table 4
  private static final int MODE1 = 0x00;
  private static final int MODE2 = 0x01;
  private static final int LED0_ON_L = 0x06;

  /** ALL_LED_OFF_H: {@link #FULL} there switches all outputs off. */
  public static final int ALL_LED_OFF_H = 0xFD;

  private static final int PRE_SCALE = 0xFE;

  // table 5
  private static final int MODE1_AI = 1 << 5; // registers auto-increment
  private static final int MODE1_SLEEP = 1 << 4;
  // table 6
  private static final int MODE2_OUTDRV = 1 << 2; // push-pull; OCH = 0: outputs change on STOP

  /** Bit 4 of LEDn_ON_H and LEDn_OFF_H: full on, full off; off wins (section 7.3.3). */
  public static final int FULL = 1 << 4;

  private final I2cDevice device;
  private final LongConsumer pauseNanos;

  /**
   * @param pauseNanos waits for about so many nanoseconds: {@code LockSupport::parkNanos}
   */
  public Pca9685(I2cDevice device, LongConsumer pauseNanos) {
    this.device = device;
    this.pauseNanos = pauseNanos;
  }

  /** Where this chip is, for messages. */
  public String where() {
    return device.where();
  }

  /**
   * The prescale value for a frequency: round(25 MHz / (4096 × f)) - 1 (section 7.3.5, equation 1).
   */
  public static int prescale(int frequencyHertz) {
    if (frequencyHertz < FREQUENCY_HERTZ_MIN || frequencyHertz > FREQUENCY_HERTZ_MAX) {
      throw new IllegalArgumentException(
          "PCA9685 frequency: expected "
              + FREQUENCY_HERTZ_MIN
              + ".."
              + FREQUENCY_HERTZ_MAX
              + " Hz, got "
              + frequencyHertz);
    }
    long prescale = Math.round(OSCILLATOR_HERTZ / (STEPS * (double) frequencyHertz)) - 1;
    return (int) Math.max(0x03, Math.min(0xFF, prescale));
  }

  /**
   * Sets the chip up, all outputs off, and wakes it. PRE_SCALE can only be written while SLEEP is 1
   * (section 7.3.5).
   */
  public void start(int frequencyHertz) throws I2cException {
    allOff();
    device.writeByteData(MODE1, MODE1_AI | MODE1_SLEEP);
    device.writeByteData(PRE_SCALE, prescale(frequencyHertz));
    device.writeByteData(MODE2, MODE2_OUTDRV);
    device.writeByteData(MODE1, MODE1_AI);
    pauseNanos.accept(OSCILLATOR_START_NANOS);
  }

  /** Whether it is set up and awake; after a reset of the chip it sleeps (MODE1 = 0x11). */
  public boolean isStarted() throws I2cException {
    return (device.readByteData(MODE1) & (MODE1_AI | MODE1_SLEEP)) == MODE1_AI;
  }

  /**
   * Sets one output. Its four registers change together at the end of the transaction.
   *
   * @param duty 0 (off) to 1 (on)
   */
  public void setDuty(int channel, double duty) throws I2cException {
    device.writeBlockData(register(channel), registers(duty));
  }

  /** Reads one output back: 0 to 1, as the chip's registers say. */
  public double readDuty(int channel) throws I2cException {
    byte[] raw = device.readBlockData(register(channel), 4);
    if ((raw[3] & FULL) != 0) {
      return 0;
    }
    if ((raw[1] & FULL) != 0) {
      return 1;
    }
    int on = (raw[0] & 0xFF) | ((raw[1] & 0x0F) << 8);
    int off = (raw[2] & 0xFF) | ((raw[3] & 0x0F) << 8);
    return Math.floorMod(off - on, STEPS) / (double) STEPS;
  }

  /** All outputs off at once. One transaction. */
  public void allOff() throws I2cException {
    device.writeByteData(ALL_LED_OFF_H, FULL);
  }

  private static int register(int channel) {
    if (channel < 0 || channel > CHANNEL_MAX) {
      throw new IllegalArgumentException("PCA9685 channel: expected 0..15, got " + channel);
    }
    return LED0_ON_L + 4 * channel;
  }

  /** ON_L, ON_H, OFF_L, OFF_H: on at step 0, off at the step the duty gives. */
  private static byte[] registers(double duty) {
    if (!(duty >= 0 && duty <= 1)) {
      throw new IllegalArgumentException("PCA9685 duty: expected 0..1, got " + duty);
    }
    int steps = (int) Math.round(duty * STEPS);
    if (steps == 0) {
      return new byte[] {0, 0, 0, FULL};
    }
    if (steps == STEPS) {
      return new byte[] {0, FULL, 0, 0};
    }
    return new byte[] {0, 0, (byte) steps, (byte) (steps >> 8)};
  }
}
