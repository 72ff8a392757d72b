package io.junctor.drivers.linux.pi4j;

import com.pi4j.io.exception.IOException;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBase;
import com.pi4j.io.i2c.I2CBus;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProvider;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * One Pi4J I2C device. Registers with an 8-bit address go by SMBus calls, in blocks of at most 32
 * bytes, so that they work on every adapter; the rest by plain transfers.
 */
final class BoardI2c extends I2CBase<BoardI2c.WholeBus> {

  private final I2cDevice device;

  BoardI2c(I2CProvider provider, I2CConfig config, I2cDevice device) {
    super(provider, config, new WholeBus(device.bus()));
    this.device = device;
    this.isOpen = true;
  }

  /** A board's bus is shared by all, so it is the monitor for what Pi4J wants to stay together. */
  record WholeBus(I2cBus bus) implements I2CBus {
    @Override
    public <R> R execute(I2C i2c, Callable<R> action) {
      synchronized (bus) {
        try {
          return action.call();
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
    }
  }

  /** A transfer that can fail. */
  @FunctionalInterface
  private interface Transfer<R> {
    R run() throws I2cException;
  }

  private static <R> R transfer(Transfer<R> transfer) {
    try {
      return transfer.run();
    } catch (I2cException e) {
      throw new IOException(e);
    }
  }

  @Override
  public int read() {
    return transfer(device::readByte);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    byte[] bytes = transfer(() -> device.read(length));
    System.arraycopy(bytes, 0, buffer, offset, length);
    return length;
  }

  @Override
  public int write(byte value) {
    return transfer(
        () -> {
          device.writeByte(value & 0xFF);
          return 1;
        });
  }

  @Override
  public int write(byte[] data, int offset, int length) {
    return transfer(
        () -> {
          device.write(slice(data, offset, length));
          return length;
        });
  }

  @Override
  public int readRegister(int register) {
    return transfer(() -> device.readByteData(register));
  }

  @Override
  public int readRegister(int register, byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    byte[] bytes =
        transfer(
            () ->
                length <= I2cBus.BLOCK_BYTES_MAX
                    ? device.readBlockData(register, length)
                    : device.writeRead(new byte[] {(byte) register}, length));
    System.arraycopy(bytes, 0, buffer, offset, length);
    return length;
  }

  @Override
  public int readRegister(byte[] register, byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    byte[] bytes = transfer(() -> device.writeRead(register, length));
    System.arraycopy(bytes, 0, buffer, offset, length);
    return length;
  }

  @Override
  public int writeRegister(int register, byte value) {
    return transfer(
        () -> {
          device.writeByteData(register, value & 0xFF);
          return 1;
        });
  }

  @Override
  public int writeRegister(int register, byte[] data, int offset, int length) {
    byte[] bytes = slice(data, offset, length);
    return transfer(
        () -> {
          if (length <= I2cBus.BLOCK_BYTES_MAX) {
            device.writeBlockData(register, bytes);
          } else {
            device.write(joined(new byte[] {(byte) register}, bytes));
          }
          return length;
        });
  }

  @Override
  public int writeRegister(byte[] register, byte[] data, int offset, int length) {
    byte[] bytes = slice(data, offset, length);
    return transfer(
        () -> {
          device.write(joined(register, bytes));
          return length;
        });
  }

  @Override
  public void writeThenRead(
      byte[] out,
      int outOffset,
      int outLength,
      int delayMillis,
      byte[] in,
      int inOffset,
      int inLength) {
    Objects.checkFromIndexSize(inOffset, inLength, in.length);
    byte[] sent = slice(out, outOffset, outLength);
    byte[] bytes = transfer(() -> device.writeRead(sent, inLength));
    System.arraycopy(bytes, 0, in, inOffset, inLength);
  }

  private static byte[] slice(byte[] data, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, data.length);
    return Arrays.copyOfRange(data, offset, offset + length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
