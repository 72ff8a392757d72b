package io.junctor.drivers.sim;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Bytes under way in one direction, each chunk with the time it arrives. Guarded by its line. */
final class SimSerialQueue {

  /** N_TTY_BUF_SIZE, what the kernel's line discipline holds. */
  static final int BYTES_MAX = 4096;

  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private int size;
  private long bytesLost;
  private int bytesPerReadMax = Integer.MAX_VALUE;

  void add(byte[] data, long arrivalNanos) {
    int kept = Math.min(data.length, BYTES_MAX - size);
    bytesLost += data.length - kept;
    if (kept > 0) {
      chunks.add(new Chunk(Arrays.copyOf(data, kept), arrivalNanos));
      size += kept;
    }
  }

  void clear() {
    chunks.clear();
    size = 0;
  }

  void limitReads(int bytes) {
    bytesPerReadMax = bytes;
  }

  long bytesLost() {
    return bytesLost;
  }

  /**
   * How long until something can be read; 0 now, {@code Long.MAX_VALUE} if nothing is under way.
   */
  long nanosUntilData(long nowNanos) {
    Chunk first = chunks.peek();
    return first == null ? Long.MAX_VALUE : Math.max(0, first.arrivalNanos - nowNanos);
  }

  /** Takes what has arrived. */
  int take(byte[] buffer, int offset, int length, long nowNanos) {
    int wanted = Math.min(length, bytesPerReadMax);
    int taken = 0;
    while (taken < wanted && nanosUntilData(nowNanos) == 0) {
      Chunk chunk = chunks.element();
      int count = Math.min(wanted - taken, chunk.bytes.length - chunk.position);
      System.arraycopy(chunk.bytes, chunk.position, buffer, offset + taken, count);
      chunk.position += count;
      taken += count;
      size -= count;
      if (chunk.position == chunk.bytes.length) {
        chunks.remove();
      }
    }
    return taken;
  }

  private static final class Chunk {
    private final byte[] bytes;
    private final long arrivalNanos;
    private int position;

    Chunk(byte[] bytes, long arrivalNanos) {
      this.bytes = bytes;
      this.arrivalNanos = arrivalNanos;
    }
  }
}
