package io.junctor.drivers.modbus.link;

import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusMaster;
import io.junctor.drivers.modbus.ModbusMasters;
import io.junctor.drivers.serial.SerialPorts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * All Modbus links of a board: made when first asked for, shared by those who ask for the same, and
 * closed with the last of them.
 *
 * <p>Thread-safe. Closing it ends every link.
 */
public final class ModbusLinks implements ModbusMasters, AutoCloseable {

  private final SerialPorts ports;
  private final TcpLinks tcp;
  private final LongSupplier nanos;

  // guarded by this; at most as many as the configuration has endpoints
  private final Map<String, SharedLink> links = new HashMap<>(); // where -> link
  private final Map<String, ModbusEndpoint> endpoints = new HashMap<>(); // where -> endpoint

  /**
   * @param ports where serial lines are opened
   * @param tcp how servers are reached
   * @param nanos monotonic time, {@code System::nanoTime}
   */
  public ModbusLinks(SerialPorts ports, TcpLinks tcp, LongSupplier nanos) {
    this.ports = ports;
    this.tcp = tcp;
    this.nanos = nanos;
  }

  @Override
  public synchronized ModbusMaster open(ModbusEndpoint endpoint, int unit, Duration timeout) {
    requireUnit(endpoint, unit);
    String where = endpoint.where();
    ModbusEndpoint before = endpoints.putIfAbsent(where, endpoint);
    if (before != null && !before.equals(endpoint)) {
      throw new IllegalArgumentException(
          "settings: expected the same for all units on a line, got "
              + endpoint
              + " besides "
              + before);
    }
    SharedLink link = links.computeIfAbsent(where, key -> new SharedLink(connect(endpoint)));
    link.taken();
    return new PduMaster(where + " unit " + unit, link, unit, timeout, () -> release(where, link));
  }

  private static void requireUnit(ModbusEndpoint endpoint, int unit) {
    int minimum = endpoint instanceof ModbusEndpoint.Serial ? UNIT_MIN : 0;
    int maximum = endpoint instanceof ModbusEndpoint.Serial ? UNIT_SERIAL_MAX : UNIT_TCP_MAX;
    if (unit < minimum || unit > maximum) {
      throw new IllegalArgumentException(
          "unit: expected " + minimum + ".." + maximum + ", got " + unit);
    }
  }

  private Link connect(ModbusEndpoint endpoint) {
    return switch (endpoint) {
      case ModbusEndpoint.Tcp server -> tcp.to(server);
      case ModbusEndpoint.Serial line -> new RtuLink(ports, line, nanos);
    };
  }

  private synchronized void release(String where, SharedLink link) {
    if (link.released() && links.remove(where, link)) {
      endpoints.remove(where);
      link.close();
    }
  }

  @Override
  public synchronized void close() {
    links.values().forEach(SharedLink::close);
    links.clear();
    endpoints.clear();
  }
}
