package io.junctor.drivers.sim;

import java.time.Duration;

/**
 * What a PWM pin does.
 *
 * @param duty the part of each period the pin is high, 0.0 to 1.0; 0.0 and 1.0 are constant levels
 * @param frequencyHz how many periods per second; also given when the level is constant
 */
public record PwmOutput(double duty, double frequencyHz) {

  /** How long the pin is high in each period, what a servo measures. */
  public Duration pulse() {
    return Duration.ofNanos(Math.round(duty * 1e9 / frequencyHz));
  }
}
