package io.junctor.devices.fridge.sim;

import io.junctor.drivers.sim.SimI2cChip;
import java.util.Locale;

/**
 * LM75B: temperature sensor of 11 bits, register-exact after NXP LM75B sections 7.4.1 (pointer) and
 * 7.4.3 (temperature); the other registers are stored and read back, the OS pin is not simulated.
 *
 * <p>Used inside the bus's transactions; {@link #setCelsius} may be called from any thread.
 */
public final class SimLm75 implements SimI2cChip {

  private static final int TEMPERATURE = 0;
  private static final int CONFIGURATION = 1;

  /** Configuration, hysteresis 75 °C, overtemperature 80 °C (table 5). */
  private static final int[] POWER_ON = {0x0000, 0x00, 0x4B00, 0x5000};

  private static final double STEP_CELSIUS = 0.125;
  private static final int UNUSED_BITS = 5;

  private final int address;
  private final int[] registers = new int[4];
  private volatile double celsius = 25;
  private int pointer;
  private int bytesSeen;
  private int bytesSent;
  private int firstDataByte;
  private int sending;

  /**
   * A chip at 25 °C.
   *
   * @param address 0x48 to 0x4F by pins A2..A0
   */
  public SimLm75(int address) {
    this.address = address;
    powerOn();
  }

  /** The temperature of the chip; measured in steps of 0.125 °C within -55..125 °C. */
  public void setCelsius(double celsius) {
    this.celsius = Math.clamp(celsius, -55, 125);
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "LM75B at 0x%02x", address);
  }

  @Override
  public boolean answers(int other) {
    return other == address;
  }

  @Override
  public void powerOn() {
    System.arraycopy(POWER_ON, 0, registers, 0, registers.length);
    pointer = TEMPERATURE;
  }

  @Override
  public void begin(Direction direction) {
    bytesSeen = 0;
    bytesSent = 0;
  }

  @Override
  public void receive(int value) {
    switch (bytesSeen++) {
      case 0 -> pointer = value & 0x03;
      case 1 -> {
        firstDataByte = value;
        if (pointer == CONFIGURATION) {
          registers[CONFIGURATION] = value;
        }
      }
      case 2 -> {
        if (pointer > CONFIGURATION) {
          registers[pointer] = firstDataByte << 8 | value;
        }
      }
      default -> {} // a longer write has no register to go to
    }
  }

  @Override
  public int transmit() {
    if (pointer == CONFIGURATION) {
      return registers[CONFIGURATION];
    }
    if (bytesSent++ % 2 == 0) {
      sending = pointer == TEMPERATURE ? measured() : registers[pointer];
      return sending >> 8;
    }
    return sending & 0xFF;
  }

  private int measured() {
    return (int) (Math.round(celsius / STEP_CELSIUS) << UNUSED_BITS) & 0xFFFF;
  }
}
