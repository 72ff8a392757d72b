package io.junctor.drivers.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.junctor.drivers.i2c.I2cArguments;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.i2c.I2cException.Kind;
import io.junctor.drivers.i2c.I2cFunction;
import io.junctor.drivers.linux.kernel.ErrnoException;
import io.junctor.drivers.linux.kernel.I2cDev;
import io.junctor.drivers.linux.kernel.I2cMsg;
import io.junctor.drivers.linux.kernel.I2cRdwrIoctlData;
import io.junctor.drivers.linux.kernel.I2cSmbusIoctlData;
import io.junctor.drivers.linux.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * One adapter's {@code /dev/i2c-N}. SMBus calls go by I2C_SMBUS, plain ones by I2C_RDWR; what the
 * adapter's I2C_FUNCS lack is refused before the kernel is asked.
 *
 * <p>Thread-safe, guarded by itself: the address is a state of the file descriptor.
 */
final class LinuxI2cBus implements I2cBus, AutoCloseable {

  private static final int NO_ADDRESS = -1;

  private final Kernel kernel;
  private final String name;
  private final int fd;
  private final Set<I2cFunction> functions;
  private int selected = NO_ADDRESS;
  private boolean isClosed;

  private LinuxI2cBus(Kernel kernel, String name, int fd, Set<I2cFunction> functions) {
    this.kernel = kernel;
    this.name = name;
    this.fd = fd;
    this.functions = functions;
  }

  static LinuxI2cBus open(Kernel kernel, Path node) throws I2cException {
    String name = String.valueOf(node.getFileName());
    int fd;
    try {
      fd = kernel.open(node.toString(), Kernel.O_RDWR | Kernel.O_CLOEXEC);
    } catch (ErrnoException e) {
      throw I2cMeaning.notOpened(name, e);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bits = arena.allocate(JAVA_LONG);
      kernel.ioctl(fd, "I2C_FUNCS", I2cDev.I2C_FUNCS, bits);
      return new LinuxI2cBus(kernel, name, fd, I2cMeaning.functions(bits.get(JAVA_LONG, 0)));
    } catch (ErrnoException e) {
      kernel.close(fd);
      throw I2cException.of(Kind.NO_BUS, name, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<I2cFunction> functions() {
    return EnumSet.copyOf(functions);
  }

  /** Fills the data of an SMBus transfer, or takes the result from it. */
  @FunctionalInterface
  private interface Data {
    void accept(MemorySegment data);
  }

  private static final Data NONE = data -> {};

  @Override
  public void quick(int address) throws I2cException {
    smbus(address, I2cFunction.QUICK, I2cSmbusIoctlData.QUICK, false, 0, NONE);
  }

  @Override
  public int readByte(int address) throws I2cException {
    int[] value = new int[1];
    smbus(
        address,
        I2cFunction.BYTE,
        I2cSmbusIoctlData.BYTE,
        true,
        0,
        data -> value[0] = data.get(JAVA_BYTE, 0) & 0xFF);
    return value[0];
  }

  @Override
  public void writeByte(int address, int value) throws I2cException {
    int command = I2cArguments.requireByte(value);
    smbus(address, I2cFunction.BYTE, I2cSmbusIoctlData.BYTE, false, command, NONE);
  }

  @Override
  public int readByteData(int address, int register) throws I2cException {
    int[] value = new int[1];
    smbus(
        address,
        I2cFunction.BYTE_DATA,
        I2cSmbusIoctlData.BYTE_DATA,
        true,
        register,
        data -> value[0] = data.get(JAVA_BYTE, 0) & 0xFF);
    return value[0];
  }

  @Override
  public void writeByteData(int address, int register, int value) throws I2cException {
    byte sent = (byte) I2cArguments.requireByte(value);
    smbus(
        address,
        I2cFunction.BYTE_DATA,
        I2cSmbusIoctlData.BYTE_DATA,
        false,
        register,
        data -> data.set(JAVA_BYTE, 0, sent));
  }

  @Override
  public int readWordData(int address, int register) throws I2cException {
    int[] value = new int[1];
    smbus(
        address,
        I2cFunction.WORD_DATA,
        I2cSmbusIoctlData.WORD_DATA,
        true,
        register,
        data -> value[0] = data.get(JAVA_SHORT, 0) & 0xFFFF);
    return value[0];
  }

  @Override
  public void writeWordData(int address, int register, int value) throws I2cException {
    short sent = (short) I2cArguments.requireWord(value);
    smbus(
        address,
        I2cFunction.WORD_DATA,
        I2cSmbusIoctlData.WORD_DATA,
        false,
        register,
        data -> data.set(JAVA_SHORT, 0, sent));
  }

  /**
   * For reading the length is asked for in the block's first byte; the kernel puts the length it
   * read there.
   */
  @Override
  public byte[] readBlockData(int address, int register, int length) throws I2cException {
    byte[] block = new byte[I2cArguments.requireBlockLength(length)];
    int[] received = new int[1];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(I2cSmbusIoctlData.DATA);
      data.set(JAVA_BYTE, 0, (byte) length);
      transfer(
          address,
          I2cFunction.BLOCK_DATA,
          new I2cSmbusIoctlData(true, register, I2cSmbusIoctlData.I2C_BLOCK_DATA, data),
          arena);
      received[0] = data.get(JAVA_BYTE, 0);
      MemorySegment.copy(data, JAVA_BYTE, 1, block, 0, length);
    }
    if (received[0] != length) {
      throw I2cException.at(
          Kind.BUS_ERROR, name, address, "block of " + length + " bytes, got " + received[0]);
    }
    return block;
  }

  @Override
  public void writeBlockData(int address, int register, byte[] bytes) throws I2cException {
    byte length = (byte) I2cArguments.requireBlockLength(bytes.length);
    smbus(
        address,
        I2cFunction.BLOCK_DATA,
        I2cSmbusIoctlData.I2C_BLOCK_DATA,
        false,
        register,
        data -> {
          data.set(JAVA_BYTE, 0, length);
          MemorySegment.copy(bytes, 0, data, JAVA_BYTE, 1, bytes.length);
        });
  }

  @Override
  public byte[] read(int address, int length) throws I2cException {
    return plain(address, new byte[0], I2cArguments.requirePlainLength(length));
  }

  @Override
  public void write(int address, byte[] data) throws I2cException {
    I2cArguments.requirePlainLength(data.length);
    plain(address, data, 0);
  }

  @Override
  public byte[] writeRead(int address, byte[] data, int readLength) throws I2cException {
    I2cArguments.requirePlainLength(data.length);
    return plain(address, data, I2cArguments.requirePlainLength(readLength));
  }

  @Override
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      kernel.close(fd);
    }
  }

  private void smbus(
      int address, I2cFunction function, int size, boolean isRead, int register, Data access)
      throws I2cException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(I2cSmbusIoctlData.DATA);
      if (!isRead) {
        access.accept(data);
      }
      transfer(address, function, new I2cSmbusIoctlData(isRead, register, size, data), arena);
      if (isRead) {
        access.accept(data);
      }
    }
  }

  private synchronized void transfer(
      int address, I2cFunction function, I2cSmbusIoctlData smbus, Arena arena) throws I2cException {
    I2cArguments.requireAddress(address);
    I2cArguments.requireByte(smbus.command());
    require(address, function);
    MemorySegment struct = arena.allocate(I2cSmbusIoctlData.LAYOUT);
    smbus.write(struct);
    try {
      if (selected != address) {
        selected = NO_ADDRESS;
        kernel.ioctl(fd, "I2C_SLAVE", I2cDev.I2C_SLAVE, address);
        selected = address;
      }
      kernel.ioctl(fd, "I2C_SMBUS " + function, I2cSmbusIoctlData.I2C_SMBUS, struct);
    } catch (ErrnoException e) {
      throw I2cMeaning.failed(name, address, e);
    }
  }

  private synchronized byte[] plain(int address, byte[] out, int readLength) throws I2cException {
    I2cArguments.requireAddress(address);
    require(address, I2cFunction.PLAIN);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment messages = arena.allocate(I2cMsg.LAYOUT, 2);
      MemorySegment in = arena.allocate(Math.max(1, readLength));
      int count = 0;
      if (out.length > 0) {
        MemorySegment sent = arena.allocateFrom(JAVA_BYTE, out);
        new I2cMsg(address, false, out.length, sent).write(messages, count++);
      }
      if (readLength > 0) {
        new I2cMsg(address, true, readLength, in).write(messages, count++);
      }
      MemorySegment struct = arena.allocate(I2cRdwrIoctlData.LAYOUT);
      new I2cRdwrIoctlData(messages, count).write(struct);
      kernel.ioctl(fd, "I2C_RDWR", I2cRdwrIoctlData.I2C_RDWR, struct);
      return in.asSlice(0, readLength).toArray(JAVA_BYTE);
    } catch (ErrnoException e) {
      throw I2cMeaning.failed(name, address, e);
    }
  }

  private void require(int address, I2cFunction function) throws I2cException {
    if (isClosed) {
      throw new IllegalStateException(name + " is closed");
    }
    if (!functions.contains(function)) {
      throw I2cException.at(
          Kind.UNSUPPORTED,
          name,
          address,
          "the adapter has no " + function + ", it has " + functions);
    }
  }
}
