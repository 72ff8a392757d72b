/**
 * What a device may reach on the board it is wired to, independent of whether that board is real or
 * simulated.
 *
 * <p>Concept: a {@link io.junctor.drivers.Board} has GPIO chips with lines, I2C buses with
 * addresses, and serial ports. A <em>bus</em> is shared and belongs to the board: a device driver
 * takes an {@link io.junctor.drivers.i2c.I2cBus} and never closes it. A GPIO line or a serial port
 * belongs to the one device that opened it, which closes it.
 *
 * <pre>
 *  device logic ──► Board ──► GpioChips   ──► GpioInput, GpioOutput   one owner, closes it
 *                         ──► I2cBus      ──► I2cDevice               shared, never closed by a device
 *                         ──► SerialPorts ──► SerialPort              one owner, closes it
 *                         ──► ModbusMasters ► ModbusMaster            one owner, closes it; the line is shared
 * </pre>
 *
 * <p>Every failure is a {@link io.junctor.drivers.DriverException}: what failed, where, and what to
 * do about it.
 *
 * <p>Implementations: {@code drivers/linux} (the kernel), {@code drivers/modbus} and {@code
 * drivers/modbus-tcp} (Modbus over its serial ports and TCP) and {@code drivers/sim}
 * (register-level simulation). Not here: knowledge of any chip, threads, polling, WAMP.
 */
@NullMarked
package io.junctor.drivers;

import org.jspecify.annotations.NullMarked;
