package io.junctor.drivers.linux;

import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * An open port of jSerialComm, used in the one way that was found to hold: semi-blocking reads on
 * the caller's thread, no listeners, closed for good at the first -1.
 */
final class JSerialCommPort implements SerialPort {

  static final int TIMEOUT_MODE =
      com.fazecast.jSerialComm.SerialPort.TIMEOUT_READ_SEMI_BLOCKING
          | com.fazecast.jSerialComm.SerialPort.TIMEOUT_WRITE_BLOCKING;

  /** Any; each read sets the one it needs. Never 0, which means for ever. */
  static final int FIRST_TIMEOUT_MILLIS = 100;

  private final String path;
  private final SerialSettings settings;
  private final com.fazecast.jSerialComm.SerialPort port;
  private final OpenPorts open;
  private int timeoutMillis = FIRST_TIMEOUT_MILLIS; // reading thread only
  private volatile boolean isClosed;
  private volatile boolean isLost;

  JSerialCommPort(
      String path,
      SerialSettings settings,
      com.fazecast.jSerialComm.SerialPort port,
      OpenPorts open) {
    this.path = path;
    this.settings = settings;
    this.port = port;
    this.open = open;
    open.opened(this);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public SerialSettings settings() {
    return settings;
  }

  @Override
  public int read(byte[] buffer, int offset, int length, Duration timeout) throws PortLost {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    requireUsable("read");
    if (length == 0) {
      return 0;
    }
    int available = port.bytesAvailable();
    if (available < 0) {
      throw lost("read");
    }
    if (available == 0 && !timeout.isPositive()) {
      return 0;
    }
    setTimeout(timeout);
    int count = port.readBytes(buffer, length, offset);
    if (count < 0) {
      throw lost("read");
    }
    return count;
  }

  private void setTimeout(Duration timeout) {
    long wanted = Math.clamp(timeout.plusNanos(999_999).toMillis(), 1L, Integer.MAX_VALUE);
    if (wanted != timeoutMillis) {
      timeoutMillis = (int) wanted;
      port.setComPortTimeouts(TIMEOUT_MODE, timeoutMillis, 0);
    }
  }

  @Override
  public void write(byte[] data) throws PortLost {
    requireUsable("write");
    int sent = 0;
    while (sent < data.length) {
      int count = port.writeBytes(data, data.length - sent, sent);
      if (count <= 0) {
        throw lost("write");
      }
      sent += count;
    }
  }

  /**
   * TIMEOUT_WRITE_BLOCKING has waited in {@link #write} already, so what is left is only looked at.
   */
  @Override
  public void flush() throws PortLost {
    requireUsable("flush");
    if (port.bytesAwaitingWrite() < 0) {
      throw lost("flush");
    }
  }

  @Override
  public void discardInput() throws PortLost {
    byte[] scrap = new byte[512];
    while (read(scrap, 0, scrap.length, Duration.ZERO) > 0) {
      // the kernel's buffer is bounded, and a sender faster than this loop is no serial line
    }
  }

  @Override
  public void close() {
    isClosed = true;
    port.closePort();
    open.closed(this);
  }

  private void requireUsable(String what) throws PortLost {
    if (isClosed) {
      throw new PortLost(path, what + " failed, the port is closed");
    }
    if (isLost) {
      throw new PortLost(path, what + " failed, the port was lost");
    }
  }

  private PortLost lost(String what) {
    isLost = true;
    return new PortLost(
        path,
        isClosed
            ? what + " ended, the port was closed"
            : what + " failed, the other end hung up or the adapter is gone");
  }
}
