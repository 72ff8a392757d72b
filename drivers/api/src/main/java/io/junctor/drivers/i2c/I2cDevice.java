package io.junctor.drivers.i2c;

import java.util.Locale;

/**
 * One chip on a bus: the calls of {@link I2cBus} with the address filled in. This is what a device
 * driver holds.
 *
 * @param bus the shared bus
 * @param address 7-bit, 0x08 to 0x77
 */
public record I2cDevice(I2cBus bus, int address) {

  public I2cDevice {
    I2cArguments.requireAddress(address);
  }

  /** Where this chip is, for messages: {@code i2c-1 at 0x48}. */
  public String where() {
    return String.format(Locale.ROOT, "%s at 0x%02x", bus.name(), address);
  }

  /** See {@link I2cBus#quick}. */
  public void quick() throws I2cException {
    bus.quick(address);
  }

  /** See {@link I2cBus#readByte}. */
  public int readByte() throws I2cException {
    return bus.readByte(address);
  }

  /** See {@link I2cBus#writeByte}. */
  public void writeByte(int value) throws I2cException {
    bus.writeByte(address, value);
  }

  /** See {@link I2cBus#readByteData}. */
  public int readByteData(int register) throws I2cException {
    return bus.readByteData(address, register);
  }

  /** See {@link I2cBus#writeByteData}. */
  public void writeByteData(int register, int value) throws I2cException {
    bus.writeByteData(address, register, value);
  }

  /** See {@link I2cBus#readWordData}. */
  public int readWordData(int register) throws I2cException {
    return bus.readWordData(address, register);
  }

  /** See {@link I2cBus#writeWordData}. */
  public void writeWordData(int register, int value) throws I2cException {
    bus.writeWordData(address, register, value);
  }

  /** See {@link I2cBus#readWordDataSwapped}. */
  public int readWordDataSwapped(int register) throws I2cException {
    return bus.readWordDataSwapped(address, register);
  }

  /** See {@link I2cBus#writeWordDataSwapped}. */
  public void writeWordDataSwapped(int register, int value) throws I2cException {
    bus.writeWordDataSwapped(address, register, value);
  }

  /** See {@link I2cBus#readBlockData}. */
  public byte[] readBlockData(int register, int length) throws I2cException {
    return bus.readBlockData(address, register, length);
  }

  /** See {@link I2cBus#writeBlockData}. */
  public void writeBlockData(int register, byte[] data) throws I2cException {
    bus.writeBlockData(address, register, data);
  }

  /** See {@link I2cBus#read}. */
  public byte[] read(int length) throws I2cException {
    return bus.read(address, length);
  }

  /** See {@link I2cBus#write}. */
  public void write(byte[] data) throws I2cException {
    bus.write(address, data);
  }

  /** See {@link I2cBus#writeRead}. */
  public byte[] writeRead(byte[] data, int readLength) throws I2cException {
    return bus.writeRead(address, data, readLength);
  }
}
