package io.junctor.app.node;

import io.junctor.drivers.Board;
import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.modbus.ModbusMasters;
import io.junctor.drivers.serial.SerialPorts;

/**
 * A board that reaches Modbus units besides what is wired to it.
 *
 * @param board everything else
 * @param modbus closed by who made it
 */
record ModbusBoard(Board board, ModbusMasters modbus) implements Board {

  @Override
  public String name() {
    return board.name();
  }

  @Override
  public GpioChips gpio() {
    return board.gpio();
  }

  @Override
  public I2cBus i2c(String bus) throws I2cException {
    return board.i2c(bus);
  }

  @Override
  public SerialPorts serial() {
    return board.serial();
  }
}
