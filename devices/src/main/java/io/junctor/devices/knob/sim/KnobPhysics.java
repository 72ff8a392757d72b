package io.junctor.devices.knob.sim;

/**
 * A geared motor that turns a knob: speed follows duty with inertia, friction stops it, hard stops
 * bound it. No clock, no board.
 */
final class KnobPhysics {

  /** How far beyond the calibrated range the metal stops are, as 1 part in 50 of the range. */
  private static final double STOP_MARGIN_PART = 0.02;

  /** How long speed takes to follow duty (63 %). */
  private static final double TIME_CONSTANT_SECONDS = 0.05;

  /** Steps shorter than this are exact enough for the time constant. */
  private static final double STEP_SECONDS_MAX = 0.001;

  private final double fullSpeed;
  private final double frictionDuty;
  private final double lowest;
  private final double highest;
  private double degrees;
  private double speed;
  private boolean isJammed;

  /**
   * A knob at rest in the middle.
   *
   * @param fullSpeed degrees per second at full duty
   * @param frictionDuty the duty friction eats
   */
  KnobPhysics(double minimum, double maximum, double fullSpeed, double frictionDuty) {
    this.fullSpeed = fullSpeed;
    this.frictionDuty = frictionDuty;
    double margin = (maximum - minimum) * STOP_MARGIN_PART;
    lowest = minimum - margin;
    highest = maximum + margin;
    degrees = (minimum + maximum) / 2;
  }

  double degrees() {
    return degrees;
  }

  double degreesPerSecond() {
    return speed;
  }

  /** Something blocks it, or no longer. */
  void jam(boolean jammed) {
    isJammed = jammed;
    speed = 0;
  }

  /** A hand turns it. */
  void turnTo(double position) {
    degrees = Math.clamp(position, lowest, highest);
    speed = 0;
  }

  /** Lets time pass with the motor at a duty, -1 to 1. */
  void step(double seconds, double duty) {
    int steps = (int) Math.ceil(seconds / STEP_SECONDS_MAX);
    for (int i = 0; i < steps; i++) {
      smallStep(seconds / steps, duty);
    }
  }

  private void smallStep(double seconds, double duty) {
    if (isJammed) {
      return;
    }
    double change = accelerated(seconds, duty);
    boolean isStopping = speed != 0 && Math.signum(speed + change) != Math.signum(speed);
    boolean isHeld = speed == 0 && Math.abs(duty) <= frictionDuty;
    boolean isCaught = isStopping && Math.abs(duty) <= frictionDuty;
    speed = isHeld || isCaught ? 0 : speed + change;
    degrees += speed * seconds;
    if (degrees < lowest || degrees > highest) {
      degrees = Math.clamp(degrees, lowest, highest);
      speed = 0;
    }
  }

  /** The change of speed; friction is against the movement, or against the motor at rest. */
  private double accelerated(double seconds, double duty) {
    double direction = speed != 0 ? Math.signum(speed) : Math.signum(duty);
    double pull = (duty - frictionDuty * direction) * fullSpeed;
    return (pull - speed) * seconds / TIME_CONSTANT_SECONDS;
  }
}
