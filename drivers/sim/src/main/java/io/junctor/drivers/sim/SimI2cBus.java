package io.junctor.drivers.sim;

import io.junctor.drivers.i2c.I2cArguments;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.i2c.I2cException.Kind;
import io.junctor.drivers.i2c.I2cFunction;
import io.junctor.drivers.sim.SimI2cChip.Direction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A simulated I2C bus. Takes each call apart into bytes and plays them to the chips that answer the
 * address: a write reaches all of them, a read is the wired AND of what they send, as on the wire.
 *
 * <p>Thread-safe: one transaction at a time, guarded by this bus.
 */
public final class SimI2cBus implements I2cBus {

  /** More chips than a bus has addresses cannot be. */
  private static final int CHIPS_MAX = 112;

  /** Far more faults than a test needs; a loop that injects for ever is stopped here. */
  private static final int FAULTS_MAX = 1000;

  private static final byte[] NOTHING = {};

  private final String name;
  private final SimClock clock;
  private final Set<I2cFunction> functions;
  private final List<SimI2cChip> chips = new ArrayList<>();
  private final List<Injected> faults = new ArrayList<>();

  /** A bus whose adapter can do everything. */
  public SimI2cBus(String name, SimClock clock) {
    this(name, clock, EnumSet.allOf(I2cFunction.class));
  }

  /**
   * A bus with a poorer adapter.
   *
   * @param functions what it can do; all but {@code PLAIN} is what the kernel's i2c-stub has
   */
  public SimI2cBus(String name, SimClock clock, Set<I2cFunction> functions) {
    this.name = name;
    this.clock = clock;
    this.functions = Set.copyOf(functions);
  }

  /** Connects a chip and powers it on. */
  public synchronized <C extends SimI2cChip> C attach(C chip) {
    if (chips.contains(chip) || chips.size() >= CHIPS_MAX) {
      throw new IllegalStateException(
          name + ": cannot attach " + chip.name() + ", it is attached or the bus is full");
    }
    chip.powerOn();
    chips.add(chip);
    return chip;
  }

  /** Takes a chip off the bus; attach it again and it comes back with power-on values. */
  public synchronized void detach(SimI2cChip chip) {
    chips.remove(chip);
  }

  /** Injects a fault until {@link #clearFaults}. */
  public void inject(I2cFault fault) {
    inject(fault, Integer.MAX_VALUE);
  }

  /** Injects a fault into the next {@code times} transfers it hits. */
  public synchronized void inject(I2cFault fault, int times) {
    if (faults.size() >= FAULTS_MAX) {
      throw new IllegalStateException(name + ": more than " + FAULTS_MAX + " faults");
    }
    faults.add(new Injected(fault, times));
  }

  /** Ends all faults. */
  public synchronized void clearFaults() {
    faults.clear();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<I2cFunction> functions() {
    return functions;
  }

  @Override
  public void quick(int address) throws I2cException {
    transact(I2cFunction.QUICK, address, NOTHING, 0);
  }

  @Override
  public int readByte(int address) throws I2cException {
    return transact(I2cFunction.BYTE, address, NOTHING, 1)[0] & 0xFF;
  }

  @Override
  public void writeByte(int address, int value) throws I2cException {
    transact(I2cFunction.BYTE, address, bytes(value), 0);
  }

  @Override
  public int readByteData(int address, int register) throws I2cException {
    return transact(I2cFunction.BYTE_DATA, address, bytes(register), 1)[0] & 0xFF;
  }

  @Override
  public void writeByteData(int address, int register, int value) throws I2cException {
    transact(I2cFunction.BYTE_DATA, address, bytes(register, value), 0);
  }

  @Override
  public int readWordData(int address, int register) throws I2cException {
    byte[] word = transact(I2cFunction.WORD_DATA, address, bytes(register), 2);
    return (word[0] & 0xFF) | ((word[1] & 0xFF) << 8);
  }

  @Override
  public void writeWordData(int address, int register, int value) throws I2cException {
    I2cArguments.requireWord(value);
    transact(I2cFunction.WORD_DATA, address, bytes(register, value & 0xFF, value >> 8), 0);
  }

  @Override
  public byte[] readBlockData(int address, int register, int length) throws I2cException {
    return transact(
        I2cFunction.BLOCK_DATA, address, bytes(register), I2cArguments.requireBlockLength(length));
  }

  @Override
  public void writeBlockData(int address, int register, byte[] data) throws I2cException {
    I2cArguments.requireBlockLength(data.length);
    byte[] out = new byte[data.length + 1];
    out[0] = (byte) I2cArguments.requireByte(register);
    System.arraycopy(data, 0, out, 1, data.length);
    transact(I2cFunction.BLOCK_DATA, address, out, 0);
  }

  @Override
  public byte[] read(int address, int length) throws I2cException {
    return transact(I2cFunction.PLAIN, address, NOTHING, I2cArguments.requirePlainLength(length));
  }

  @Override
  public void write(int address, byte[] data) throws I2cException {
    I2cArguments.requirePlainLength(data.length);
    transact(I2cFunction.PLAIN, address, data, 0);
  }

  @Override
  public byte[] writeRead(int address, byte[] data, int readLength) throws I2cException {
    I2cArguments.requirePlainLength(data.length);
    return transact(I2cFunction.PLAIN, address, data, I2cArguments.requirePlainLength(readLength));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) I2cArguments.requireByte(values[i]);
    }
    return bytes;
  }

  private synchronized byte[] transact(
      I2cFunction function, int address, byte[] out, int readLength) throws I2cException {
    I2cArguments.requireAddress(address);
    if (!functions.contains(function)) {
      throw I2cException.at(
          Kind.UNSUPPORTED,
          name,
          address,
          "the adapter has no " + function + ", it has " + functions.stream().sorted().toList());
    }
    int flipMask = applyFaults(address);
    List<SimI2cChip> answering = chips.stream().filter(chip -> chip.answers(address)).toList();
    if (answering.isEmpty()) {
      throw I2cException.at(Kind.ABSENT, name, address, "no acknowledge of the address");
    }
    byte[] in = new byte[readLength];
    for (int i = 0; i < readLength; i++) {
      in[i] = (byte) 0xFF;
    }
    answering.forEach(chip -> play(chip, out, in));
    for (int i = 0; i < readLength; i++) {
      in[i] ^= (byte) flipMask;
    }
    return in;
  }

  private static void play(SimI2cChip chip, byte[] out, byte[] in) {
    if (out.length > 0 || in.length == 0) {
      chip.begin(Direction.WRITE);
      for (byte value : out) {
        chip.receive(value & 0xFF);
      }
    }
    if (in.length > 0) {
      chip.begin(Direction.READ);
      for (int i = 0; i < in.length; i++) {
        in[i] &= (byte) chip.transmit();
      }
    }
    chip.end();
  }

  /** Applies the faults that hit and returns the mask of bits to flip in what is read. */
  private int applyFaults(int address) throws I2cException {
    int flipMask = 0;
    for (Iterator<Injected> each = faults.iterator(); each.hasNext(); ) {
      Injected injected = each.next();
      if (!injected.fault.hits(address)) {
        continue;
      }
      if (--injected.timesLeft <= 0) {
        each.remove();
      }
      switch (injected.fault) {
        case I2cFault.Nack nack ->
            throw I2cException.at(Kind.ABSENT, name, address, "no acknowledge (injected)");
        case I2cFault.Stuck stuck -> {
          clock.sleep(stuck.timeout());
          throw I2cException.at(Kind.TIMEOUT, name, address, "bus held low (injected)");
        }
        case I2cFault.Spoilt spoilt ->
            throw I2cException.at(Kind.BUS_ERROR, name, address, "transfer spoilt (injected)");
        case I2cFault.FlipBits flip -> flipMask ^= flip.mask();
        case I2cFault.Delay delay -> clock.sleep(delay.duration());
      }
    }
    return flipMask;
  }

  @Override
  public synchronized String toString() {
    return String.format(
        Locale.ROOT, "SimI2cBus[%s, %s]", name, chips.stream().map(SimI2cChip::name).toList());
  }

  /** A fault and how often it still strikes. */
  private static final class Injected {
    private final I2cFault fault;
    private int timesLeft;

    Injected(I2cFault fault, int timesLeft) {
      this.fault = fault;
      this.timesLeft = timesLeft;
    }
  }
}
