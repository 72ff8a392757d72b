package io.junctor.drivers.modbus.link;

import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A link that several masters use: one request at a time, in the order they were made. On a serial
 * line two requests at once would destroy each other; on TCP many gateways take only one.
 */
final class SharedLink {

  /**
   * How long a request waits for its turn: ten requests of others that all run into a timeout of
   * half a second. More says that the line is asked for more than it carries.
   */
  static final Duration TURN_WAIT = Duration.ofSeconds(5);

  private final Link link;
  private final ReentrantLock turn = new ReentrantLock(true);
  private int users; // guarded by ModbusLinks

  SharedLink(Link link) {
    this.link = link;
  }

  ModbusResponsePdu exchange(int unit, ModbusRequestPdu request, Duration timeout, String where)
      throws ModbusException {
    try {
      if (!turn.tryLock(TURN_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ModbusException(
            Kind.BUSY, where, "waited " + TURN_WAIT.toMillis() + " ms for a turn on the line");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ModbusException(Kind.BUSY, where, "interrupted while waiting for a turn");
    }
    try {
      return link.exchange(unit, request, timeout);
    } finally {
      turn.unlock();
    }
  }

  void taken() {
    users++;
  }

  /** Returns whether that was the last user. */
  boolean released() {
    users--;
    return users == 0;
  }

  void close() {
    link.close();
  }
}
