package io.junctor.drivers.gpio;

/**
 * How an output line is opened. Levels are logical: true for active.
 *
 * @param activeLow whether 0 V is active
 * @param drive how the line is driven, default push-pull
 * @param initial the level driven from the moment of opening, by default the safe one
 * @param safe the level the line is left at when closed: the one that harms nobody
 * @param consumer the label others see in {@code gpioinfo}, 1 to 31 printable ASCII characters
 */
public record OutputSettings(
    boolean activeLow, Drive drive, boolean initial, boolean safe, String consumer) {

  public OutputSettings {
    InputSettings.requireConsumer(consumer);
  }

  /** A push-pull, active-high output that is safe when inactive and starts there. */
  public static OutputSettings of(String consumer) {
    return new OutputSettings(false, Drive.PUSH_PULL, false, false, consumer);
  }

  public OutputSettings withActiveLow(boolean activeLow) {
    return new OutputSettings(activeLow, drive, initial, safe, consumer);
  }

  public OutputSettings withDrive(Drive drive) {
    return new OutputSettings(activeLow, drive, initial, safe, consumer);
  }

  /** Declares the safe level, which becomes the initial one as well. */
  public OutputSettings withSafe(boolean safe) {
    return new OutputSettings(activeLow, drive, safe, safe, consumer);
  }

  /** Starts at another level than the safe one. */
  public OutputSettings withInitial(boolean initial) {
    return new OutputSettings(activeLow, drive, initial, safe, consumer);
  }
}
