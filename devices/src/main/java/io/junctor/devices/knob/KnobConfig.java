package io.junctor.devices.knob;

import io.junctor.devices.chip.Ads1115;
import io.junctor.devices.chip.Pca9685;
import io.junctor.devices.config.Checks;
import io.junctor.devices.config.DeviceConfig;
import io.junctor.devices.config.SafeOutput;
import java.util.List;

/**
 * How a knob is wired, calibrated and limited. What is not written takes its default.
 *
 * @param title what a person calls it, default {@code Knob}
 * @param sensor the potentiometer
 * @param motor the motor's driver
 * @param minimumDegrees where it may stand at least, -3600 to 3600, default 0
 * @param maximumDegrees where it may stand at most, more than the minimum by at least 10, default
 *     270
 * @param speedDegreesPerSecond the fastest it is turned, 1 to 2000, default 180
 * @param accelerationDegreesPerSecondSquared the steepest ramp, 10 to 20000, default 720
 * @param toleranceDegrees how near counts as arrived, 0.2 to 10, default 1.5
 * @param stallMillis how long the motor may push without moving anything, 100 to 5000, default 300
 * @param deadbandDegrees the change worth publishing, 0 to 10, default 0.5
 */
public record KnobConfig(
    String title,
    Sensor sensor,
    Motor motor,
    Double minimumDegrees,
    Double maximumDegrees,
    Double speedDegreesPerSecond,
    Double accelerationDegreesPerSecondSquared,
    Double toleranceDegrees,
    Integer stallMillis,
    Double deadbandDegrees)
    implements DeviceConfig {

  /** Less travel than this is no knob. */
  private static final double TRAVEL_DEGREES_MIN = 10;

  public KnobConfig {
    title = Checks.text("title", title, "Knob");
    sensor = Checks.or(sensor, Sensor.defaults());
    motor = Checks.or(motor, Motor.defaults());
    minimumDegrees = Checks.range("minimumDegrees", minimumDegrees, 0, -3_600, 3_600);
    maximumDegrees = Checks.range("maximumDegrees", maximumDegrees, 270, -3_600, 3_600);
    Checks.require(
        maximumDegrees >= minimumDegrees + TRAVEL_DEGREES_MIN,
        "maximumDegrees: expected at least minimumDegrees "
            + minimumDegrees
            + " + "
            + TRAVEL_DEGREES_MIN
            + ", got "
            + maximumDegrees);
    speedDegreesPerSecond =
        Checks.range("speedDegreesPerSecond", speedDegreesPerSecond, 180, 1, 2_000);
    accelerationDegreesPerSecondSquared =
        Checks.range(
            "accelerationDegreesPerSecondSquared",
            accelerationDegreesPerSecondSquared,
            720,
            10,
            20_000);
    toleranceDegrees = Checks.range("toleranceDegrees", toleranceDegrees, 1.5, 0.2, 10);
    stallMillis = Checks.range("stallMillis", stallMillis, 300, 100, 5_000);
    deadbandDegrees = Checks.range("deadbandDegrees", deadbandDegrees, 0.5, 0, 10);
  }

  /** Everything by default. */
  public static KnobConfig defaults() {
    return new KnobConfig(
        "Knob", Sensor.defaults(), Motor.defaults(), 0.0, 270.0, 180.0, 720.0, 1.5, 300, 0.5);
  }

  @Override
  public List<String> claims() {
    return List.of(
        Checks.i2cClaim(sensor.bus(), sensor.address()),
        Checks.i2cClaim(motor.bus(), motor.address()));
  }

  @Override
  public List<SafeOutput> safeOutputs() {
    return List.of(
        new SafeOutput.I2c(motor.bus(), motor.address(), Pca9685.ALL_LED_OFF_H, Pca9685.FULL));
  }

  /**
   * The potentiometer at an ADS1115.
   *
   * @param bus the I2C bus, default {@code i2c-1}
   * @param address the converter's address, 0x48 (default) to 0x4B
   * @param channel the input the wiper is at, 0 (default) to 3
   * @param supplyMillivolts what the potentiometer is supplied with, 1000 to 5000, default 3300
   * @param minimumMillivolts the wiper at {@code minimumDegrees}; from 100, default 165
   * @param maximumMillivolts the wiper at {@code maximumDegrees}; more by at least 100, at most the
   *     supply less 100, default 3135. Voltages nearer to a rail than half of the calibrated
   *     distance are a broken wire.
   */
  public record Sensor(
      String bus,
      Integer address,
      Integer channel,
      Integer supplyMillivolts,
      Integer minimumMillivolts,
      Integer maximumMillivolts) {

    private static final int RAIL_MILLIVOLTS = 100;

    public Sensor {
      bus = Checks.text("bus", bus, "i2c-1");
      address = Checks.address("address", address, 0x48, Ads1115.ADDRESS_MIN, Ads1115.ADDRESS_MAX);
      channel = Checks.range("channel", channel, 0, 0, Ads1115.CHANNEL_MAX);
      supplyMillivolts = Checks.range("supplyMillivolts", supplyMillivolts, 3_300, 1_000, 5_000);
      minimumMillivolts =
          Checks.range(
              "minimumMillivolts",
              minimumMillivolts,
              165,
              RAIL_MILLIVOLTS,
              supplyMillivolts - 2 * RAIL_MILLIVOLTS);
      maximumMillivolts =
          Checks.range(
              "maximumMillivolts",
              maximumMillivolts,
              supplyMillivolts - 165,
              minimumMillivolts + RAIL_MILLIVOLTS,
              supplyMillivolts - RAIL_MILLIVOLTS);
    }

    static Sensor defaults() {
      return new Sensor("i2c-1", 0x48, 0, 3_300, 165, 3_135);
    }
  }

  /**
   * The motor at two outputs of a PCA9685, through an H-bridge.
   *
   * @param bus the I2C bus, default {@code i2c-1}
   * @param address the driver's address, 0x40 (default) to 0x77
   * @param forwardChannel the output that turns towards more degrees, 0 (default) to 15
   * @param backwardChannel the output that turns towards less, another one, default 1
   * @param frequencyHertz the PWM frequency, 24 to 1526, default 1000
   * @param fullSpeedDegreesPerSecond how fast the knob turns at full duty, 1 to 10000, default 400
   * @param frictionDuty the duty at which it just begins to move, 0 to 0.8, default 0.1
   */
  public record Motor(
      String bus,
      Integer address,
      Integer forwardChannel,
      Integer backwardChannel,
      Integer frequencyHertz,
      Double fullSpeedDegreesPerSecond,
      Double frictionDuty) {

    public Motor {
      bus = Checks.text("bus", bus, "i2c-1");
      address = Checks.address("address", address, 0x40, 0x40, 0x77);
      forwardChannel = Checks.range("forwardChannel", forwardChannel, 0, 0, Pca9685.CHANNEL_MAX);
      backwardChannel = Checks.range("backwardChannel", backwardChannel, 1, 0, Pca9685.CHANNEL_MAX);
      Checks.require(
          !backwardChannel.equals(forwardChannel),
          "backwardChannel: expected another than forwardChannel " + forwardChannel);
      frequencyHertz =
          Checks.range(
              "frequencyHertz",
              frequencyHertz,
              1_000,
              Pca9685.FREQUENCY_HERTZ_MIN,
              Pca9685.FREQUENCY_HERTZ_MAX);
      fullSpeedDegreesPerSecond =
          Checks.range("fullSpeedDegreesPerSecond", fullSpeedDegreesPerSecond, 400, 1, 10_000);
      frictionDuty = Checks.range("frictionDuty", frictionDuty, 0.1, 0, 0.8);
    }

    static Motor defaults() {
      return new Motor("i2c-1", 0x40, 0, 1, 1_000, 400.0, 0.1);
    }
  }
}
