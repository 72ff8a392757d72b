package io.junctor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A few numbers that change often and must never be half of this and half of that: two slots,
 * written in turn, the valid one with the higher version counts.
 *
 * <p>Slots are a block apart, so that a torn write of one cannot reach the other. A slot that could
 * not be forced is written again the next time; the other one is only touched after that worked.
 * Not thread-safe.
 */
final class SlotFile implements AutoCloseable {

  private static final int SLOT_BYTES = 4096;
  private static final int VALUES_MAX = 4;
  private static final int USED_BYTES = Integer.BYTES + Long.BYTES * (1 + VALUES_MAX);

  private final StoreFile file;
  private long version; // of the value last written or read; 0: none
  private long @Nullable [] values;

  private SlotFile(StoreFile file) {
    this.file = file;
  }

  /** Opens the file and reads the newest valid slot. */
  static SlotFile open(StoreFiles files, String name) throws IOException {
    boolean isNew = !files.list().contains(name);
    SlotFile slots = new SlotFile(files.open(name));
    slots.readSlot(0);
    slots.readSlot(1);
    if (isNew) {
      files.forceDirectory();
    }
    return slots;
  }

  /** The newest values; null when there are none, or both slots are damaged. */
  long @Nullable [] values() {
    return values == null ? null : values.clone();
  }

  /** Writes values; on return they survive a power cut. */
  void write(long... newValues) throws IOException {
    long next = version + 1;
    ByteBuffer slot = ByteBuffer.allocate(USED_BYTES);
    slot.putInt(0).putLong(next);
    for (int i = 0; i < VALUES_MAX; i++) {
      slot.putLong(i < newValues.length ? newValues[i] : 0);
    }
    slot.putInt(0, crc(slot)).flip();
    file.write(next % 2 * SLOT_BYTES, slot);
    file.force();
    version = next;
    values = java.util.Arrays.copyOf(newValues, VALUES_MAX);
  }

  private void readSlot(int index) throws IOException {
    ByteBuffer slot = ByteBuffer.allocate(USED_BYTES);
    file.read((long) index * SLOT_BYTES, slot);
    if (slot.hasRemaining() || slot.getInt(0) != crc(slot)) {
      return;
    }
    long found = slot.getLong(Integer.BYTES);
    if (found > version && found % 2 == index) {
      version = found;
      long[] read = new long[VALUES_MAX];
      slot.position(Integer.BYTES + Long.BYTES).asLongBuffer().get(read);
      values = read;
    }
  }

  private static int crc(ByteBuffer slot) {
    CRC32C crc = new CRC32C();
    crc.update(slot.duplicate().limit(USED_BYTES).position(Integer.BYTES));
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
