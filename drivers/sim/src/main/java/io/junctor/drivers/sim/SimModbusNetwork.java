package io.junctor.drivers.sim;

import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.link.Link;
import io.junctor.drivers.modbus.link.TcpLinks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The simulated Modbus servers of a board, each at its endpoint. TCP endpoints are reached without
 * sockets, through the frames of the protocol; serial ones by bytes on a {@link SimSerialLine}.
 *
 * <p>Thread-safe.
 */
public final class SimModbusNetwork implements TcpLinks {

  private final SimClock clock;
  private final Map<String, SimModbusServer> servers = new ConcurrentHashMap<>(); // where -> server

  SimModbusNetwork(SimClock clock) {
    this.clock = clock;
  }

  /** The server at a TCP endpoint, new and without units where there was none. */
  public SimModbusServer server(ModbusEndpoint.Tcp endpoint) {
    return servers.computeIfAbsent(endpoint.where(), key -> new SimModbusServer());
  }

  /**
   * The units on a serial line.
   *
   * @param line whose instrument they become; the settings are what they use
   */
  public SimModbusServer server(ModbusEndpoint.Serial endpoint, SimSerialLine line) {
    return servers.computeIfAbsent(
        endpoint.where(),
        key -> {
          SimModbusServer server = new SimModbusServer();
          line.expect(endpoint.settings());
          line.onWritten(new SimRtuInstrument(line, server)::onWritten);
          return server;
        });
  }

  @Override
  public Link to(ModbusEndpoint.Tcp endpoint) {
    return new SimTcpLink(endpoint, servers.get(endpoint.where()), clock);
  }
}
