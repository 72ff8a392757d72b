package io.junctor.devices.modbus;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations as they come from YAML: what is not written is null. */
final class Registers {

  private final Map<String, Object> written = new LinkedHashMap<>();

  private Registers() {}

  /** A register of this table at this address. */
  static Registers of(String table, int address) {
    return new Registers().with("register", table).with("address", address);
  }

  Registers with(String key, @Nullable Object value) {
    written.put(key, value);
    return this;
  }

  Registers type(String type) {
    return with("type", type);
  }

  Registers range(double minimum, double maximum) {
    return with("minimum", minimum).with("maximum", maximum);
  }

  Registers writable() {
    return with("writable", true);
  }

  @SuppressWarnings("unchecked")
  private <T> T get(String key) {
    return (T) written.get(key);
  }

  RegisterConfig config() {
    return new RegisterConfig(
        get("register"),
        get("address"),
        get("type"),
        get("bit"),
        get("length"),
        get("byteOrder"),
        get("wordOrder"),
        get("scale"),
        get("offset"),
        get("unit"),
        get("minimum"),
        get("maximum"),
        get("names"),
        get("deadband"),
        get("poll"),
        get("writable"),
        get("safe"),
        get("multiple"),
        get("settleMillis"),
        get("primary"),
        get("title"),
        get("description"));
  }

  RegisterMapping mapping(String name) {
    return new RegisterMapping(name, config());
  }

  static Connection tcp() {
    return new Connection("192.0.2.10:502", null, null, null);
  }

  static Connection serial() {
    return new Connection(null, "/dev/ttyUSB0", null, null);
  }

  /** A machine with these properties; timeout 100 ms, no retries. */
  static ModbusConfig machine(Connection connection, Map<String, Registers> properties) {
    return machine(connection, 1, properties, null);
  }

  static ModbusConfig machine(
      Connection connection,
      int unit,
      Map<String, Registers> properties,
      @Nullable Map<String, Duration> pollClasses) {
    Map<String, RegisterConfig> configs = new LinkedHashMap<>();
    properties.forEach((name, register) -> configs.put(name, register.config()));
    return new ModbusConfig(null, connection, unit, 100, 0, null, null, null, pollClasses, configs);
  }
}
