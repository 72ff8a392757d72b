/**
 * What the simulations of all device kinds share: putting chips and lines on a simulated board
 * where a configuration expects them.
 *
 * <p>The physics are with their kinds, in {@code fridge.sim} and {@code knob.sim}. They act on
 * registers, pins and bytes only: the device cannot tell them from the world.
 *
 * <p>Time and threads are the board's {@link io.junctor.drivers.sim.SimClock}.
 */
@NullMarked
package io.junctor.devices.sim;

import org.jspecify.annotations.NullMarked;
