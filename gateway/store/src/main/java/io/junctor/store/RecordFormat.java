package io.junctor.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record's bytes, big endian:
 *
 * <pre>
 *  0  4  CRC-32C of the segment's ordinal and of all that follows, so that what a file held in an
 *        earlier life as another segment does not check
 *  4  4  length of the payload
 *  8  8  seq
 * 16  4  epoch
 * 20  1  type: 1, an event; 0 is no record, as the zeros of a preallocated segment
 * 21  3  zero
 * 24     payload, then zeros up to a multiple of 8
 * </pre>
 */
final class RecordFormat {

  static final int HEADER_BYTES = 24;
  private static final int ALIGNMENT = 8;
  private static final byte EVENT = 1;

  private RecordFormat() {}

  /** How many bytes a record with such a payload takes. */
  static int sizeOf(int payloadBytes) {
    int size = HEADER_BYTES + payloadBytes;
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  static void write(ByteBuffer out, long ordinal, int epoch, long seq, byte[] payload) {
    int start = out.position();
    out.putInt(0).putInt(payload.length).putLong(seq).putInt(epoch).put(EVENT);
    out.put(new byte[3]).put(payload);
    int end = start + HEADER_BYTES + payload.length;
    out.putInt(start, crc(out, ordinal, start + Integer.BYTES, end));
    out.put(new byte[sizeOf(payload.length) - (end - start)]);
  }

  /**
   * Reads the record at the buffer's position and moves behind it.
   *
   * @param ordinal of the segment.
   * @return null, with the position unchanged, when there is no valid one.
   */
  static @Nullable LogRecord read(ByteBuffer in, long ordinal) {
    int start = in.position();
    if (in.remaining() < HEADER_BYTES || in.get(start + 20) != EVENT) {
      return null;
    }
    int length = in.getInt(start + 4);
    if (length < 0 || length > in.remaining() - HEADER_BYTES) {
      return null;
    }
    int end = start + HEADER_BYTES + length;
    if (in.getInt(start) != crc(in, ordinal, start + Integer.BYTES, end)) {
      return null;
    }
    byte[] payload = new byte[length];
    in.get(start + HEADER_BYTES, payload);
    in.position(Math.min(start + sizeOf(length), in.limit()));
    return new LogRecord(in.getInt(start + 16), in.getLong(start + 8), payload);
  }

  private static int crc(ByteBuffer bytes, long ordinal, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(ordinal).flip());
    crc.update(bytes.duplicate().limit(to).position(from));
    return (int) crc.getValue();
  }
}
