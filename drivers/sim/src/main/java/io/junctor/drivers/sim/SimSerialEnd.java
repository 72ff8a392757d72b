package io.junctor.drivers.sim;

import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.Objects;

/** One end of a simulated serial line. Guarded by the line. */
final class SimSerialEnd implements SerialPort {

  /** Puts bytes onto the line. */
  @FunctionalInterface
  interface Sender {
    void send(byte[] data) throws PortLost;
  }

  private final SimSerialLine line;
  private final SimClock clock;
  private final SerialSettings settings;
  private final SimSerialQueue incoming;
  private final Sender sender;
  private volatile boolean isClosed;
  private volatile boolean isLost;

  SimSerialEnd(
      SimSerialLine line,
      SimClock clock,
      SerialSettings settings,
      SimSerialQueue incoming,
      Sender sender) {
    this.line = line;
    this.clock = clock;
    this.settings = settings;
    this.incoming = incoming;
    this.sender = sender;
  }

  @Override
  public String path() {
    return line.path();
  }

  @Override
  public SerialSettings settings() {
    return settings;
  }

  @Override
  public int read(byte[] buffer, int offset, int length, Duration timeout) throws PortLost {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    synchronized (line) {
      long deadline = clock.nanos() + timeout.toNanos();
      while (true) {
        requireUsable("read");
        long now = clock.nanos();
        long untilData = incoming.nanosUntilData(now);
        if (untilData == 0) {
          return incoming.take(buffer, offset, length, now);
        }
        if (now >= deadline || Thread.currentThread().isInterrupted()) {
          return 0;
        }
        clock.pause(line, Duration.ofNanos(Math.min(untilData, deadline - now)));
      }
    }
  }

  @Override
  public void write(byte[] data) throws PortLost {
    requireUsable("write");
    sender.send(data);
  }

  @Override
  public void flush() throws PortLost {
    requireUsable("flush");
  }

  @Override
  public void discardInput() throws PortLost {
    requireUsable("discard");
    synchronized (line) {
      incoming.clear();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    line.closed(this);
  }

  void lose() {
    isLost = true;
  }

  private void requireUsable(String what) throws PortLost {
    if (isClosed) {
      throw new PortLost(path(), what + " failed, the port is closed");
    }
    if (isLost) {
      throw new PortLost(path(), what + " failed, the cable is pulled");
    }
  }
}
