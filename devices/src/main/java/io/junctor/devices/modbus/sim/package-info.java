/**
 * The simulated machine: registers behind the library's Modbus server, in the shape the
 * configuration maps, so that any configuration can be tried without its machine.
 *
 * <p>Deterministic: the same seed and the same clock give the same world. Everything belongs to the
 * clock's event thread; the registers may be looked at from any.
 */
@NullMarked
package io.junctor.devices.modbus.sim;

import org.jspecify.annotations.NullMarked;
