package io.junctor.drivers.playback;

import io.junctor.drivers.playback.SerialChunk.Direction;
import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Passes everything on to another port and writes it down. */
public final class RecordingSerialPort implements SerialPort {

  /** More than a test wants to replay; a recording left running stops growing here. */
  public static final int CHUNKS_MAX = 100_000;

  private final SerialPort port;
  private final List<SerialChunk> chunks = new ArrayList<>();

  public RecordingSerialPort(SerialPort port) {
    this.port = port;
  }

  /** The recording so far, to be replayed by {@link PlaybackSerialPort}. */
  public String text() {
    synchronized (chunks) {
      return chunks.stream().map(SerialChunk::line).collect(Collectors.joining("\n", "", "\n"));
    }
  }

  @Override
  public String path() {
    return port.path();
  }

  @Override
  public SerialSettings settings() {
    return port.settings();
  }

  @Override
  public int read(byte[] buffer, int offset, int length, Duration timeout) throws PortLost {
    try {
      int count = port.read(buffer, offset, length, timeout);
      if (count > 0) {
        add(SerialChunk.of(Direction.READ, Arrays.copyOfRange(buffer, offset, offset + count)));
      }
      return count;
    } catch (PortLost e) {
      add(SerialChunk.lost("read failed"));
      throw e;
    }
  }

  @Override
  public void write(byte[] data) throws PortLost {
    try {
      port.write(data);
      add(SerialChunk.of(Direction.WRITTEN, data.clone()));
    } catch (PortLost e) {
      add(SerialChunk.lost("write failed"));
      throw e;
    }
  }

  @Override
  public void flush() throws PortLost {
    port.flush();
  }

  @Override
  public void discardInput() throws PortLost {
    port.discardInput();
  }

  @Override
  public void close() {
    port.close();
  }

  private void add(SerialChunk chunk) {
    synchronized (chunks) {
      if (chunks.size() >= CHUNKS_MAX) {
        throw new IllegalStateException(
            path() + ": recording is full at " + CHUNKS_MAX + " chunks");
      }
      chunks.add(chunk);
    }
  }
}
