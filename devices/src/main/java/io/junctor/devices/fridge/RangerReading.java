package io.junctor.devices.fridge;

/** What one frame of the ranger says. */
sealed interface RangerReading {

  /**
   * An object at this distance.
   *
   * @param millimetres 300 to 4999; 300 stands for everything nearer as well
   */
  record Distance(int millimetres) implements RangerReading {}

  /** No object up to the end of the range. */
  record NoTarget() implements RangerReading {}

  /**
   * A well-formed frame with a value the sensor cannot mean.
   *
   * @param millimetres 0 to 299 or 5001 to 9999
   */
  record Implausible(int millimetres) implements RangerReading {}
}
