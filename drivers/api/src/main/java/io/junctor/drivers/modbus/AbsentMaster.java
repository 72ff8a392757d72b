package io.junctor.drivers.modbus;

import io.junctor.drivers.modbus.ModbusException.Kind;
import java.time.Duration;

/** A master on a board that has no Modbus: every request fails and says so. */
record AbsentMaster(ModbusEndpoint endpoint, int unit, Duration timeout) implements ModbusMaster {

  @Override
  public String where() {
    return endpoint.where() + " unit " + unit;
  }

  @Override
  public boolean[] readCoils(int address, int count) throws ModbusException {
    throw absent();
  }

  @Override
  public boolean[] readDiscreteInputs(int address, int count) throws ModbusException {
    throw absent();
  }

  @Override
  public byte[] readHoldingRegisters(int address, int count) throws ModbusException {
    throw absent();
  }

  @Override
  public byte[] readInputRegisters(int address, int count) throws ModbusException {
    throw absent();
  }

  @Override
  public void writeCoil(int address, boolean value) throws ModbusException {
    throw absent();
  }

  @Override
  public void writeRegister(int address, int value) throws ModbusException {
    throw absent();
  }

  @Override
  public void writeCoils(int address, boolean[] values) throws ModbusException {
    throw absent();
  }

  @Override
  public void writeRegisters(int address, byte[] registers) throws ModbusException {
    throw absent();
  }

  @Override
  public void close() {
    // nothing is open
  }

  private ModbusException absent() {
    return new ModbusException(Kind.UNREACHABLE, where(), "this board was made without Modbus");
  }
}
