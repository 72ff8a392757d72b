/**
 * The simulated fridge: bottles, door, cabinet and ranger, acting on the registers of the simulated
 * chips, on lines and on bytes of the serial line, never on the device.
 *
 * <pre>
 *  FridgeScenario (people) ─► FridgeSimulation ─► pins, lines, bytes, volts ─► SimBoard ◄─ FridgeDevice
 *                                   │ step
 *                             FridgePhysics (numbers)
 * </pre>
 *
 * <p>Deterministic: the same seed and the same clock give the same world. Everything belongs to the
 * clock's event thread.
 */
@NullMarked
package io.junctor.devices.fridge.sim;

import org.jspecify.annotations.NullMarked;
