package io.junctor.bench;

import java.io.IOException;

/**
 * What a JVM holds after a full collection.
 *
 * @param heapBytes live objects.
 * @param directBytes direct buffers.
 */
record JavaMemory(long heapBytes, long directBytes) {

  /** Collects everything and looks. */
  static JavaMemory of(long pid) throws IOException {
    try (Diagnostics jvm = Diagnostics.of(pid)) {
      long direct = jvm.directBytes();
      return new JavaMemory(liveBytes(jvm), direct);
    }
  }

  /**
   * The sum of the histogram of live objects: it collects and counts at one moment, while the
   * heap's own figure already has what was allocated since the collection.
   */
  private static long liveBytes(Diagnostics jvm) throws IOException {
    String total = jvm.command("gcClassHistogram").lines().toList().getLast();
    return Long.parseLong(total.strip().split("\\s+", -1)[2]);
  }

  long bytes() {
    return heapBytes + directBytes;
  }
}
