package io.junctor.devices.thing;

import java.time.Duration;

/**
 * When a property's change is worth telling.
 *
 * @param deadband how far a number must have moved since it was last published, in its unit, from
 *     0; without meaning for other types
 * @param minimumInterval the least time between two publications of changed values; what changes
 *     inside it is published, newest only, when it ends. Changes of quality and of what is desired
 *     or pending never wait.
 * @param maximumInterval after how long a value that is still measured is published again although
 *     it did not change, so that a reader can tell quiet from dead
 */
public record Publishing(double deadband, Duration minimumInterval, Duration maximumInterval) {

  /** Ten publications a second are more than an eye follows and a slow uplink carries. */
  public static final Duration MINIMUM_INTERVAL_DEFAULT = Duration.ofMillis(100);

  /** Half of the minute after which most dashboards call a series dead. */
  public static final Duration MAXIMUM_INTERVAL_DEFAULT = Duration.ofSeconds(30);

  public Publishing {
    if (!(deadband >= 0)) {
      throw new IllegalArgumentException("deadband: expected 0 or more, got " + deadband);
    }
    if (minimumInterval.isNegative() || maximumInterval.compareTo(minimumInterval) < 0) {
      throw new IllegalArgumentException(
          "maximumInterval: expected at least minimumInterval "
              + minimumInterval
              + ", got "
              + maximumInterval);
    }
  }

  /** Every change, with the default intervals. */
  public static Publishing changes() {
    return deadband(0);
  }

  /** Changes of at least the deadband, with the default intervals. */
  public static Publishing deadband(double deadband) {
    return new Publishing(deadband, MINIMUM_INTERVAL_DEFAULT, MAXIMUM_INTERVAL_DEFAULT);
  }
}
