package io.junctor.drivers.sim;

import java.time.Duration;

/** What can go wrong on a simulated I2C bus. */
public sealed interface I2cFault {

  /** Whether a transfer to this address is hit. */
  boolean hits(int address);

  /** The chip does not acknowledge: {@code ABSENT}. */
  record Nack(int address) implements I2cFault {
    @Override
    public boolean hits(int other) {
      return other == address;
    }
  }

  /**
   * Somebody holds the bus low: every transfer fails with {@code TIMEOUT}.
   *
   * @param timeout how long the adapter tries before it gives up; 1 s is the kernel's default
   */
  record Stuck(Duration timeout) implements I2cFault {
    @Override
    public boolean hits(int other) {
      return true;
    }
  }

  /** The transfer is spoilt on the wire and the adapter notices: {@code BUS_ERROR}. */
  record Spoilt(int address) implements I2cFault {
    @Override
    public boolean hits(int other) {
      return other == address;
    }
  }

  /** Bytes read arrive with the bits of the mask inverted, and nobody notices. */
  record FlipBits(int address, int mask) implements I2cFault {
    @Override
    public boolean hits(int other) {
      return other == address;
    }
  }

  /** The transfer takes longer (clock stretching, a slow adapter). */
  record Delay(int address, Duration duration) implements I2cFault {
    @Override
    public boolean hits(int other) {
      return other == address;
    }
  }
}
