package io.junctor.drivers.sim;

import io.junctor.drivers.i2c.I2cArguments;
import java.util.Locale;

/**
 * MCP23017: 16-line I/O expander. Register-exact after Microchip DS20001952C, sections 3.2
 * (addressing), 3.5 (registers), 3.6 (interrupts).
 *
 * <p>Pins are numbered 0 to 15: GPA0 to GPA7, then GPB0 to GPB7. From outside, pins are {@link
 * #drive driven} or {@link #release released} and {@link #level watched}; the INT pins are watched
 * by {@link #onInterrupt}. A released pin reads high with its pull-up on and low without (the data
 * sheet leaves that open).
 *
 * <p>Choices where the data sheet is silent: with BANK = 1 the pointer steps through 0x00..0x1A,
 * addresses without a register read 0; only pins that are inputs raise interrupts.
 *
 * <p>Thread-safe, guarded by itself. The interrupt listener runs while the chip is locked: it may
 * drive a line and must return.
 */
public final class SimMcp23017 implements SimI2cChip {

  /** Told of the physical level of a pin. */
  @FunctionalInterface
  public interface PinListener {
    /**
     * A pin changed.
     *
     * @param pin 0 to 15
     */
    void onPin(int pin, boolean level);
  }

  public static final int PINS = 16;

  // IOCON bits (register 3-6)
  private static final int BANK = 0x80;
  private static final int MIRROR = 0x40;
  private static final int SEQOP = 0x20;
  private static final int ODR = 0x04;
  private static final int INTPOL = 0x02;
  private static final int IOCON_WRITABLE = 0xFE;

  private static final int LAST_BANK0 = 0x15;
  private static final int LAST_BANK1 = 0x1A;

  private final int address;
  private final Mcp23017Port[] ports = {new Mcp23017Port(), new Mcp23017Port()};
  private final boolean[] interruptLevels = new boolean[2];
  private final boolean[] levelsTold = new boolean[PINS];
  private final SimGpioLine.LevelListener[] interruptListeners = {level -> {}, level -> {}};
  private volatile PinListener pinListener = (pin, level) -> {};
  private int iocon;
  private int pointer;
  private boolean isPointerNext;

  /**
   * A chip with nothing wired to its pins.
   *
   * @param address 0x20 to 0x27 by pins A2..A0
   */
  public SimMcp23017(int address) {
    if (address < 0x20 || address > 0x27) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "MCP23017: expected address 0x20..0x27, got 0x%02x", address));
    }
    this.address = I2cArguments.requireAddress(address);
    powerOn();
  }

  /**
   * The world drives a pin. On a pin that is an output this has no effect (a short circuit is not
   * simulated).
   */
  public void drive(int pin, boolean level) {
    synchronized (this) {
      port(pin).drive(pin % 8, level);
      refreshInterrupts();
    }
    tellPins();
  }

  /** The world lets a pin go. */
  public void release(int pin) {
    synchronized (this) {
      port(pin).release(pin % 8);
      refreshInterrupts();
    }
    tellPins();
  }

  /** The physical level of a pin. */
  public synchronized boolean level(int pin) {
    return (port(pin).pins() >> pin % 8 & 1) == 1;
  }

  /** Whether the chip drives the pin. */
  public synchronized boolean isOutput(int pin) {
    return (port(pin).read(Mcp23017Port.IODIR) >> pin % 8 & 1) == 0;
  }

  /** Watches the pins; told of each change of level, after the transfer or drive that caused it. */
  public void onPin(PinListener listener) {
    pinListener = listener;
  }

  /**
   * Watches an INT pin; told at once of its level, then of each change. An open-drain INT pin
   * counts as pulled up.
   *
   * @param port 0 for INTA, 1 for INTB
   */
  public synchronized void onInterrupt(int port, SimGpioLine.LevelListener listener) {
    interruptListeners[port] = listener;
    listener.onLevel(interruptLevels[port]);
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "MCP23017 at 0x%02x", address);
  }

  @Override
  public boolean answers(int other) {
    return other == address;
  }

  @Override
  public void powerOn() {
    synchronized (this) {
      for (Mcp23017Port port : ports) {
        port.powerOn();
      }
      iocon = 0;
      pointer = 0;
      refreshInterrupts();
    }
    tellPins();
  }

  @Override
  public void begin(Direction direction) {
    isPointerNext = direction == Direction.WRITE;
  }

  @Override
  public synchronized void receive(int value) {
    if (isPointerNext) {
      pointer = value;
      isPointerNext = false;
      return;
    }
    write(value);
    refreshInterrupts();
    advance();
  }

  @Override
  public synchronized int transmit() {
    int value = read();
    refreshInterrupts();
    advance();
    return value;
  }

  @Override
  public void end() {
    tellPins();
  }

  private Mcp23017Port port(int pin) {
    return ports[pin / 8];
  }

  private boolean isBank1() {
    return (iocon & BANK) != 0;
  }

  /** Which port the pointer is at, by table 3-1. */
  private int pointedPort() {
    return isBank1() ? pointer >> 4 & 1 : pointer & 1;
  }

  /** Which of the eleven registers the pointer is at, in the order of table 3-1; -1 for none. */
  private int pointedRegister() {
    if (pointer > (isBank1() ? LAST_BANK1 : LAST_BANK0)) {
      return -1;
    }
    int register = isBank1() ? pointer & 0x0F : pointer >> 1;
    return register < Mcp23017Port.REGISTERS ? register : -1;
  }

  private int read() {
    int register = pointedRegister();
    return switch (register) {
      case -1 -> 0;
      case Mcp23017Port.IOCON -> iocon;
      default -> ports[pointedPort()].read(register);
    };
  }

  private void write(int value) {
    int register = pointedRegister();
    switch (register) {
      case -1 -> {}
      case Mcp23017Port.IOCON -> iocon = value & IOCON_WRITABLE; // one register at two addresses
      default -> ports[pointedPort()].write(register, value);
    }
  }

  /**
   * Section 3.2.1: sequential mode (SEQOP = 0) increments and rolls over to 0x00 after the last
   * register; byte mode does not, except that with BANK = 0 it toggles between the A and B register
   * of a pair.
   */
  private void advance() {
    if ((iocon & SEQOP) == 0) {
      pointer = pointer >= (isBank1() ? LAST_BANK1 : LAST_BANK0) ? 0 : pointer + 1;
    } else if (!isBank1()) {
      pointer ^= 1;
    }
  }

  /**
   * Drives the INT pins: INTPOL for active high, ODR overrides it (register 3-6), MIRROR joins
   * both.
   */
  private void refreshInterrupts() {
    boolean isAnyPending = false;
    for (Mcp23017Port port : ports) {
      port.refresh();
      isAnyPending |= port.isPending();
    }
    boolean isActiveHigh = (iocon & (INTPOL | ODR)) == INTPOL;
    for (int i = 0; i < ports.length; i++) {
      boolean isPending = (iocon & MIRROR) != 0 ? isAnyPending : ports[i].isPending();
      boolean level = isPending == isActiveHigh;
      if (level != interruptLevels[i]) {
        interruptLevels[i] = level;
        interruptListeners[i].onLevel(level);
      }
    }
  }

  private void tellPins() {
    for (int pin = 0; pin < PINS; pin++) {
      boolean level;
      synchronized (this) {
        level = level(pin);
        if (level == levelsTold[pin]) {
          continue;
        }
        levelsTold[pin] = level;
      }
      pinListener.onPin(pin, level);
    }
  }
}
