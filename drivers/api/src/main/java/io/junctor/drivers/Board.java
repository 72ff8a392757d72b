package io.junctor.drivers;

import io.junctor.drivers.gpio.GpioChips;
import io.junctor.drivers.i2c.I2cBus;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.modbus.ModbusMasters;
import io.junctor.drivers.serial.SerialPorts;

/**
 * Everything wired to one board. The composition root makes it and closes it; devices only use it.
 *
 * <p>Thread-safe.
 */
public interface Board {

  /** What this board is, for logs and diagnostics: {@code linux} or {@code sim}. */
  String name();

  /** The GPIO chips. Asking for them opens nothing. */
  GpioChips gpio();

  /**
   * The I2C bus of this name, opened on first use and shared by all who ask.
   *
   * @param bus the kernel's name {@code i2c-1}, its path {@code /dev/i2c-1}, or its number {@code
   *     1}
   * @throws I2cException with kind {@code NO_BUS}, {@code PERMISSION} or {@code BUS_ERROR}
   */
  I2cBus i2c(String bus) throws I2cException;

  /** The serial ports. Asking for them opens nothing. */
  SerialPorts serial();

  /** The Modbus units it can reach, over serial lines and TCP. Asking for them opens nothing. */
  default ModbusMasters modbus() {
    return ModbusMasters.NONE;
  }
}
