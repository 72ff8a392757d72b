package io.junctor.drivers.serial;

import java.time.Duration;

/**
 * An open serial port, exclusively held. One thread may read while another writes; {@link #close}
 * may be called from any thread and ends both with {@link PortLost}.
 */
public interface SerialPort extends AutoCloseable {

  /** The path it was opened by. */
  String path();

  /** The settings it was opened with. */
  SerialSettings settings();

  /**
   * Waits for bytes and returns as soon as there is at least one, which may be a fragment of a
   * message.
   *
   * @param timeout how long to wait for the first byte; zero returns only what has arrived already
   * @return how many bytes were read, 1 to {@code length}; 0 if none came in time
   * @throws PortLost if the port has gone or was closed; it stays so
   */
  int read(byte[] buffer, int offset, int length, Duration timeout) throws PortLost;

  /**
   * Hands all bytes to the port, waiting while its buffer is full.
   *
   * @throws PortLost if the port has gone or was closed; how much was sent is not known
   */
  void write(byte[] data) throws PortLost;

  /**
   * Waits until what was written has left the buffer. @throws PortLost if the port has gone or was
   * closed
   */
  void flush() throws PortLost;

  /** Throws away what has arrived and was not read, for example before a new request. */
  void discardInput() throws PortLost;

  /** Releases the port. Idempotent. */
  @Override
  void close();
}
