package io.junctor.drivers.modbus;

/**
 * The one who asks, for one unit. Each method is one request and its answer; what is not connected
 * is connected first.
 *
 * <p>Thread-safe. A call waits for its turn on a shared line and then for the answer, at most as
 * long as the timeout it was opened with, plus the time the bytes need on the line.
 *
 * <p>Registers travel as the protocol has them, two bytes each, high byte first.
 */
public interface ModbusMaster extends AutoCloseable {

  /** The most registers one request can read (function codes 3 and 4). */
  int READ_REGISTERS_MAX = 125;

  /** The most coils or discrete inputs one request can read (function codes 1 and 2). */
  int READ_BITS_MAX = 2_000;

  /** The most registers one request can write (function code 16). */
  int WRITE_REGISTERS_MAX = 123;

  /** The most coils one request can write (function code 15). */
  int WRITE_COILS_MAX = 1_968;

  /** Endpoint and unit, as errors name them: {@code 192.0.2.10:502 unit 1}. */
  String where();

  /** Function code 1. */
  boolean[] readCoils(int address, int count) throws ModbusException;

  /** Function code 2. */
  boolean[] readDiscreteInputs(int address, int count) throws ModbusException;

  /** Function code 3; returns {@code 2 * count} bytes. */
  byte[] readHoldingRegisters(int address, int count) throws ModbusException;

  /** Function code 4; returns {@code 2 * count} bytes. */
  byte[] readInputRegisters(int address, int count) throws ModbusException;

  /** Function code 5. */
  void writeCoil(int address, boolean value) throws ModbusException;

  /**
   * Function code 6.
   *
   * @param value 0 to 65535
   */
  void writeRegister(int address, int value) throws ModbusException;

  /** Function code 15. */
  void writeCoils(int address, boolean[] values) throws ModbusException;

  /**
   * Function code 16.
   *
   * @param registers two bytes each, high byte first
   */
  void writeRegisters(int address, byte[] registers) throws ModbusException;

  /** Lets the line go when nobody else uses it. Idempotent. */
  @Override
  void close();
}
