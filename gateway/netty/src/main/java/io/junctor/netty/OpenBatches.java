package io.junctor.netty;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * What the batches of all links of one loop take of the memory, direct memory mostly, while they
 * wait for the flush. Without a bound a message to thousands of links would be there thousands of
 * times; what finds no room here waits in the queue of its link, shared with the others. Owned by
 * the loop.
 */
final class OpenBatches {

  /** Several messages to each of a thousand links; of the direct memory one part in 64. */
  static final int BYTES_MAX = 1 << 20;

  private static final FastThreadLocal<OpenBatches> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected OpenBatches initialValue() {
          return new OpenBatches();
        }
      };

  private long bytes;

  private OpenBatches() {}

  static OpenBatches ofThisLoop() {
    return OF_LOOP.get();
  }

  boolean hasRoomFor(int more) {
    return bytes + more <= BYTES_MAX;
  }

  /** Some link's batch has grown by so many bytes, or is gone. */
  void count(int more) {
    bytes += more;
  }

  long bytes() {
    return bytes;
  }
}
