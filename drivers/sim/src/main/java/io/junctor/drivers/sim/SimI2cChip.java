package io.junctor.drivers.sim;

/**
 * A chip on a simulated I2C bus, at the level of the bytes it sees on the wire. The bus calls it
 * for one transaction at a time, from whichever thread makes the transfer:
 *
 * <pre>
 *   begin(WRITE) receive* ( begin(READ) transmit* )? end     register access
 *   begin(READ) transmit* end                                read without naming a register
 * </pre>
 */
public interface SimI2cChip {

  /** The R/W bit of the address byte. */
  enum Direction {
    WRITE,
    READ
  }

  /** What kind of chip and where, for messages. */
  String name();

  /** Whether the chip acknowledges this 7-bit address now. */
  boolean answers(int address);

  /**
   * Power comes on: all registers take their power-on values. Called whenever the chip is put on a
   * bus.
   */
  void powerOn();

  /** A start or repeated start with this chip's address. */
  void begin(Direction direction);

  /** The chip receives a byte, 0x00 to 0xFF. */
  void receive(int value);

  /** The chip sends a byte, 0x00 to 0xFF. */
  int transmit();

  /** A stop condition. */
  default void end() {}
}
