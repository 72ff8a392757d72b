/**
 * A board that exists only in memory: I2C chips exact to the register, GPIO lines, serial lines,
 * and their faults.
 *
 * <p>It is part of the product, not of its tests: {@code junctor demo} runs on it. A device driver
 * cannot tell it from a real board, because every SMBus call is taken apart into the bytes a chip
 * would see on the wire.
 *
 * <pre>
 *  device driver ─► I2cBus calls ─► SimI2cBus (bytes, faults) ─► SimI2cChip (registers) ◄─► hooks: volts, pins, duty
 *  device driver ─► GpioInput/Output ─► SimGpioLine ◄─► hooks: drive, onLevel
 *  device driver ─► SerialPort ─► SimSerialLine ◄─► instrument()
 *  device driver ─► ModbusMaster ─► SimModbusNetwork ─► SimModbusServer ◄─► SimModbusUnit (registers)
 * </pre>
 *
 * <p>Hooks are where the physics plugs in. Physics itself (a fridge that empties, a knob with
 * inertia) is not here but in the {@code devices} module.
 *
 * <p><b>Time</b> comes in as a {@link io.junctor.drivers.sim.SimClock}: the wall, or one that a
 * test steps.
 *
 * <p><b>Threads.</b> Everything may be called from any thread. Hooks run on the thread that caused
 * them, inside the bus transaction for I2C chips: they may drive pins and lines, but must not start
 * a transfer. Edge events come on the clock's event thread.
 *
 * <p><b>Not simulated.</b> Voltages between the logic levels, rise times, arbitration, clock
 * stretching, baud timing.
 */
@NullMarked
package io.junctor.drivers.sim;

import org.jspecify.annotations.NullMarked;
