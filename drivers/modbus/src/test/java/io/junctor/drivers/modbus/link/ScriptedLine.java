package io.junctor.drivers.modbus.link;

import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialException;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialPorts;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;

/**
 * A serial line that answers each request with the next of the prepared answers, and whose time
 * goes on only while somebody waits.
 */
final class ScriptedLine implements SerialPorts {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  final List<String> written = new ArrayList<>();
  final List<Long> writtenNanos = new ArrayList<>();
  private final Queue<byte[]> answers = new ArrayDeque<>();
  private final Deque<Byte> incoming = new ArrayDeque<>();
  private int chunk = Integer.MAX_VALUE;
  private boolean isUnplugged;
  private boolean isBabbling;
  private int opened;
  private int closed;
  private long nanos = -1_000; // wraps through 0
  private long lastByteNanos = Long.MIN_VALUE / 2;

  ScriptedLine answer(String hex) {
    answers.add(hex.isEmpty() ? new byte[0] : HEX.parseHex(hex));
    return this;
  }

  ScriptedLine chunks(int bytes) {
    chunk = bytes;
    return this;
  }

  void noise(String hex) {
    for (byte b : HEX.parseHex(hex)) {
      incoming.add(b);
    }
  }

  void babble() {
    isBabbling = true;
  }

  void unplug(boolean unplugged) {
    isUnplugged = unplugged;
  }

  int opened() {
    return opened;
  }

  int closed() {
    return closed;
  }

  long nanos() {
    return nanos;
  }

  long lastByteNanos() {
    return lastByteNanos;
  }

  @Override
  public List<String> paths() {
    return List.of("/dev/ttyUSB0");
  }

  @Override
  public SerialPort open(String path, SerialSettings settings) throws SerialException {
    if (isUnplugged) {
      throw new SerialException(SerialException.Kind.NOT_FOUND, path, "no such port");
    }
    opened++;
    return new Port(path, settings);
  }

  private final class Port implements SerialPort {
    private final String path;
    private final SerialSettings settings;
    private boolean isClosed;

    Port(String path, SerialSettings settings) {
      this.path = path;
      this.settings = settings;
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
      requireUsable();
      int count = 0;
      while (count < Math.min(length, chunk) && !incoming.isEmpty()) {
        buffer[offset + count++] = incoming.remove();
      }
      if (count == 0 && isBabbling) {
        buffer[offset] = 0x55;
        count = 1;
      }
      if (count == 0) {
        nanos += timeout.toNanos();
      } else {
        nanos += 1_000;
        lastByteNanos = nanos;
      }
      return count;
    }

    @Override
    public void write(byte[] data) throws PortLost {
      requireUsable();
      written.add(HEX.formatHex(data));
      writtenNanos.add(nanos);
      byte[] answer = answers.poll();
      for (byte b : answer == null ? new byte[0] : answer) {
        incoming.add(b);
      }
    }

    @Override
    public void flush() throws PortLost {
      requireUsable();
    }

    @Override
    public void discardInput() throws PortLost {
      requireUsable();
      incoming.clear();
    }

    @Override
    public void close() {
      if (!isClosed) {
        closed++;
      }
      isClosed = true;
    }

    private void requireUsable() throws PortLost {
      if (isUnplugged || isClosed) {
        throw new PortLost(path, "the cable is pulled");
      }
    }
  }
}
