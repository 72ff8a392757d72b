package io.junctor.drivers.playback;

import static io.junctor.drivers.playback.I2cTransfer.hex;

import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import java.util.Locale;

/**
 * Turns each call into the request text of a recording; recording and playback only differ in
 * {@link #run}.
 */
abstract class TransferI2cBus implements I2cBus {

  /** The call on a real bus, giving what was read. */
  @FunctionalInterface
  interface Call {
    byte[] on(I2cBus bus) throws I2cException;
  }

  private static final byte[] NOTHING = {};

  /** Runs one transfer and returns what was read: {@code length} bytes. */
  abstract byte[] run(int address, String request, int length, Call call) throws I2cException;

  private byte[] run(int address, String name, String arguments, int length, Call call)
      throws I2cException {
    return run(address, I2cTransfer.request(address, name, arguments), length, call);
  }

  @Override
  public void quick(int address) throws I2cException {
    run(
        address,
        "quick",
        "",
        0,
        bus -> {
          bus.quick(address);
          return NOTHING;
        });
  }

  @Override
  public int readByte(int address) throws I2cException {
    return run(address, "readByte", "", 1, bus -> one(bus.readByte(address)))[0] & 0xFF;
  }

  @Override
  public void writeByte(int address, int value) throws I2cException {
    run(
        address,
        "writeByte",
        hexByte(value),
        0,
        bus -> {
          bus.writeByte(address, value);
          return NOTHING;
        });
  }

  @Override
  public int readByteData(int address, int register) throws I2cException {
    return run(
            address,
            "readByteData",
            hexByte(register),
            1,
            bus -> one(bus.readByteData(address, register)))[0]
        & 0xFF;
  }

  @Override
  public void writeByteData(int address, int register, int value) throws I2cException {
    run(
        address,
        "writeByteData",
        hexByte(register) + " " + hexByte(value),
        0,
        bus -> {
          bus.writeByteData(address, register, value);
          return NOTHING;
        });
  }

  @Override
  public int readWordData(int address, int register) throws I2cException {
    return word(
        run(
            address,
            "readWordData",
            hexByte(register),
            2,
            bus -> two(bus.readWordData(address, register))));
  }

  @Override
  public void writeWordData(int address, int register, int value) throws I2cException {
    run(
        address,
        "writeWordData",
        hexByte(register) + " " + hexWord(value),
        0,
        bus -> {
          bus.writeWordData(address, register, value);
          return NOTHING;
        });
  }

  @Override
  public int readWordDataSwapped(int address, int register) throws I2cException {
    return word(
        run(
            address,
            "readWordDataSwapped",
            hexByte(register),
            2,
            bus -> two(bus.readWordDataSwapped(address, register))));
  }

  @Override
  public void writeWordDataSwapped(int address, int register, int value) throws I2cException {
    run(
        address,
        "writeWordDataSwapped",
        hexByte(register) + " " + hexWord(value),
        0,
        bus -> {
          bus.writeWordDataSwapped(address, register, value);
          return NOTHING;
        });
  }

  @Override
  public byte[] readBlockData(int address, int register, int length) throws I2cException {
    return run(
        address,
        "readBlockData",
        hexByte(register) + " " + hexByte(length),
        length,
        bus -> bus.readBlockData(address, register, length));
  }

  @Override
  public void writeBlockData(int address, int register, byte[] data) throws I2cException {
    run(
        address,
        "writeBlockData",
        hexByte(register) + " " + hex(data),
        0,
        bus -> {
          bus.writeBlockData(address, register, data);
          return NOTHING;
        });
  }

  @Override
  public byte[] read(int address, int length) throws I2cException {
    return run(address, "read", hexWord(length), length, bus -> bus.read(address, length));
  }

  @Override
  public void write(int address, byte[] data) throws I2cException {
    run(
        address,
        "write",
        hex(data),
        0,
        bus -> {
          bus.write(address, data);
          return NOTHING;
        });
  }

  @Override
  public byte[] writeRead(int address, byte[] data, int readLength) throws I2cException {
    return run(
        address,
        "writeRead",
        hex(data) + " / " + hexWord(readLength),
        readLength,
        bus -> bus.writeRead(address, data, readLength));
  }

  private static byte[] one(int value) {
    return new byte[] {(byte) value};
  }

  private static byte[] two(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  private static int word(byte[] bytes) {
    return (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
  }

  private static String hexByte(int value) {
    return String.format(Locale.ROOT, "%02x", value);
  }

  private static String hexWord(int value) {
    return String.format(Locale.ROOT, "%04x", value);
  }
}
