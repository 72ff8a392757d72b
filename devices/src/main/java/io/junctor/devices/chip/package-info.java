/**
 * Chips on an I2C bus, register by register, by their data sheets: what they need to be asked in
 * which order, in volts, degrees and duty, and nothing about what they are wired to.
 *
 * <pre>
 *  device ──► Mcp23017, Ads1115, Pca9685, Lm75 ──► I2cDevice ──► I2cBus (shared, may block)
 * </pre>
 *
 * <p>Only SMBus calls are used, which every adapter has. A chip driver keeps no memory of what it
 * wrote: what it tells was read from the chip. All four chips forget everything at a brown-out, so
 * each driver can tell whether its chip is still set up.
 *
 * <p>Threads: a driver is used by one thread, its device's loop, because several of its methods are
 * several transactions. Exceptions: {@link io.junctor.devices.chip.Mcp23017#writeLatch} and {@link
 * io.junctor.devices.chip.Pca9685#allOff}, one transaction each, may be called from any thread,
 * which is what watchdogs need.
 *
 * <p>Not here: retries (a device decides), interrupts lines, wiring.
 */
@NullMarked
package io.junctor.devices.chip;

import org.jspecify.annotations.NullMarked;
