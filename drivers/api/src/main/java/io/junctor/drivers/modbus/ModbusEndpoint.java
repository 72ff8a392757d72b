package io.junctor.drivers.modbus;

import io.junctor.drivers.serial.SerialSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where Modbus units are reached. Units with equal endpoints share one line or connection. */
public sealed interface ModbusEndpoint {

  /** The port that is Modbus TCP's own. */
  int TCP_PORT = 502;

  /** As a person finds it: {@code 192.0.2.10:502}, {@code /dev/ttyUSB0}. */
  String where();

  /**
   * A server reached by Modbus TCP: a device, or a gateway to serial lines.
   *
   * @param host name or address; looked up anew at each connecting
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements ModbusEndpoint {

    private static final Pattern TEXT =
        Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^\\s:\\[\\]]+)(?::(\\d{1,5}))?");

    private static final int PORT_MAX = 65_535;

    public Tcp {
      if (host.isBlank()) {
        throw new IllegalArgumentException("host: expected a name or an address, got a blank");
      }
      if (port < 1 || port > PORT_MAX) {
        throw new IllegalArgumentException("port: expected 1.." + PORT_MAX + ", got " + port);
      }
    }

    /**
     * Reads {@code host}, {@code host:port} or {@code [v6 address]:port}.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static Tcp parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "expected a host and its port such as 192.0.2.10:502, got '" + text + "'");
      }
      String host = matcher.group(1);
      return new Tcp(
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
          matcher.group(2) == null ? TCP_PORT : Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String where() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * A serial line with RTU framing.
   *
   * @param path of the port
   * @param settings the same for all units on the line
   */
  record Serial(String path, SerialSettings settings) implements ModbusEndpoint {

    public Serial {
      if (path.isBlank()) {
        throw new IllegalArgumentException("serial: expected a port's path, got a blank");
      }
      if (settings.dataBits() != 8) {
        throw new IllegalArgumentException(
            "settings: expected 8 data bits as RTU needs them, got " + settings);
      }
    }

    @Override
    public String where() {
      return path;
    }
  }
}
