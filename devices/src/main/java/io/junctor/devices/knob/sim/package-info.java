/**
 * The simulated knob: motor, gear, potentiometer, and a hand that turns or blocks it, acting on the
 * simulated converter's input and the PWM chip's outputs, never on the device.
 *
 * <p>The physics move on when they are looked at: before each sample of the potentiometer and each
 * change of the motor's duty, to the clock's time. So no thread is needed and the same calls give
 * the same movement.
 */
@NullMarked
package io.junctor.devices.knob.sim;

import org.jspecify.annotations.NullMarked;
