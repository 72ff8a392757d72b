package io.junctor.drivers.sim;

import io.junctor.drivers.i2c.I2cArguments;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * PCA9685: 16-channel 12-bit PWM controller. Register-exact after NXP PCA9685 Rev. 4, section 7.3.
 *
 * <p>A channel's output is off while the chip sleeps (power-on state), and after waking until
 * RESTART is written or a PWM register is (section 7.3.1.1). Outputs change on the stop condition
 * (MODE2.OCH = 0) or with each byte (OCH = 1).
 *
 * <p>Not simulated: the OE pin (as if tied low), the phase between channels, the 500 us the
 * oscillator needs, the software reset call (its address 0x06 lies in the reserved range).
 */
public final class SimPca9685 implements SimI2cChip {

  /** Told of a channel's new output. */
  @FunctionalInterface
  public interface PwmListener {
    /**
     * A channel changed.
     *
     * @param channel 0 to 15
     */
    void onPwm(int channel, PwmOutput output);
  }

  public static final int CHANNELS = 16;

  // Registers (table 4)
  private static final int MODE1 = 0x00;
  private static final int MODE2 = 0x01;
  private static final int SUBADR1 = 0x02;
  private static final int ALLCALLADR = 0x05;
  private static final int LED0_ON_L = 0x06;
  private static final int LED15_OFF_H = 0x45;
  private static final int ALL_LED_ON_L = 0xFA;
  private static final int ALL_LED_OFF_H = 0xFD;
  private static final int PRE_SCALE = 0xFE;

  // MODE1 bits (table 5)
  private static final int RESTART = 0x80;
  private static final int EXTCLK = 0x40;
  private static final int AI = 0x20;
  private static final int SLEEP = 0x10;
  private static final int ALLCALL = 0x01;

  // MODE2 bits (table 6)
  private static final int INVRT = 0x10;
  private static final int OCH = 0x08;
  private static final int MODE2_WRITABLE = 0x1F;

  /** LEDn_ON_H bit 4: full ON; LEDn_OFF_H bit 4: full OFF (section 7.3.3). */
  private static final int FULL = 0x10;

  /**
   * "The hardware forces a minimum value that can be loaded into the PRE_SCALE register at '3'"
   * (7.3.5).
   */
  private static final int PRE_SCALE_MIN = 3;

  private static final double OSCILLATOR_HZ = 25e6;
  private static final int COUNTS = 4096;

  private final int address;
  private final int[] registers = new int[256];
  // read by any thread, written by the one that holds the bus
  private final AtomicReferenceArray<PwmOutput> outputs = new AtomicReferenceArray<>(CHANNELS);
  private volatile PwmListener listener = (channel, output) -> {};
  private int pointer;
  private boolean isPointerNext;
  private boolean isRunning; // false from sleep until RESTART or a PWM write

  /**
   * A chip in its power-on state: asleep, all outputs off.
   *
   * @param address 0x40 to 0x7F by pins A5..A0, as far as it is a usable 7-bit address
   */
  public SimPca9685(int address) {
    if (address < 0x40) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "PCA9685: expected address 0x40..0x77, got 0x%02x", address));
    }
    this.address = I2cArguments.requireAddress(address);
    powerOn();
  }

  /**
   * Watches the outputs; told at once of all channels, then of each change. One listener; the last
   * one counts.
   */
  public void onPwm(PwmListener watcher) {
    listener = watcher;
    for (int channel = 0; channel < CHANNELS; channel++) {
      listener.onPwm(channel, output(channel));
    }
  }

  /**
   * What a channel does now.
   *
   * @param channel 0 to 15
   */
  public PwmOutput output(int channel) {
    return outputs.get(channel);
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "PCA9685 at 0x%02x", address);
  }

  /**
   * Its own address, the All Call address if MODE1.ALLCALL, a sub-address if MODE1.SUBn (section
   * 7.1).
   */
  @Override
  public boolean answers(int other) {
    int mode = registers[MODE1];
    boolean isAnswered =
        other == address || ((mode & ALLCALL) != 0 && other == registers[ALLCALLADR] >> 1);
    for (int sub = 0; sub < 3; sub++) {
      isAnswered |= (mode & (0x08 >> sub)) != 0 && other == registers[SUBADR1 + sub] >> 1;
    }
    return isAnswered;
  }

  /** Power-on values of table 4. */
  @Override
  public void powerOn() {
    Arrays.fill(registers, 0);
    registers[MODE1] = SLEEP | ALLCALL;
    registers[MODE2] = 0x04;
    registers[SUBADR1] = 0xE2;
    registers[SUBADR1 + 1] = 0xE4;
    registers[SUBADR1 + 2] = 0xE8;
    registers[ALLCALLADR] = 0xE0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      registers[LED0_ON_L + 4 * channel + 3] = FULL;
    }
    registers[PRE_SCALE] = 0x1E;
    pointer = 0;
    isRunning = false;
    update();
  }

  @Override
  public void begin(Direction direction) {
    isPointerNext = direction == Direction.WRITE;
  }

  @Override
  public void receive(int value) {
    if (isPointerNext) {
      pointer = value;
      isPointerNext = false;
      return;
    }
    write(pointer, value);
    advance();
    if ((registers[MODE2] & OCH) != 0) {
      update();
    }
  }

  @Override
  public int transmit() {
    int value = pointer >= ALL_LED_ON_L && pointer <= ALL_LED_OFF_H ? 0 : registers[pointer];
    advance();
    return value;
  }

  @Override
  public void end() {
    update();
  }

  /**
   * With AI the pointer runs 0x00..0x45 and 0xFA..0xFE, both roll over to 0x00 (section 7.3,
   * remark).
   */
  private void advance() {
    if ((registers[MODE1] & AI) != 0) {
      pointer = pointer == LED15_OFF_H || pointer >= PRE_SCALE ? 0 : pointer + 1;
    }
  }

  private void write(int register, int value) {
    if (register == MODE1) {
      writeMode1(value);
    } else if (register == MODE2) {
      registers[MODE2] = value & MODE2_WRITABLE;
    } else if (register <= ALLCALLADR) {
      registers[register] = value & 0xFE; // bit 0 of the sub-addresses is read only and 0
    } else if (register <= LED15_OFF_H) {
      writePwm(register, value);
    } else if (register >= ALL_LED_ON_L && register <= ALL_LED_OFF_H) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        writePwm(LED0_ON_L + 4 * channel + (register - ALL_LED_ON_L), value);
      }
    } else if (register == PRE_SCALE && (registers[MODE1] & SLEEP) != 0) {
      // "Writes to PRE_SCALE register are blocked when SLEEP bit is logic 0" (7.3.5)
      registers[PRE_SCALE] = Math.max(value, PRE_SCALE_MIN);
    }
  }

  private void writeMode1(int value) {
    int before = registers[MODE1];
    int restart = before & RESTART;
    boolean wasAsleep = (before & SLEEP) != 0;
    boolean isAsleep = (value & SLEEP) != 0;
    if (!wasAsleep && isAsleep) {
      // going to sleep with channels running sets RESTART (7.3.1.1)
      restart = isRunning && isAnyChannelOn() ? RESTART : 0;
      isRunning = false;
    } else if (!isAsleep && restart != 0 && (value & RESTART) != 0) {
      // "A user writes logic 1 to this bit to clear it to logic 0": all channels restart
      restart = 0;
      isRunning = true;
    } else if (wasAsleep && !isAsleep && restart == 0) {
      isRunning = true;
    }
    // EXTCLK is sticky (table 5); it can only be set in sleep and only a power cycle clears it
    int external = (before & EXTCLK) | (wasAsleep && isAsleep ? value & EXTCLK : 0);
    registers[MODE1] = (value & ~(RESTART | EXTCLK)) | external | restart;
  }

  private void writePwm(int register, int value) {
    boolean isHigh = (register - LED0_ON_L) % 2 == 1;
    registers[register] = isHigh ? value & 0x1F : value;
    // a write to a PWM register clears RESTART and takes effect (7.3.1.1)
    registers[MODE1] &= ~RESTART;
    if ((registers[MODE1] & SLEEP) == 0) {
      isRunning = true;
    }
  }

  private boolean isAnyChannelOn() {
    for (int channel = 0; channel < CHANNELS; channel++) {
      if (programmedDuty(channel) > 0) {
        return true;
      }
    }
    return false;
  }

  private void update() {
    double frequency = OSCILLATOR_HZ / (COUNTS * (registers[PRE_SCALE] + 1));
    for (int channel = 0; channel < CHANNELS; channel++) {
      double duty = isRunning ? programmedDuty(channel) : 0;
      PwmOutput now = new PwmOutput((registers[MODE2] & INVRT) != 0 ? 1 - duty : duty, frequency);
      if (!now.equals(outputs.get(channel))) {
        outputs.set(channel, now);
        listener.onPwm(channel, now);
      }
    }
  }

  /**
   * Full OFF beats full ON (section 7.3.3); equal counts, which the data sheet forbids, give no
   * pulse.
   */
  private double programmedDuty(int channel) {
    int base = LED0_ON_L + 4 * channel;
    if ((registers[base + 3] & FULL) != 0) {
      return 0;
    }
    if ((registers[base + 1] & FULL) != 0) {
      return 1;
    }
    int on = registers[base] | (registers[base + 1] & 0x0F) << 8;
    int off = registers[base + 2] | (registers[base + 3] & 0x0F) << 8;
    return Math.floorMod(off - on, COUNTS) / (double) COUNTS;
  }
}
