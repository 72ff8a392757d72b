package io.junctor.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Small buffers that a loop fills again and again: one for what it reads, some for what it writes
 * in a round. Allocating two buffers for each message was a fifteenth of what a call costs, and
 * what lies where it lay a moment ago is in the cache. Owned by the loop.
 *
 * <p>A buffer that is given out belongs to whoever got it, as any other. One that is not back when
 * its turn comes (a reader is slow, a message is not whole) is left to its holder and replaced.
 */
final class SpareBuffers {

  /** What a buffer has room for; most reads of a gateway bring less. */
  static final int BYTES = 1024;

  /** As many links as answer in a round with some to spare; 64 KiB of a loop. */
  private static final int BATCHES = 64;

  private static final int READ = BATCHES; // the place of the one for reads

  private static final FastThreadLocal<SpareBuffers> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected SpareBuffers initialValue() {
          return new SpareBuffers();
        }

        @Override
        protected void onRemoval(SpareBuffers spares) {
          spares.release();
        }
      };

  private final @Nullable ByteBuf[] spares = new ByteBuf[BATCHES + 1];
  private int batches; // given out since

  private SpareBuffers() {}

  static SpareBuffers ofThisLoop() {
    return OF_LOOP.get();
  }

  /** An empty direct buffer of {@link #BYTES} for one read. */
  ByteBuf forRead(ByteBufAllocator allocator) {
    return take(READ, allocator);
  }

  /** An empty direct buffer for what goes out on one link. */
  ByteBuf forBatch(int room, ByteBufAllocator allocator) {
    return room <= BYTES && batches < BATCHES
        ? take(batches++, allocator)
        : allocator.ioBuffer(room);
  }

  /** No link has a batch any more: what was given out is written, or waits for its reader. */
  void startAgain() {
    batches = 0;
  }

  private ByteBuf take(int place, ByteBufAllocator allocator) {
    ByteBuf spare = spares[place];
    if (spare == null || spare.refCnt() != 1 || spare.capacity() != BYTES) {
      if (spare != null) {
        spares[place] = null;
        spare.release();
      }
      spare = allocator.ioBuffer(BYTES);
      spares[place] = spare;
    }
    return spare.clear().retain();
  }

  private void release() {
    for (int i = 0; i < spares.length; i++) {
      ByteBuf spare = spares[i];
      if (spare != null) {
        spares[i] = null;
        spare.release();
      }
    }
  }
}
