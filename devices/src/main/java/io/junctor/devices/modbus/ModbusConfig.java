package io.junctor.devices.modbus;

import io.junctor.devices.config.Checks;
import io.junctor.devices.config.DeviceConfig;
import io.junctor.devices.config.SafeOutput;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusMaster;
import io.junctor.drivers.modbus.ModbusMasters;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine behind Modbus: where it is, and what its registers mean.
 *
 * @param title what a person calls it, default {@code Machine}
 * @param connection the line or server; required
 * @param unit the unit number, default 1; 1 to 247 on a serial line, 0 to 255 over TCP
 * @param timeoutMillis how long the unit may take to answer, 20 to 10000, default 500
 * @param retries how often an unanswered or garbled request is repeated at once, 0 to 5, default 1
 * @param readGap how many registers nobody asked for may be read to save a request, 0 to 100,
 *     default 8; 0 where the unit refuses to read what it does not have
 * @param registersPerRead the most registers in one request, 1 to 125, default 125
 * @param writesPerSecond how often controllers may write, 1 to 100, default 10, with as much at
 *     once; more is refused
 * @param pollClasses class -> period, 20 ms to 1 h; {@code fast} 200ms, {@code normal} 1s and
 *     {@code slow} 10s are there without being written
 * @param properties property name -> its register, at least one, at most 500; required
 */
public record ModbusConfig(
    String title,
    Connection connection,
    Integer unit,
    Integer timeoutMillis,
    Integer retries,
    Integer readGap,
    Integer registersPerRead,
    Integer writesPerSecond,
    Map<String, Duration> pollClasses,
    Map<String, RegisterConfig> properties)
    implements DeviceConfig {

  /** The class of properties that name none. */
  static final String POLL_DEFAULT = "normal";

  private static final Map<String, Duration> POLL_CLASSES =
      Map.of(
          "fast",
          Duration.ofMillis(200),
          POLL_DEFAULT,
          Duration.ofSeconds(1),
          "slow",
          Duration.ofSeconds(10));

  /** Below this a loaded line cannot follow: one request of RTU at 115200 baud takes 5 ms. */
  private static final Duration POLL_MIN = Duration.ofMillis(20);

  private static final Duration POLL_MAX = Duration.ofHours(1);

  /** A console card, a description and the retained topics of one thing stay usable below this. */
  private static final int PROPERTIES_MAX = 500;

  public ModbusConfig {
    title = Checks.text("title", title, "Machine");
    connection = Checks.required("connection", connection);
    unit = unit(connection.endpoint(), unit);
    timeoutMillis = Checks.range("timeoutMillis", timeoutMillis, 500, 20, 10_000);
    retries = Checks.range("retries", retries, 1, 0, 5);
    readGap = Checks.range("readGap", readGap, 8, 0, 100);
    registersPerRead =
        Checks.range(
            "registersPerRead",
            registersPerRead,
            ModbusMaster.READ_REGISTERS_MAX,
            1,
            ModbusMaster.READ_REGISTERS_MAX);
    writesPerSecond = Checks.range("writesPerSecond", writesPerSecond, 10, 1, 100);
    pollClasses = pollClasses(pollClasses);
    properties = properties(properties, pollClasses);
    var _ = SafeRegisters.of(connection.endpoint(), unit, properties); // refuses odd paths
  }

  private static Integer unit(ModbusEndpoint endpoint, @Nullable Integer unit) {
    boolean isSerial = endpoint instanceof ModbusEndpoint.Serial;
    return Checks.range(
        "unit",
        unit,
        1,
        isSerial ? ModbusMasters.UNIT_MIN : 0,
        isSerial ? ModbusMasters.UNIT_SERIAL_MAX : ModbusMasters.UNIT_TCP_MAX);
  }

  private static Map<String, Duration> pollClasses(@Nullable Map<String, Duration> written) {
    Map<String, Duration> classes = new LinkedHashMap<>(POLL_CLASSES);
    classes.putAll(Checks.or(written, Map.of()));
    classes.forEach(
        (name, period) ->
            Checks.require(
                period.compareTo(POLL_MIN) >= 0 && period.compareTo(POLL_MAX) <= 0,
                "pollClasses: expected 20 ms to 1 h for " + name + ", got " + period));
    return Map.copyOf(classes);
  }

  private static Map<String, RegisterConfig> properties(
      @Nullable Map<String, RegisterConfig> written, Map<String, Duration> pollClasses) {
    Map<String, RegisterConfig> properties =
        new LinkedHashMap<>(Checks.required("properties", written));
    Checks.require(
        !properties.isEmpty() && properties.size() <= PROPERTIES_MAX,
        "properties: expected 1.." + PROPERTIES_MAX + " of them, got " + properties.size());
    properties.forEach(
        (name, register) -> {
          Checks.required("properties", register);
          Checks.require(
              pollClasses.containsKey(register.poll()),
              "properties."
                  + name
                  + ".poll: expected one of "
                  + pollClasses.keySet().stream().sorted().toList()
                  + ", got '"
                  + register.poll()
                  + "'");
        });
    Checks.require(
        properties.values().stream().filter(RegisterConfig::primary).count() <= 1,
        "properties: expected at most one with primary: true");
    var _ = ModbusThing.mappings(properties); // refuses what makes no sense
    return Collections.unmodifiableMap(properties);
  }

  /** Nothing for itself alone: units share lines, and things may share a unit. */
  @Override
  public boolean needsNetwork() {
    return connection.endpoint() instanceof ModbusEndpoint.Tcp;
  }

  @Override
  public List<SafeOutput> safeOutputs() {
    return SafeRegisters.of(connection.endpoint(), unit, properties);
  }

  @Override
  public List<String> claims() {
    return List.of();
  }

  @Override
  public Map<String, String> sharedClaims() {
    return connection.endpoint() instanceof ModbusEndpoint.Serial line
        ? Map.of("serial " + line.path(), "Modbus at " + line.settings())
        : Map.of();
  }
}
