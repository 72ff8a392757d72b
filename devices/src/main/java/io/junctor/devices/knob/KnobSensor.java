package io.junctor.devices.knob;

import io.junctor.devices.chip.Ads1115;
import io.junctor.drivers.Board;
import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import java.util.Locale;
import java.util.function.LongConsumer;

/** Where the knob stands, by its potentiometer. Owned by the device's loop. */
final class KnobSensor {

  private final KnobConfig config;
  private final Board board;
  private final LongConsumer pauseNanos;

  KnobSensor(KnobConfig config, Board board, LongConsumer pauseNanos) {
    this.config = config;
    this.board = board;
    this.pauseNanos = pauseNanos;
  }

  /**
   * Reads the position in degrees, which may be a little outside of the end stops.
   *
   * @throws I2cException if the converter does not answer, or with kind {@code BUS_ERROR} if the
   *     wiper is at a rail, which a broken wire looks like
   */
  double readDegrees() throws I2cException {
    KnobConfig.Sensor sensor = config.sensor();
    Ads1115 chip =
        new Ads1115(new I2cDevice(board.i2c(sensor.bus()), sensor.address()), pauseNanos);
    Ads1115.Range range =
        sensor.supplyMillivolts() <= 4_000 ? Ads1115.Range.VOLTS_4_096 : Ads1115.Range.VOLTS_6_144;
    double millivolts = chip.readVolts(sensor.channel(), range) * 1_000;
    requireWired(millivolts);
    double part =
        (millivolts - sensor.minimumMillivolts())
            / (sensor.maximumMillivolts() - sensor.minimumMillivolts());
    return config.minimumDegrees() + part * (config.maximumDegrees() - config.minimumDegrees());
  }

  private void requireWired(double millivolts) throws I2cException {
    KnobConfig.Sensor sensor = config.sensor();
    double lowest = sensor.minimumMillivolts() / 2.0;
    double highest = (sensor.maximumMillivolts() + sensor.supplyMillivolts()) / 2.0;
    if (millivolts < lowest || millivolts > highest) {
      throw I2cException.at(
          I2cException.Kind.BUS_ERROR,
          sensor.bus(),
          sensor.address(),
          String.format(
              Locale.ROOT,
              "potentiometer at %.0f mV, expected %.0f..%.0f mV: a wire is broken or the"
                  + " calibration is wrong",
              millivolts,
              lowest,
              highest));
    }
  }
}
