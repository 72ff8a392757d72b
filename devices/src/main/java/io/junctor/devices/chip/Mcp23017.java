package io.junctor.devices.chip;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;

/**
 * Microchip MCP23017, 16-bit I/O expander, addresses 0x20 to 0x27 (data sheet DS20001952). Used in
 * the register layout it has after reset, IOCON.BANK = 0 (table 3-1): the registers of port A are
 * even, those of port B odd.
 *
 * <p>Limits (section 2.0): 25 mA per pin, 125 mA into VDD, 150 mA out of VSS. A solenoid needs a
 * transistor.
 *
 * <p>The chip has no watchdog: outputs hold when the host dies. A load that must then go off needs
 * the RESET pin driven by a supervisor, or a relay in series.
 */
public final class Mcp23017 {

  /** One of its two 8-bit ports. */
  public enum Port {
    A(0),
    B(1);

    private final int offset;

    Port(int offset) {
      this.offset = offset;
    }
  }

  /** All addresses its three pins A2..A0 can give (section 3.3). */
  public static final int ADDRESS_MIN = 0x20;

  public static final int ADDRESS_MAX = 0x27;

  // table 3-1, BANK = 0; port A, port B is one more
  private static final int IODIR = 0x00;
  private static final int IPOL = 0x02;
  private static final int GPPU = 0x0C;
  private static final int GPIO = 0x12;
  private static final int OLAT = 0x14;

  /** The register of a port's output latch; a byte of 0 there makes all its outputs low. */
  public static int latchRegister(Port port) {
    return OLAT + port.offset;
  }

  private final I2cDevice device;

  public Mcp23017(I2cDevice device) {
    this.device = device;
  }

  /** Where this chip is, for messages. */
  public String where() {
    return device.where();
  }

  /**
   * Makes a whole port outputs, all low. The latch is written before the direction, so that no pin
   * drives high in between, whatever the latch held before (section 3.5.11: OLAT keeps its value
   * while pins are inputs).
   */
  public void makeOutputsLow(Port port) throws I2cException {
    device.writeByteData(OLAT + port.offset, 0x00);
    device.writeByteData(IODIR + port.offset, 0x00);
  }

  /**
   * Makes a whole port inputs.
   *
   * @param inverted pins that read 1 when low (IPOL, section 3.5.2)
   * @param pulledUp pins with the 100 kΩ pull-up (GPPU, section 3.5.7)
   */
  public void makeInputs(Port port, int inverted, int pulledUp) throws I2cException {
    device.writeByteData(IODIR + port.offset, 0xFF);
    device.writeByteData(IPOL + port.offset, inverted);
    device.writeByteData(GPPU + port.offset, pulledUp);
  }

  /** Whether the whole port is outputs; after a reset of the chip it is not (IODIR = 0xFF). */
  public boolean isOutputs(Port port) throws I2cException {
    return device.readByteData(IODIR + port.offset) == 0x00;
  }

  /** The levels at the pins, bit 0 is pin 0; inverted ones as asked. */
  public int readPins(Port port) throws I2cException {
    return device.readByteData(GPIO + port.offset);
  }

  /** What the outputs were told to be: not a memory of ours, the chip's register. */
  public int readLatch(Port port) throws I2cException {
    return device.readByteData(OLAT + port.offset);
  }

  /** Sets all outputs of a port at once. One transaction. */
  public void writeLatch(Port port, int bits) throws I2cException {
    device.writeByteData(OLAT + port.offset, bits);
  }
}
