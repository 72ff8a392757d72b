package io.junctor.drivers.sim;

import io.junctor.drivers.i2c.I2cArguments;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * ADS1115: four-channel 16-bit delta-sigma converter. Register-exact after Texas Instruments
 * SBAS444E, sections 8.1 (register map), 7.4 (modes) and 7.5 (programming).
 *
 * <p>Channels get their volts from suppliers. A conversion samples when it is complete; as time is
 * only looked at when the chip is spoken to, what is sampled is the voltage at the first access
 * after completion.
 *
 * <p>Not simulated: the ALERT/RDY pin (the comparator's registers and bits are stored and read
 * back), noise, the +-10 % of the oscillator, the general-call reset.
 */
public final class SimAds1115 implements SimI2cChip {

  /** Pointer values (SBAS444E table 8-1). */
  private static final int CONVERSION = 0;

  private static final int CONFIG = 1;

  /** Config register bits (table 8-3). */
  private static final int OS = 0x8000;

  private static final int MODE_SINGLE_SHOT = 0x0100;

  /** Power-on values (tables 8-3, 8-4): Config 8583h, Lo_thresh 8000h, Hi_thresh 7FFFh. */
  private static final int[] POWER_ON = {0x0000, 0x8583, 0x8000, 0x7FFF};

  /** PGA full scale in volts (table 8-3); codes 6 and 7 are as 5. */
  private static final double[] FULL_SCALE_VOLTS = {
    6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256
  };

  /** DR samples per second (table 8-3). */
  private static final int[] SAMPLES_PER_SECOND = {8, 16, 32, 64, 128, 250, 475, 860};

  /** Positive and negative input for each MUX code (table 8-3); -1 is GND. */
  private static final int[][] MUX = {
    {0, 1}, {0, 3}, {1, 3}, {2, 3}, {0, -1}, {1, -1}, {2, -1}, {3, -1}
  };

  /** Oscillator start-up before a single-shot conversion (section 7.4.2.1: about 25 us). */
  private static final Duration WAKE_UP = Duration.ofNanos(25_000);

  private final int address;
  private final SimClock clock;
  private final DoubleSupplier[] channels = new DoubleSupplier[4];
  private final int[] registers = new int[4];
  private int pointer;
  private int bytesSeen; // of the write in progress
  private int firstDataByte;
  private int bytesSent; // of the read in progress
  private int sending; // the register value being sent
  private boolean isConverting;
  private long completeNanos;

  /**
   * All inputs at 0 V.
   *
   * @param address 0x48 to 0x4B by the ADDR pin (table 7-2)
   */
  public SimAds1115(int address, SimClock clock) {
    if (address < 0x48 || address > 0x4B) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "ADS1115: expected address 0x48..0x4b, got 0x%02x", address));
    }
    this.address = I2cArguments.requireAddress(address);
    this.clock = clock;
    Arrays.fill(channels, (DoubleSupplier) () -> 0.0);
    powerOn();
  }

  /**
   * Connects an input; before the bus is used by other threads.
   *
   * @param channel 0 to 3 for AIN0 to AIN3
   * @param volts against GND
   */
  public void connect(int channel, DoubleSupplier volts) {
    channels[channel] = volts;
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "ADS1115 at 0x%02x", address);
  }

  @Override
  public boolean answers(int other) {
    return other == address;
  }

  @Override
  public void powerOn() {
    System.arraycopy(POWER_ON, 0, registers, 0, registers.length);
    pointer = CONVERSION;
    isConverting = false;
  }

  @Override
  public void begin(Direction direction) {
    bytesSeen = 0;
    bytesSent = 0;
    finishConversions();
  }

  /** First byte: pointer (P1:0), then the register, high byte first (section 7.5.4). */
  @Override
  public void receive(int value) {
    switch (bytesSeen++) {
      case 0 -> pointer = value & 0x03;
      case 1 -> firstDataByte = value;
      case 2 -> write(firstDataByte << 8 | value);
      default -> {} // a longer write has no register to go to
    }
  }

  /** High byte, low byte, and again: the register is repeated as long as the master reads. */
  @Override
  public int transmit() {
    if (bytesSent++ % 2 == 0) {
      sending = pointer == CONFIG ? config() : registers[pointer];
      return sending >> 8;
    }
    return sending & 0xFF;
  }

  /** OS reads 0 while a conversion runs, 1 otherwise. */
  private int config() {
    return (registers[CONFIG] & ~OS) | (isConverting ? 0 : OS);
  }

  private void write(int value) {
    switch (pointer) {
      case CONVERSION -> {} // read only
      case CONFIG -> writeConfig(value);
      default -> registers[pointer] = value;
    }
  }

  private void writeConfig(int value) {
    registers[CONFIG] = value & ~OS;
    boolean isSingleShot = (value & MODE_SINGLE_SHOT) != 0;
    if (!isSingleShot) {
      // in continuous mode the OS bit has no effect; conversions begin at once
      start(Duration.ZERO);
    } else if ((value & OS) != 0) {
      start(WAKE_UP);
    } else {
      isConverting = false; // power-down
    }
  }

  private void start(Duration before) {
    isConverting = true;
    completeNanos = clock.nanos() + before.toNanos() + periodNanos();
  }

  private void finishConversions() {
    long now = clock.nanos();
    if (!isConverting || now < completeNanos) {
      return;
    }
    registers[CONVERSION] = sample();
    if ((registers[CONFIG] & MODE_SINGLE_SHOT) != 0) {
      isConverting = false;
    } else {
      long period = periodNanos();
      completeNanos += ((now - completeNanos) / period + 1) * period;
    }
  }

  private long periodNanos() {
    return 1_000_000_000L / SAMPLES_PER_SECOND[registers[CONFIG] >> 5 & 0x07];
  }

  /** The code in two's complement, clipped to full scale (section 7.5.5, table 7-3). */
  private int sample() {
    int[] inputs = MUX[registers[CONFIG] >> 12 & 0x07];
    double fullScale = FULL_SCALE_VOLTS[registers[CONFIG] >> 9 & 0x07];
    long code = Math.round((volts(inputs[0]) - volts(inputs[1])) / fullScale * 32768);
    return (int) Math.clamp(code, -32768L, 32767L) & 0xFFFF;
  }

  private double volts(int channel) {
    return channel < 0 ? 0 : channels[channel].getAsDouble();
  }
}
