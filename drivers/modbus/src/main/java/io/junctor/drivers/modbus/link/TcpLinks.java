package io.junctor.drivers.modbus.link;

import io.junctor.drivers.modbus.ModbusEndpoint;

/** Makes links over TCP, for those who have sockets. */
@FunctionalInterface
public interface TcpLinks {

  /** A link to this server; connects nothing yet. */
  Link to(ModbusEndpoint.Tcp endpoint);
}
