package io.junctor.devices.fridge.sim;

import io.junctor.devices.fridge.FridgeConfig;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.devices.sim.Simulation;
import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialSettings;
import io.junctor.drivers.sim.SimClock;
import io.junctor.drivers.sim.SimGpioLine;
import io.junctor.drivers.sim.SimMcp23017;
import io.junctor.drivers.sim.SimSerialLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The world around one fridge. Everything belongs to the board's event thread: the public methods
 * hand over to it, and with a stepped clock act at once.
 */
public final class FridgeSimulation implements Simulation {

  /** How often the world moves on; a bottle slides 7 mm meanwhile. */
  private static final Duration STEP = Duration.ofMillis(50);

  /** The HRXL-MaxSonar-WR reads every 148 ms. */
  private static final Duration RANGER_PERIOD = Duration.ofMillis(150);

  /** A solenoid must pull this long to release its bottle. */
  static final Duration RELEASE = Duration.ofMillis(100);

  /** Standard deviation of the ranger's readings. */
  private static final double NOISE_MILLIMETRES = 0.8;

  /** The ranger's range. */
  private static final int RANGE_MILLIMETRES_MIN = 300;

  private static final int RANGE_MILLIMETRES_MAX = 5_000;

  /** Solenoids are at GPB0.., pins 8.. of the chip. */
  private static final int SOLENOID_PIN = 8;

  /** Bottles that only the ranger sees, when there are no slots. */
  private static final int BOTTLES_WITHOUT_SLOTS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(FridgeSimulation.class);

  private final SimClock clock;
  private final Random random;
  private final FridgePhysics physics;
  private final SimSerialLine ranger;
  private final @Nullable SimMcp23017 expander;
  private final @Nullable SimGpioLine door;
  private final boolean isDoorActiveLow;
  private final @Nullable SimLm75 thermometer;
  private final FridgeScenario scenario;
  private final long[] onSinceNanos; // slot - 1 -> when its solenoid went on, 0 while off

  private boolean isDoorOpen;
  private boolean isCompressorOn;
  private boolean isClosed;
  private long lastStepNanos;

  private FridgeSimulation(BoardWiring wiring, FridgeConfig config, long seed) {
    clock = wiring.clock();
    random = new Random(seed);
    FridgeConfig.Slots slots = config.slots();
    physics =
        new FridgePhysics(
            slots == null ? BOTTLES_WITHOUT_SLOTS : slots.count(),
            config.ranger().emptyDistanceMillimetres(),
            config.ranger().fullDistanceMillimetres());
    onSinceNanos = new long[physics.slots()];
    ranger = wiring.serial(config.ranger().port());
    ranger.expect(SerialSettings.parse("9600 8N1"));
    expander = slots == null ? null : attachExpander(wiring, slots);
    FridgeConfig.Door doorConfig = config.door();
    door = doorConfig == null ? null : wiring.line(doorConfig.line());
    isDoorActiveLow = doorConfig != null && doorConfig.activeLow();
    thermometer = config.temperature() == null ? null : attachLm75(wiring, config.temperature());
    if (config.compressor() != null) {
      boolean isActiveLow = config.compressor().activeLow();
      wiring
          .line(config.compressor().line())
          .onLevel(level -> clock.execute(() -> isCompressorOn = level != isActiveLow));
    }
    scenario = new FridgeScenario(this, clock, random);
  }

  /**
   * Puts the fridge's chips and lines on the board and begins to move: a full and cold fridge, door
   * closed.
   *
   * @param wiring the board, shared with the other simulations on it
   * @param seed for noise and people; the same seed gives the same world
   */
  public static FridgeSimulation attach(BoardWiring wiring, FridgeConfig config, long seed) {
    FridgeSimulation simulation = new FridgeSimulation(wiring, config, seed);
    simulation.clock.execute(simulation::begin);
    return simulation;
  }

  private SimMcp23017 attachExpander(BoardWiring wiring, FridgeConfig.Slots slots) {
    SimMcp23017 chip = wiring.bus(slots.bus()).attach(new SimMcp23017(slots.address()));
    chip.onPin(
        (pin, level) -> {
          if (pin >= SOLENOID_PIN && pin < SOLENOID_PIN + physics.slots()) {
            clock.execute(() -> onSolenoid(pin - SOLENOID_PIN, level));
          }
        });
    return chip;
  }

  private static SimLm75 attachLm75(BoardWiring wiring, FridgeConfig.Temperature config) {
    return wiring.bus(config.bus()).attach(new SimLm75(config.address()));
  }

  private void begin() {
    lastStepNanos = clock.nanos();
    showSwitches();
    setDoor(false);
    step();
    sendReading();
  }

  // ---- what people do

  /** Opens or closes the door. */
  public void door(boolean isOpen) {
    clock.execute(() -> setDoor(isOpen));
  }

  /** Takes a bottle by hand. */
  public void take(int slot) {
    clock.execute(
        () -> {
          physics.take(slot);
          showSwitches();
        });
  }

  /** Puts a bottle into every slot. */
  public void refill() {
    clock.execute(
        () -> {
          physics.refill();
          showSwitches();
        });
  }

  @Override
  public void play() {
    clock.execute(scenario::begin);
  }

  @Override
  public void close() {
    clock.execute(() -> isClosed = true);
  }

  /** Whether the simulation has ended; event thread. */
  boolean isClosed() {
    return isClosed;
  }

  /** The numbers; event thread. */
  FridgePhysics physics() {
    return physics;
  }

  /** Whether the relay is on; event thread. */
  boolean isCompressorOn() {
    return isCompressorOn;
  }

  /** The ranger's cable, to be pulled. */
  public SimSerialLine rangerLine() {
    return ranger;
  }

  // ---- the world, on the event thread

  private void step() {
    if (isClosed) {
      return;
    }
    long now = clock.nanos();
    physics.step((now - lastStepNanos) / 1e9, isDoorOpen, isCompressorOn);
    lastStepNanos = now;
    for (int slot = 1; slot <= onSinceNanos.length; slot++) {
      releaseIfPulled(slot, now);
    }
    if (thermometer != null) {
      thermometer.setCelsius(physics.celsius());
    }
    var _ = clock.schedule(STEP, this::step);
  }

  private void onSolenoid(int index, boolean isOn) {
    if (isOn) {
      onSinceNanos[index] = clock.nanos();
    } else {
      releaseIfPulled(index + 1, clock.nanos());
      onSinceNanos[index] = 0;
    }
  }

  private void releaseIfPulled(int slot, long now) {
    long since = onSinceNanos[slot - 1];
    if (since != 0 && now - since >= RELEASE.toNanos() && physics.take(slot)) {
      showSwitches();
    }
  }

  /** A bottle closes its switch to ground; without one the chip's pull-up is left alone. */
  private void showSwitches() {
    if (expander == null) {
      return;
    }
    for (int slot = 1; slot <= physics.slots(); slot++) {
      if (physics.hasBottle(slot)) {
        expander.drive(slot - 1, false);
      } else {
        expander.release(slot - 1);
      }
    }
  }

  private void setDoor(boolean isOpen) {
    isDoorOpen = isOpen;
    if (door != null) {
      door.drive(isOpen != isDoorActiveLow);
    }
  }

  private void sendReading() {
    if (isClosed) {
      return;
    }
    long reading =
        Math.round(physics.surfaceMillimetres() + random.nextGaussian() * NOISE_MILLIMETRES);
    long shown = Math.clamp(reading, RANGE_MILLIMETRES_MIN, RANGE_MILLIMETRES_MAX);
    try {
      ranger
          .instrument()
          .write(String.format(Locale.ROOT, "R%04d\r", shown).getBytes(StandardCharsets.US_ASCII));
    } catch (PortLost unplugged) {
      LOG.trace("reading into the void cause={}", unplugged.getMessage());
    }
    var _ = clock.schedule(RANGER_PERIOD, this::sendReading);
  }
}
