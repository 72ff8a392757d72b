package io.junctor.drivers.linux.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Text in fixed char arrays of the kernel: zero-terminated, or filled to the end. */
final class Strings {

  private Strings() {}

  static String read(MemorySegment struct, long offset, int size) {
    byte[] bytes = struct.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
    int length = 0;
    while (length < size && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, UTF_8);
  }

  /** Writes what fits and leaves at least one zero behind it. */
  static void write(MemorySegment struct, long offset, int size, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int length = Math.min(bytes.length, size - 1);
    MemorySegment.copy(bytes, 0, struct, ValueLayout.JAVA_BYTE, offset, length);
  }
}
