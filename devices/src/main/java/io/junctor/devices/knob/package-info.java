/**
 * A motorized knob: a potentiometer that tells where it stands, and a motor that turns it.
 *
 * <pre>
 *  potentiometer ─► ADS1115 ─► KnobSensor ─ degrees ─► KnobController ─ duty ─► KnobMotor ─► PCA9685 ─► H-bridge
 *                                       position.set ──────►│ (target)
 * </pre>
 *
 * <p>{@link io.junctor.devices.knob.KnobController} is a function of measurements, target and time,
 * without I/O. {@link io.junctor.devices.knob.KnobDevice} runs it at a fixed rate on the device's
 * loop.
 *
 * <p><b>Safe.</b> The motor is off at start, at close, when the call that moves it is cancelled or
 * its caller's session ends, when the session with the router is lost, when the sensor fails, on a
 * stall, after an internal error. A watchdog on a thread of its own switches it off when the loop
 * hangs.
 *
 * <p>The newest target wins. A knob that is turned by hand is not turned back: nobody then wants
 * anything any more.
 *
 * <p>Not here: the physics of the simulated knob ({@code knob.sim}), WAMP.
 */
@NullMarked
package io.junctor.devices.knob;

import org.jspecify.annotations.NullMarked;
