package io.junctor.devices.fridge;

import io.junctor.devices.loop.DeviceLoop;
import io.junctor.devices.loop.LoopTimer;
import io.junctor.devices.thing.Facts;
import io.junctor.devices.thing.ThingRuntime;
import io.junctor.drivers.serial.SerialPorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Properties {@code level} and {@code distance}, event {@code lowLevel}. Owned by the loop. */
final class RangerPart implements Part {

  /** Odd echoes come alone; five readings take 0.7 s, so a taken bottle shows within half of it. */
  private static final int MEDIAN_WINDOW = 5;

  /** The alarm is raised again only after the level was this much above the limit. */
  private static final double ALARM_HYSTERESIS_PERCENT = 5;

  private static final Duration CHECK_PERIOD = Duration.ofMillis(100);

  private final FridgeConfig config;
  private final ThingRuntime thing;
  private final DeviceLoop loop;
  private final RangerReader reader;
  private final LevelCalibration calibration;
  private final MedianFilter filter = new MedianFilter(MEDIAN_WINDOW);
  private final List<LoopTimer> timers = new ArrayList<>();
  private long lastReadingNanos;
  private boolean isLineLost;
  private boolean isAlarmed;

  RangerPart(FridgeConfig config, ThingRuntime thing, DeviceLoop loop, SerialPorts ports) {
    this.config = config;
    this.thing = thing;
    this.loop = loop;
    reader =
        new RangerReader(
            ports,
            config.ranger().port(),
            loop,
            this::onReading,
            this::onLineOpened,
            this::onLineLost);
    calibration =
        new LevelCalibration(
            config.ranger().emptyDistanceMillimetres(), config.ranger().fullDistanceMillimetres());
  }

  @Override
  public void start() {
    lastReadingNanos = loop.nanoTime();
    timers.add(loop.work("ranger", reader));
    timers.add(loop.every(CHECK_PERIOD, this::checkSilence));
  }

  private void onReading(RangerReading reading) {
    lastReadingNanos = loop.nanoTime();
    isLineLost = false;
    switch (reading) {
      case RangerReading.Distance distance -> onDistance(filter.add(distance.millimetres()));
      case RangerReading.NoTarget none ->
          fail("no target nearer than " + DistanceParser.MILLIMETRES_NO_TARGET + " mm");
      case RangerReading.Implausible odd ->
          fail(
              "the sensor reports "
                  + odd.millimetres()
                  + " mm, outside of its range "
                  + DistanceParser.MILLIMETRES_MIN
                  + ".."
                  + DistanceParser.MILLIMETRES_NO_TARGET);
    }
  }

  private void onDistance(int millimetres) {
    thing.report(FridgeThing.DISTANCE, (double) millimetres);
    OptionalDouble percent = calibration.percent(millimetres);
    if (percent.isPresent()) {
      thing.report(FridgeThing.LEVEL, percent.getAsDouble());
      checkAlarm(percent.getAsDouble());
    } else {
      thing.failed(
          FridgeThing.LEVEL,
          "distance is far outside of the calibrated "
              + calibration.fullMillimetres()
              + ".."
              + calibration.emptyMillimetres()
              + " mm: check mount and calibration");
    }
  }

  private void checkAlarm(double percent) {
    if (!isAlarmed && percent < config.lowLevelPercent()) {
      isAlarmed = true;
      thing.event(
          FridgeThing.LOW_LEVEL, Facts.of("level", percent, "limit", config.lowLevelPercent()));
    } else if (percent > config.lowLevelPercent() + ALARM_HYSTERESIS_PERCENT) {
      isAlarmed = false;
    }
  }

  private void onLineOpened() {
    isLineLost = false;
    lastReadingNanos = loop.nanoTime();
  }

  private void onLineLost(String reason) {
    isLineLost = true;
    fail(reason);
  }

  private void fail(String reason) {
    filter.clear();
    thing.failed(FridgeThing.DISTANCE, reason);
    thing.failed(FridgeThing.LEVEL, reason);
  }

  private void checkSilence() {
    int staleAfterMillis = config.ranger().staleAfterMillis();
    boolean isSilent = loop.nanoTime() - lastReadingNanos > staleAfterMillis * 1_000_000L;
    if (isSilent && !isLineLost) {
      String reason =
          "no reading from " + config.ranger().port() + " for " + staleAfterMillis + " ms";
      thing.stale(FridgeThing.DISTANCE, reason);
      thing.stale(FridgeThing.LEVEL, reason);
      filter.clear();
    }
  }

  @Override
  public void safe(String why) {
    // measures only
  }

  @Override
  public void close() {
    timers.forEach(LoopTimer::cancel);
    reader.close();
  }
}
