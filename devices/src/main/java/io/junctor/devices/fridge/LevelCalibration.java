package io.junctor.devices.fridge;

import java.util.OptionalDouble;

/**
 * Turns distance into fill level, linear between two calibrated points.
 *
 * @param emptyMillimetres the distance at 0 %
 * @param fullMillimetres the distance at 100 %, less
 */
record LevelCalibration(int emptyMillimetres, int fullMillimetres) {

  /**
   * How far outside of the calibrated points still counts as empty or full, in parts of their
   * difference: a tenth covers a mount that sags and the sensor's 1 %; more is not a level.
   */
  private static final double TOLERANCE = 0.1;

  /** The level in percent, 0 to 100; empty when the distance cannot be a level. */
  OptionalDouble percent(int millimetres) {
    double part = (double) (emptyMillimetres - millimetres) / (emptyMillimetres - fullMillimetres);
    if (part < -TOLERANCE || part > 1 + TOLERANCE) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Math.clamp(part, 0, 1) * 100);
  }
}
