package io.junctor.devices.knob.sim;

import io.junctor.devices.knob.KnobConfig;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.devices.sim.Simulation;
import io.junctor.drivers.sim.PwmOutput;
import io.junctor.drivers.sim.SimAds1115;
import io.junctor.drivers.sim.SimClock;
import io.junctor.drivers.sim.SimPca9685;
import java.time.Duration;
import java.util.Random;

/**
 * The world around one knob.
 *
 * <p>Thread-safe, guarded by itself: the chips' hooks come on whichever thread makes the transfer,
 * inside the bus's transaction; nothing here calls a bus.
 */
public final class KnobSimulation implements Simulation {

  /** Noise of potentiometer and converter, standard deviation. */
  private static final double NOISE_VOLTS = 0.000_3;

  /** In the demo somebody turns the knob by hand about this often. */
  private static final Duration HAND_PERIOD = Duration.ofSeconds(45);

  private final KnobConfig config;
  private final SimClock clock;
  private final Random random;
  private final KnobPhysics physics;
  private double forwardDuty;
  private double backwardDuty;
  private long lastNanos;
  private boolean isWireBroken;
  private boolean isClosed;

  private KnobSimulation(BoardWiring wiring, KnobConfig config, long seed) {
    this.config = config;
    clock = wiring.clock();
    random = new Random(seed);
    physics =
        new KnobPhysics(
            config.minimumDegrees(),
            config.maximumDegrees(),
            config.motor().fullSpeedDegreesPerSecond(),
            config.motor().frictionDuty());
    lastNanos = clock.nanos();
  }

  /**
   * Puts the knob's chips on the board: a knob at rest in the middle of its range.
   *
   * @param wiring the board, shared with the other simulations on it
   * @param seed for noise and hands; the same seed gives the same world
   */
  public static KnobSimulation attach(BoardWiring wiring, KnobConfig config, long seed) {
    KnobSimulation simulation = new KnobSimulation(wiring, config, seed);
    KnobConfig.Sensor sensor = config.sensor();
    wiring
        .bus(sensor.bus())
        .attach(new SimAds1115(sensor.address(), wiring.clock()))
        .connect(sensor.channel(), simulation::wiperVolts);
    wiring
        .bus(config.motor().bus())
        .attach(new SimPca9685(config.motor().address()))
        .onPwm(simulation::onPwm);
    return simulation;
  }

  /** Where the knob really stands. */
  public synchronized double degrees() {
    catchUp();
    return physics.degrees();
  }

  /** What the H-bridge gets, -1 to 1; with both directions on it brakes, which is 0. */
  public synchronized double duty() {
    return forwardDuty - backwardDuty;
  }

  /** Something blocks the knob, or no longer. */
  public synchronized void jam(boolean isJammed) {
    catchUp();
    physics.jam(isJammed);
  }

  /** A hand turns it, at once. */
  public synchronized void turnTo(double degrees) {
    catchUp();
    physics.turnTo(degrees);
  }

  /** The wire to the wiper breaks (the input is pulled to ground), or is mended. */
  public synchronized void breakWire(boolean isBroken) {
    catchUp();
    isWireBroken = isBroken;
  }

  @Override
  public void play() {
    var _ = clock.schedule(HAND_PERIOD, this::hand);
  }

  @Override
  public synchronized void close() {
    isClosed = true;
  }

  private synchronized void hand() {
    if (isClosed) {
      return;
    }
    if (duty() == 0) {
      double travel = config.maximumDegrees() - config.minimumDegrees();
      turnTo(config.minimumDegrees() + travel * random.nextDouble());
    }
    play();
  }

  private synchronized double wiperVolts() {
    catchUp();
    if (isWireBroken) {
      return 0;
    }
    KnobConfig.Sensor sensor = config.sensor();
    double part =
        (physics.degrees() - config.minimumDegrees())
            / (config.maximumDegrees() - config.minimumDegrees());
    double millivolts =
        sensor.minimumMillivolts()
            + part * (sensor.maximumMillivolts() - sensor.minimumMillivolts());
    return millivolts / 1_000 + random.nextGaussian() * NOISE_VOLTS;
  }

  private synchronized void onPwm(int channel, PwmOutput output) {
    catchUp();
    if (channel == config.motor().forwardChannel()) {
      forwardDuty = output.duty();
    } else if (channel == config.motor().backwardChannel()) {
      backwardDuty = output.duty();
    }
  }

  /** Lets the physics run up to now with the duty there was. */
  private void catchUp() {
    long now = clock.nanos();
    physics.step((now - lastNanos) / 1e9, duty());
    lastNanos = now;
  }
}
