package io.junctor.drivers.i2c;

import java.util.Set;

/**
 * One I2C bus. Shared by all devices on it, so it has no {@code close}: only the board closes it.
 *
 * <p>For all methods: {@code address} is 7-bit, 0x08 to 0x77, else {@link
 * IllegalArgumentException}; {@code register} is 0x00 to 0xFF (SMBus calls it the command). Values
 * returned are unsigned. Each call is one transaction on the wire and may take milliseconds, so it
 * is never made on an event loop. Failures are {@link I2cException}: {@code ABSENT} when nobody
 * acknowledges, {@code TIMEOUT}, {@code BUS_ERROR}, and {@code UNSUPPORTED} when {@link
 * #functions()} lacks what the call needs. Thread-safe.
 */
public interface I2cBus {

  /** The longest SMBus block (I2C_SMBUS_BLOCK_MAX). */
  int BLOCK_BYTES_MAX = 32;

  /** The longest plain read or write; the kernel refuses more than 8192 bytes per message. */
  int PLAIN_BYTES_MAX = 8192;

  /** The bus's name, for example {@code i2c-1}. */
  String name();

  /** What the adapter can do. */
  Set<I2cFunction> functions();

  /**
   * Sends only the address with the write bit: S Addr Wr [A] P. Succeeds if a chip acknowledges.
   */
  void quick(int address) throws I2cException;

  /** Reads one byte without naming a register: S Addr Rd [A] [Data] NA P. */
  int readByte(int address) throws I2cException;

  /** Writes one byte without naming a register: S Addr Wr [A] Data [A] P. */
  void writeByte(int address, int value) throws I2cException;

  /** Reads an 8-bit register. */
  int readByteData(int address, int register) throws I2cException;

  /** Writes an 8-bit register; {@code value} is 0x00 to 0xFF. */
  void writeByteData(int address, int register, int value) throws I2cException;

  /** Reads a 16-bit register, low byte first on the wire. */
  int readWordData(int address, int register) throws I2cException;

  /** Writes a 16-bit register, low byte first on the wire; {@code value} is 0x0000 to 0xFFFF. */
  void writeWordData(int address, int register, int value) throws I2cException;

  /** Reads a 16-bit register, high byte first on the wire, as most converters have it. */
  default int readWordDataSwapped(int address, int register) throws I2cException {
    return swap(readWordData(address, register));
  }

  /** Writes a 16-bit register, high byte first on the wire; {@code value} is 0x0000 to 0xFFFF. */
  default void writeWordDataSwapped(int address, int register, int value) throws I2cException {
    I2cArguments.requireWord(value);
    writeWordData(address, register, swap(value));
  }

  /**
   * Reads {@code length} bytes from consecutive registers (SMBus I2C block read).
   *
   * @param length 1 to {@value #BLOCK_BYTES_MAX}
   */
  byte[] readBlockData(int address, int register, int length) throws I2cException;

  /**
   * Writes bytes to consecutive registers (SMBus I2C block write).
   *
   * @param data 1 to {@value #BLOCK_BYTES_MAX} bytes
   */
  void writeBlockData(int address, int register, byte[] data) throws I2cException;

  /** Reads bytes without a preceding write. Needs {@link I2cFunction#PLAIN}. */
  byte[] read(int address, int length) throws I2cException;

  /** Writes bytes. Needs {@link I2cFunction#PLAIN}. */
  void write(int address, byte[] data) throws I2cException;

  /**
   * Writes, then reads after a repeated start, nobody in between. Needs {@link I2cFunction#PLAIN}.
   */
  byte[] writeRead(int address, byte[] data, int readLength) throws I2cException;

  private static int swap(int word) {
    return ((word & 0xFF) << 8) | ((word >> 8) & 0xFF);
  }
}
