package io.junctor.drivers.playback;

import io.junctor.drivers.playback.SerialChunk.Direction;
import io.junctor.drivers.serial.PortLost;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers a driver from a recording. Never waits: a read before the writes that precede it in the
 * recording times out at once. Writes may be cut differently than recorded, their bytes may not
 * differ. A difference throws {@link AssertionError} at once and again at {@link #close}; so do
 * chunks left over.
 */
public final class PlaybackSerialPort implements SerialPort {

  private final String path;
  private final SerialSettings settings;
  private final List<SerialChunk> expected;
  private int next;
  private int position; // in the bytes of the next chunk
  private @Nullable String mismatch;

  /**
   * Plays a recording.
   *
   * @param path for messages
   * @param text the recording, see the package's description
   * @throws IllegalArgumentException naming the line that is not understood
   */
  public PlaybackSerialPort(String path, SerialSettings settings, String text) {
    this.path = path;
    this.settings = settings;
    this.expected = SerialChunk.parse(text);
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
  public synchronized int read(byte[] buffer, int offset, int length, Duration timeout)
      throws PortLost {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    SerialChunk chunk = next(Direction.READ);
    if (chunk == null) {
      return 0;
    }
    int count = Math.min(length, chunk.bytes().length - position);
    System.arraycopy(chunk.bytes(), position, buffer, offset, count);
    consume(chunk, count);
    return count;
  }

  @Override
  public synchronized void write(byte[] data) throws PortLost {
    int sent = 0;
    while (sent < data.length) {
      SerialChunk chunk = next(Direction.WRITTEN);
      if (chunk == null) {
        throw fail("got '" + hex(data, sent, data.length) + "' written");
      }
      int count = Math.min(data.length - sent, chunk.bytes().length - position);
      if (!Arrays.equals(chunk.bytes(), position, position + count, data, sent, sent + count)) {
        throw fail("got '" + hex(data, sent, data.length) + "' written");
      }
      sent += count;
      consume(chunk, count);
    }
  }

  @Override
  public void flush() {}

  /** Skips what the recording has to read now, up to the next write. */
  @Override
  public synchronized void discardInput() throws PortLost {
    for (SerialChunk chunk = next(Direction.READ); chunk != null; chunk = next(Direction.READ)) {
      consume(chunk, chunk.bytes().length - position);
    }
  }

  /**
   * Ends the playback.
   *
   * @throws AssertionError if something written differed or chunks are left
   */
  @Override
  public synchronized void close() {
    if (mismatch == null && next < expected.size()) {
      mismatch = describe("got nothing more");
    }
    if (mismatch != null) {
      throw new AssertionError(mismatch);
    }
  }

  /** The next chunk if it has this direction, else null. */
  private @Nullable SerialChunk next(Direction direction) throws PortLost {
    if (mismatch != null) {
      throw new AssertionError(mismatch);
    }
    if (next >= expected.size()) {
      return null;
    }
    SerialChunk chunk = expected.get(next);
    if (chunk.direction() == Direction.LOST) {
      next++;
      throw new PortLost(path, chunk.what());
    }
    return chunk.direction() == direction ? chunk : null;
  }

  private void consume(SerialChunk chunk, int count) {
    position += count;
    if (position == chunk.bytes().length) {
      position = 0;
      next++;
    }
  }

  private AssertionError fail(String what) {
    mismatch = describe(what);
    return new AssertionError(mismatch);
  }

  private String describe(String got) {
    String wanted =
        next < expected.size()
            ? "'"
                + expected.get(next).line()
                + "'"
                + (position > 0 ? " from byte " + (position + 1) : "")
            : "the end of the recording";
    return path
        + " playback, line "
        + (next + 1)
        + " of "
        + expected.size()
        + ": wanted "
        + wanted
        + ", "
        + got;
  }

  private static String hex(byte[] data, int from, int to) {
    return SerialChunk.HEX.formatHex(data, from, to);
  }
}
