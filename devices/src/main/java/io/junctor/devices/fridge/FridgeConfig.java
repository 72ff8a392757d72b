package io.junctor.devices.fridge;

import io.junctor.devices.chip.Lm75;
import io.junctor.devices.chip.Mcp23017;
import io.junctor.devices.config.Checks;
import io.junctor.devices.config.DeviceConfig;
import io.junctor.devices.config.SafeOutput;
import io.junctor.drivers.gpio.GpioLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a fridge is wired and calibrated. What is not written takes its default; parts that are null
 * are not fitted.
 *
 * @param title what a person calls it, default {@code Fridge}
 * @param ranger the fill level sensor; required
 * @param slots the bottle slots, null if there are none
 * @param door the door contact, null if there is none
 * @param compressor the compressor relay, null if there is none
 * @param temperature the cabinet's thermometer, null if there is none
 * @param lowLevelPercent below this fill level event {@code lowLevel} is sent, 0 to 100, default 20
 */
public record FridgeConfig(
    String title,
    Ranger ranger,
    @Nullable Slots slots,
    @Nullable Door door,
    @Nullable Compressor compressor,
    @Nullable Temperature temperature,
    Integer lowLevelPercent)
    implements DeviceConfig {

  public FridgeConfig {
    title = Checks.text("title", title, "Fridge");
    ranger = Checks.required("ranger", ranger);
    lowLevelPercent = Checks.range("lowLevelPercent", lowLevelPercent, 20, 0, 100);
  }

  @Override
  public List<String> claims() {
    List<String> claims = new ArrayList<>();
    claims.add("serial " + ranger.port());
    if (slots != null) {
      claims.add(Checks.i2cClaim(slots.bus(), slots.address()));
    }
    if (door != null) {
      claims.add("gpio " + door.line());
    }
    if (compressor != null) {
      claims.add("gpio " + compressor.line());
    }
    if (temperature != null) {
      claims.add(Checks.i2cClaim(temperature.bus(), temperature.address()));
    }
    return List.copyOf(claims);
  }

  @Override
  public List<SafeOutput> safeOutputs() {
    List<SafeOutput> steps = new ArrayList<>();
    if (compressor != null) {
      steps.add(new SafeOutput.Gpio(GpioLine.parse(compressor.line()), compressor.activeLow()));
    }
    if (slots != null) {
      int latch = Mcp23017.latchRegister(SlotUnit.SOLENOIDS);
      steps.add(new SafeOutput.I2c(slots.bus(), slots.address(), latch, 0x00));
    }
    return List.copyOf(steps);
  }

  /**
   * A MaxBotix HRXL-MaxSonar with TTL or RS-232 output, looking down on the bottles.
   *
   * @param port the serial port's path, default {@code /dev/serial0}
   * @param emptyDistanceMillimetres what it measures when the fridge is empty, 301 to 4999;
   *     required
   * @param fullDistanceMillimetres what it measures when the fridge is full, 300 to 4998; required
   * @param staleAfterMillis how long after the last reading the level is stale, 500 to 60000,
   *     default 3000; the sensor reads about 7 times a second
   * @param deadbandPercent the change of level worth publishing, 0 to 20, default 0.5
   */
  public record Ranger(
      String port,
      Integer emptyDistanceMillimetres,
      Integer fullDistanceMillimetres,
      Integer staleAfterMillis,
      Double deadbandPercent) {

    public Ranger {
      port = Checks.text("port", port, "/dev/serial0");
      emptyDistanceMillimetres =
          distance("emptyDistanceMillimetres", emptyDistanceMillimetres, 301, 4_999);
      fullDistanceMillimetres =
          distance("fullDistanceMillimetres", fullDistanceMillimetres, 300, 4_998);
      Checks.require(
          emptyDistanceMillimetres > fullDistanceMillimetres,
          "emptyDistanceMillimetres: expected more than fullDistanceMillimetres "
              + fullDistanceMillimetres
              + ", got "
              + emptyDistanceMillimetres);
      staleAfterMillis = Checks.range("staleAfterMillis", staleAfterMillis, 3_000, 500, 60_000);
      deadbandPercent = Checks.range("deadbandPercent", deadbandPercent, 0.5, 0, 20);
    }

    private static Integer distance(String name, @Nullable Integer value, int min, int max) {
      return Checks.range(name, Checks.required(name, value), 0, min, max);
    }
  }

  /**
   * Bottle slots on one MCP23017: slot n has its switch at pin GPA(n-1), closed to ground by a
   * bottle, and its solenoid at GPB(n-1), high for on.
   *
   * @param bus the I2C bus, default {@code i2c-1}
   * @param address the expander's address, 0x20 (default) to 0x27
   * @param count how many slots, 1 to 8, default 8
   * @param pulseMillis how long a solenoid is on to release a bottle, 20 to 2000, default 250
   * @param maximumOnMillis the longest a solenoid may ever be on, more than {@code pulseMillis} by
   *     at least 50, up to 5000, default 1000
   * @param restMillis how long all solenoids rest after a pulse, 0 to 60000, default 500
   * @param releaseMillis how long a bottle may take to leave its slot, 100 to 10000, default 1500
   * @param pollMillis how often the switches are read, 20 to 5000, default 100
   */
  public record Slots(
      String bus,
      Integer address,
      Integer count,
      Integer pulseMillis,
      Integer maximumOnMillis,
      Integer restMillis,
      Integer releaseMillis,
      Integer pollMillis) {

    /** The watchdog must not fire on a pulse that ends in time on a loaded board. */
    private static final int WATCHDOG_MARGIN_MILLIS = 50;

    public Slots {
      bus = Checks.text("bus", bus, "i2c-1");
      address =
          Checks.address("address", address, 0x20, Mcp23017.ADDRESS_MIN, Mcp23017.ADDRESS_MAX);
      count = Checks.range("count", count, 8, 1, 8);
      pulseMillis = Checks.range("pulseMillis", pulseMillis, 250, 20, 2_000);
      maximumOnMillis =
          Checks.range(
              "maximumOnMillis",
              maximumOnMillis,
              Math.max(1_000, pulseMillis + WATCHDOG_MARGIN_MILLIS),
              pulseMillis + WATCHDOG_MARGIN_MILLIS,
              5_000);
      restMillis = Checks.range("restMillis", restMillis, 500, 0, 60_000);
      releaseMillis = Checks.range("releaseMillis", releaseMillis, 1_500, 100, 10_000);
      pollMillis = Checks.range("pollMillis", pollMillis, 100, 20, 5_000);
    }
  }

  /**
   * A contact at a GPIO line with pull-up, active while the door is open.
   *
   * @param line the line's name, or {@code chip:offset}; required
   * @param activeLow whether 0 V means open, default false: a reed contact that the closed door
   *     closes to ground
   * @param debounceMillis how long the contact must be quiet, 0 to 1000, default 20
   */
  public record Door(String line, Boolean activeLow, Integer debounceMillis) {
    public Door {
      line = requireLine(line);
      activeLow = Checks.or(activeLow, false);
      debounceMillis = Checks.range("debounceMillis", debounceMillis, 20, 0, 1_000);
    }
  }

  /**
   * A relay at a GPIO line; safe when off.
   *
   * @param line the line's name, or {@code chip:offset}; required
   * @param activeLow whether 0 V switches the relay on, default false
   * @param minimumOffSeconds how long the compressor stays off before it may start again, 0 to
   *     3600, default 180: until the pressures are equal it cannot start and would overheat
   */
  public record Compressor(String line, Boolean activeLow, Integer minimumOffSeconds) {
    public Compressor {
      line = requireLine(line);
      activeLow = Checks.or(activeLow, false);
      minimumOffSeconds = Checks.range("minimumOffSeconds", minimumOffSeconds, 180, 0, 3_600);
    }
  }

  /**
   * An LM75 or compatible.
   *
   * @param bus the I2C bus, default {@code i2c-1}
   * @param address its address, 0x48 (default) to 0x4F
   * @param resolutionBits 9 (LM75) or 11 (LM75B, default)
   * @param pollMillis how often it is read, 100 to 60000, default 1000; it measures 10 times a
   *     second
   * @param deadbandCelsius the change worth publishing, 0 to 10, default 0.2
   */
  public record Temperature(
      String bus,
      Integer address,
      Integer resolutionBits,
      Integer pollMillis,
      Double deadbandCelsius) {
    public Temperature {
      bus = Checks.text("bus", bus, "i2c-1");
      address = Checks.address("address", address, 0x48, Lm75.ADDRESS_MIN, Lm75.ADDRESS_MAX);
      resolutionBits = Checks.or(resolutionBits, 11);
      Checks.require(
          resolutionBits == 9 || resolutionBits == 11,
          "resolutionBits: expected 9 or 11, got " + resolutionBits);
      pollMillis = Checks.range("pollMillis", pollMillis, 1_000, 100, 60_000);
      deadbandCelsius = Checks.range("deadbandCelsius", deadbandCelsius, 0.2, 0, 10);
    }
  }

  private static String requireLine(@Nullable String value) {
    String line = Checks.text("line", Checks.required("line", value), "");
    return GpioLine.parse(line).toString();
  }
}
