package io.junctor.drivers.modbus.link;

import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import io.junctor.drivers.modbus.ModbusException;
import java.time.Duration;

/** A way to units: a serial line or a connection. Used by one thread at a time. */
public interface Link extends AutoCloseable {

  /**
   * Sends a request and waits for its answer; connects first where that is needed.
   *
   * @param timeout how long the unit may take to answer, and a connection to come about
   * @return the answer, of the request's function code; its content is not checked
   * @throws ModbusException if there is none, or the unit answered with an exception code
   */
  ModbusResponsePdu exchange(int unit, ModbusRequestPdu request, Duration timeout)
      throws ModbusException;

  /** Disconnects. Idempotent, from any thread; ends an exchange under way. */
  @Override
  void close();
}
