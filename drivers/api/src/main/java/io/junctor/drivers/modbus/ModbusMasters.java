package io.junctor.drivers.modbus;

import java.time.Duration;

/** Opens masters. Thread-safe. */
@FunctionalInterface
public interface ModbusMasters {

  /** Those of a board without Modbus: nothing can be reached. */
  ModbusMasters NONE = AbsentMaster::new;

  /** Unit numbers of the serial line; 0 would be a broadcast, which is not answered. */
  int UNIT_MIN = 1;

  /** The last unit number of the serial line. */
  int UNIT_SERIAL_MAX = 247;

  /** The last unit number of TCP: 255 is the server itself where it is no gateway. */
  int UNIT_TCP_MAX = 255;

  /**
   * A master for one unit. Connects nothing yet, so it does not fail because something is absent.
   *
   * @param unit {@value #UNIT_MIN} to {@value #UNIT_SERIAL_MAX} on a serial line, 0 to {@value
   *     #UNIT_TCP_MAX} over TCP
   * @param timeout how long to wait for an answer, and for a connection
   * @throws IllegalArgumentException if another master uses the same serial line with other
   *     settings
   */
  ModbusMaster open(ModbusEndpoint endpoint, int unit, Duration timeout);
}
