package io.junctor.devices.knob;

import org.jspecify.annotations.Nullable;

/**
 * The control law: from where the knob stands to how hard the motor pushes. A function of the calls
 * it gets; no I/O, no clock.
 *
 * <pre>
 *                moveTo                       arrived
 *   Resting ───────────────► Moving(target) ───────────► Resting
 *      ▲                        │  no movement, too long
 *      └──── stop ◄─────────────┴──────────────────────► Resting
 * </pre>
 *
 * <p>While moving: the speed that still lets it brake in time, by the square root of the distance,
 * at most the configured one, approached no steeper than the acceleration; the duty that should
 * give that speed (feed-forward), corrected by the speed's error, proportional and integral. A knob
 * that is harder to turn than configured only lets the integral grow.
 *
 * <p>Owned by the device's loop.
 */
final class KnobController {

  /** What the motor shall do and how the move stands. */
  sealed interface Output {
    /** Nothing to do; motor off. */
    record Resting() implements Output {}

    /**
     * On the way.
     *
     * @param duty -1 (backward) to 1 (forward)
     */
    record Moving(double duty) implements Output {}

    /**
     * It stands at the target; motor off.
     *
     * @param target where that is
     */
    record Arrived(double target) implements Output {}

    /**
     * The motor pushed and nothing moved, or not far enough in time; motor off.
     *
     * @param reason which of them
     */
    record Stalled(String reason) implements Output {}
  }

  /** Speed measured from one sample to the next is noisy: this part of it is believed. */
  private static final double SPEED_BELIEF = 0.5;

  /** Duty for each part of full speed the knob is too slow. */
  private static final double PROPORTIONAL = 0.6;

  /** Duty per second for each part of full speed the knob is too slow. */
  private static final double INTEGRAL = 1.2;

  /** Braking is planned this much gentler than the ramp: motor and measurement lag behind. */
  private static final double BRAKING_PART = 0.5;

  /** The integral alone may push this hard. */
  private static final double INTEGRAL_DUTY_MAX = 0.8;

  /** Below this the motor is not expected to move anything. */
  private static final double STALL_DUTY = 0.25;

  /**
   * How much of the time between two samples counts as pushing: three of 50 Hz. A loop that is late
   * has not looked meanwhile, and that is no evidence against the motor.
   */
  private static final long STALL_SAMPLE_NANOS_MAX = 60_000_000;

  /** Moving less than this many tolerances within the stall time is not moving. */
  private static final double STALL_TOLERANCES = 1;

  /** Slower than this many tolerances per second is standing. */
  private static final double STANDING_TOLERANCES_PER_SECOND = 8;

  /** How many samples in a row must stand at the target: 60 ms at 50 Hz. */
  private static final int ARRIVED_SAMPLES = 3;

  /** A move may take this much longer than it should, and two seconds more. */
  private static final double PATIENCE = 2;

  private static final double PATIENCE_SECONDS = 2;

  /** Measured this many tolerances outside of the range the motor never pushes further out. */
  private static final double OUTSIDE_TOLERANCES = 1;

  private static final double NANOS_PER_SECOND = 1e9;

  private final KnobConfig config;

  // per move
  private boolean isMoving;
  private double target;
  private long deadlineNanos;
  private double commandedSpeed;
  private double integralDuty;
  private int standingSamples;
  private double stallPosition;
  private long pushedNanos; // since stallPosition, as far as was looked at

  // since the first sample
  private boolean hasLast;
  private double lastPosition;
  private long lastNanos;
  private double speed;

  KnobController(KnobConfig config) {
    this.config = config;
  }

  /** Whether a move is under way. */
  boolean isMoving() {
    return isMoving;
  }

  /**
   * Begins a move, replacing the one under way without a jolt: the speed goes on from where it is.
   *
   * @param newTarget within the configured range, which the caller has checked
   */
  void moveTo(double newTarget, double position, long nowNanos) {
    if (newTarget < config.minimumDegrees() || newTarget > config.maximumDegrees()) {
      throw new IllegalArgumentException("target " + newTarget + " is outside of the end stops");
    }
    if (!isMoving) {
      commandedSpeed = 0;
      integralDuty = 0;
    }
    isMoving = true;
    target = newTarget;
    standingSamples = 0;
    stallPosition = position;
    pushedNanos = 0;
    double seconds =
        Math.abs(newTarget - position) / config.speedDegreesPerSecond()
            + 2 * config.speedDegreesPerSecond() / config.accelerationDegreesPerSecondSquared();
    deadlineNanos = nowNanos + (long) ((seconds * PATIENCE + PATIENCE_SECONDS) * NANOS_PER_SECOND);
  }

  /** Ends the move where it is. */
  void stop() {
    isMoving = false;
  }

  /** Forgets the last sample: the next one may be anywhere. */
  void forget() {
    hasLast = false;
    speed = 0;
  }

  /** Takes a sample and says what the motor shall do until the next one. */
  Output step(double position, long nowNanos) {
    double seconds = hasLast ? (nowNanos - lastNanos) / NANOS_PER_SECOND : 0;
    if (seconds > 0) {
      double raw = (position - lastPosition) / seconds;
      speed += SPEED_BELIEF * (raw - speed);
    }
    hasLast = true;
    lastPosition = position;
    lastNanos = nowNanos;
    return isMoving ? move(position, seconds, nowNanos) : new Output.Resting();
  }

  private Output move(double position, double seconds, long nowNanos) {
    double error = target - position;
    boolean isNear = Math.abs(error) <= config.toleranceDegrees();
    boolean isStanding =
        Math.abs(speed) < STANDING_TOLERANCES_PER_SECOND * config.toleranceDegrees();
    standingSamples = isNear && isStanding ? standingSamples + 1 : 0;
    if (standingSamples >= ARRIVED_SAMPLES) {
      isMoving = false;
      return new Output.Arrived(target);
    }
    double duty = isNear && isStanding ? rest() : drive(error, seconds);
    if (isPushingOut(position, duty)) {
      duty = rest();
    }
    String stall = stall(position, duty, seconds, nowNanos);
    if (stall != null) {
      isMoving = false;
      return new Output.Stalled(stall);
    }
    return new Output.Moving(duty);
  }

  private double rest() {
    commandedSpeed = 0;
    integralDuty = 0;
    return 0;
  }

  private double drive(double error, double seconds) {
    double fullSpeed = config.motor().fullSpeedDegreesPerSecond();
    commandedSpeed = ramp(error, seconds);
    double tooSlow = (commandedSpeed - speed) / fullSpeed;
    integralDuty =
        Math.clamp(
            integralDuty + INTEGRAL * tooSlow * seconds, -INTEGRAL_DUTY_MAX, INTEGRAL_DUTY_MAX);
    double forward =
        commandedSpeed / fullSpeed + Math.signum(commandedSpeed) * config.motor().frictionDuty();
    return Math.clamp(forward + PROPORTIONAL * tooSlow + integralDuty, -1, 1);
  }

  /** The speed to have now: what can still be braked, what is allowed, what can be reached. */
  private double ramp(double error, double seconds) {
    double acceleration = config.accelerationDegreesPerSecondSquared();
    double braking = Math.sqrt(2 * BRAKING_PART * acceleration * Math.abs(error));
    double wanted = Math.signum(error) * Math.min(config.speedDegreesPerSecond(), braking);
    double step = acceleration * seconds;
    // braking may be steeper than the ramp: never faster than what can still be braked
    double reached = Math.clamp(wanted, commandedSpeed - step, commandedSpeed + step);
    boolean isSlower = Math.abs(wanted) < Math.abs(commandedSpeed);
    return isSlower && wanted * commandedSpeed >= 0 ? wanted : reached;
  }

  private boolean isPushingOut(double position, double duty) {
    double outside = OUTSIDE_TOLERANCES * config.toleranceDegrees();
    return (duty > 0 && position > config.maximumDegrees() + outside)
        || (duty < 0 && position < config.minimumDegrees() - outside);
  }

  private @Nullable String stall(double position, double duty, double seconds, long nowNanos) {
    if (nowNanos > deadlineNanos) {
      return "did not arrive in time";
    }
    boolean hasMoved =
        Math.abs(position - stallPosition) >= STALL_TOLERANCES * config.toleranceDegrees();
    if (hasMoved || Math.abs(duty) < STALL_DUTY) {
      stallPosition = position;
      pushedNanos = 0;
      return null;
    }
    pushedNanos += Math.min((long) (seconds * NANOS_PER_SECOND), STALL_SAMPLE_NANOS_MAX);
    return pushedNanos >= config.stallMillis() * 1_000_000L
        ? "the motor pushed for " + config.stallMillis() + " ms and nothing moved"
        : null;
  }
}
