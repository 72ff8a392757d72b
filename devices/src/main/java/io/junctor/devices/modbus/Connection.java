package io.junctor.devices.modbus;

import io.junctor.devices.config.Checks;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.serial.SerialSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a machine is reached: either {@code tcp} or {@code serial}.
 *
 * @param tcp host and port, {@code 192.0.2.10:502}; port 502 where none is written
 * @param serial the serial port's path
 * @param settings of the serial line, default {@code 19200 8E1} as the standard has it
 * @param rs485 whether the port is asked to switch the RS-485 driver by RTS, default false
 */
public record Connection(
    @Nullable String tcp,
    @Nullable String serial,
    @Nullable String settings,
    @Nullable Boolean rs485) {

  private static final String SETTINGS_DEFAULT = "19200 8E1";

  public Connection {
    Checks.require(
        (tcp == null) != (serial == null),
        "expected either tcp or serial, got " + (tcp == null ? "neither" : "both"));
    Checks.require(
        tcp == null || (settings == null && rs485 == null),
        "settings: expected none with tcp: settings and rs485 belong to serial");
    if (tcp != null) {
      requireEndpoint("tcp", tcp);
    } else {
      requireSettings(Checks.or(settings, SETTINGS_DEFAULT));
    }
  }

  private static void requireEndpoint(String key, String tcp) {
    try {
      ModbusEndpoint.Tcp.parse(tcp);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(key + ": " + refused.getMessage(), refused);
    }
  }

  private static void requireSettings(String settings) {
    try {
      Checks.require(
          SerialSettings.parse(settings).dataBits() == 8, "expected 8 data bits, got " + settings);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("settings: " + refused.getMessage(), refused);
    }
  }

  /** Where that is. */
  public ModbusEndpoint endpoint() {
    if (tcp != null) {
      return ModbusEndpoint.Tcp.parse(tcp);
    }
    SerialSettings read = SerialSettings.parse(Checks.or(settings, SETTINGS_DEFAULT));
    return new ModbusEndpoint.Serial(
        Checks.required("serial", serial),
        new SerialSettings(
            read.baud(),
            read.dataBits(),
            read.parity(),
            read.stopBits(),
            read.isRs485() || Boolean.TRUE.equals(rs485)));
  }
}
