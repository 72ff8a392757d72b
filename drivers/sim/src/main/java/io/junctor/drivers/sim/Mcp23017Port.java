package io.junctor.drivers.sim;

import java.util.Arrays;

/** One of the two ports of an MCP23017: its registers but IOCON, its pins, its interrupt logic. */
final class Mcp23017Port {

  // in the order of table 3-1
  static final int IODIR = 0;
  static final int IPOL = 1;
  static final int GPINTEN = 2;
  static final int DEFVAL = 3;
  static final int INTCON = 4;
  static final int IOCON = 5; // kept by the chip
  static final int GPPU = 6;
  static final int INTF = 7;
  static final int INTCAP = 8;
  static final int GPIO = 9;
  static final int OLAT = 10;
  static final int REGISTERS = 11;

  private final int[] registers = new int[REGISTERS];
  private int drivenMask; // 1: the world drives the pin
  private int drivenLevels;
  private int compared; // the input values of the last comparison

  /** Power-on values of table 3-1: IODIR 0xFF, all others 0x00. What the world drives stays. */
  void powerOn() {
    Arrays.fill(registers, 0);
    registers[IODIR] = 0xFF;
    compared = value();
  }

  void drive(int bit, boolean level) {
    drivenMask |= 1 << bit;
    drivenLevels = level ? drivenLevels | 1 << bit : drivenLevels & ~(1 << bit);
  }

  void release(int bit) {
    drivenMask &= ~(1 << bit);
  }

  /** The physical levels: outputs show the latch, inputs what drives them, else the pull-up. */
  int pins() {
    int inputs = (drivenLevels & drivenMask) | (registers[GPPU] & ~drivenMask);
    return (inputs & registers[IODIR]) | (registers[OLAT] & ~registers[IODIR] & 0xFF);
  }

  boolean isPending() {
    return registers[INTF] != 0;
  }

  /** Reading GPIO or INTCAP clears the interrupt (section 3.6). */
  int read(int register) {
    return switch (register) {
      case GPIO -> {
        int value = value();
        registers[INTF] = 0;
        yield value;
      }
      case INTCAP -> {
        int value = registers[INTCAP];
        registers[INTF] = 0;
        yield value;
      }
      default -> registers[register];
    };
  }

  /**
   * "A write to the GPIO register modifies the Output Latch"; INTF and INTCAP are read only
   * (section 3.5).
   */
  void write(int register, int value) {
    switch (register) {
      case INTF, INTCAP -> {}
      case GPIO -> registers[OLAT] = value;
      default -> registers[register] = value;
    }
  }

  /**
   * Looks for interrupt conditions. The first one copies the port into INTCAP; more are not noticed
   * until it is cleared, and a difference from DEFVAL raises again at once as long as it lasts
   * (section 3.6, figures 3-2 and 3-3).
   */
  void refresh() {
    int value = value();
    int byDefault = (value ^ registers[DEFVAL]) & registers[INTCON];
    int byChange = (value ^ compared) & ~registers[INTCON];
    int raised = (byDefault | byChange) & registers[GPINTEN] & registers[IODIR];
    compared = value;
    if (raised != 0 && registers[INTF] == 0) {
      registers[INTF] = raised;
      registers[INTCAP] = value;
    }
  }

  /** What the GPIO register reads: the pins, inverted where IPOL says so. */
  private int value() {
    return pins() ^ registers[IPOL];
  }
}
