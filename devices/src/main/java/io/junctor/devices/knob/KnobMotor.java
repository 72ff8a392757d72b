package io.junctor.devices.knob;

import io.junctor.devices.chip.Pca9685;
import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.OutputWatchdog;
import io.junctor.drivers.Board;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.time.Duration;

/**
 * The motor: one duty with a sign. Never are both directions on. Owned by the device's loop,
 * watched by a watchdog that switches off when {@link #drive} is not called again in time.
 */
final class KnobMotor {

  /**
   * A loop that is later than this does not control. Robots' drives commonly take half a second
   * (ROS 2 diff_drive_controller); a busy board is late by a fifth now and then.
   */
  static final Duration WATCHDOG_LIMIT = Duration.ofMillis(500);

  private final KnobConfig.Motor config;
  private final Board board;
  private final DeviceLoop loop;
  private final OutputWatchdog watchdog;
  private final Runnable onWatchdog;
  private double duty;
  private boolean isOffConfirmed;

  /**
   * A motor of which nobody knows whether it is off.
   *
   * @param onWatchdog told, on the watchdog's thread, that it had to switch off
   */
  KnobMotor(
      KnobConfig.Motor config,
      Board board,
      DeviceLoop loop,
      OutputWatchdog watchdog,
      Runnable onWatchdog) {
    this.config = config;
    this.board = board;
    this.loop = loop;
    this.watchdog = watchdog;
    this.onWatchdog = onWatchdog;
  }

  /** Sets the chip up, everything off, unless it is. */
  void ensureStarted() throws I2cException {
    Pca9685 chip = chip();
    if (!chip.isStarted()) {
      chip.start(config.frequencyHertz());
      duty = 0;
      isOffConfirmed = true;
    }
  }

  /** Whether the chip has confirmed that the motor is off. */
  boolean isOffConfirmed() {
    return isOffConfirmed;
  }

  /**
   * Pushes.
   *
   * @param newDuty -1 (backward) to 1 (forward)
   */
  void drive(double newDuty) throws I2cException {
    if (newDuty == 0) {
      off();
      return;
    }
    isOffConfirmed = false;
    watchdog.arm(WATCHDOG_LIMIT, this::allOff, onWatchdog);
    Pca9685 chip = chip();
    boolean isForward = newDuty > 0;
    if (isForward != duty > 0) {
      // the other direction goes off first: an H-bridge with both on is a short circuit or a brake
      chip.setDuty(isForward ? config.backwardChannel() : config.forwardChannel(), 0);
    }
    duty = newDuty;
    chip.setDuty(isForward ? config.forwardChannel() : config.backwardChannel(), Math.abs(newDuty));
  }

  /** Motor off, confirmed by reading back. */
  void off() throws I2cException {
    if (isOffConfirmed) {
      return;
    }
    allOff();
    duty = 0;
    isOffConfirmed = true;
    watchdog.disarm();
  }

  /** Any thread. */
  private void allOff() throws I2cException {
    Pca9685 chip = chip();
    chip.allOff(); // the chip is ours alone; works before it is set up, too
    double forward = chip.readDuty(config.forwardChannel());
    double backward = chip.readDuty(config.backwardChannel());
    if (forward != 0 || backward != 0) {
      throw I2cException.at(
          I2cException.Kind.BUS_ERROR,
          config.bus(),
          config.address(),
          "motor off: read back duty " + forward + " forward, " + backward + " backward");
    }
  }

  private Pca9685 chip() throws I2cException {
    return new Pca9685(new I2cDevice(board.i2c(config.bus()), config.address()), loop::pauseNanos);
  }
}
