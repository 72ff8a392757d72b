package io.junctor.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What one round of a loop has to flush, and what that takes of the memory. However many links have
 * something, the loop is given one task. Owned by the loop.
 *
 * <p>The batches of all links, direct memory mostly, are bounded together: without that a message
 * to thousands of links would be there thousands of times. What finds no room waits in the queue of
 * its link, shared with the others.
 */
final class Round {

  /** Several messages to each of a thousand links; of the direct memory one part in 64. */
  static final int BYTES_MAX = 1 << 20;

  private static final FastThreadLocal<Round> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Round initialValue() {
          return new Round();
        }
      };

  private final Queue<OutgoingQueue> ready = new ArrayDeque<>(); // each is in it once at most
  private final Runnable flushing = this::flush;
  private final SpareBuffers spares = SpareBuffers.ofThisLoop();
  private @Nullable EventExecutor flusher; // who will; null: nothing is ready
  private long bytes;

  private Round() {}

  static Round ofThisLoop() {
    return OF_LOOP.get();
  }

  /** A link has something to flush, which it has not said before. */
  void add(OutgoingQueue queue, EventExecutor loop) {
    ready.add(queue);
    if (!loop.equals(flusher)) {
      flusher = loop;
      try {
        loop.execute(flushing);
      } catch (RejectedExecutionException ended) {
        ready.clear(); // the loop has ended, and its channels with it
      }
    }
  }

  private void flush() {
    flusher = null;
    for (int left = ready.size(); left > 0; left--) {
      OutgoingQueue next = ready.poll();
      if (next != null) {
        drain(next);
      }
    }
  }

  private static void drain(OutgoingQueue queue) {
    try {
      queue.drain();
    } catch (RuntimeException e) {
      queue.onFailed(e); // the others are not to blame
    }
  }

  /** An empty buffer for what goes out on one link; {@link #count} it. */
  ByteBuf batch(int room, ByteBufAllocator allocator) {
    return spares.forBatch(room, allocator);
  }

  boolean hasRoomFor(int more) {
    return bytes + more <= BYTES_MAX;
  }

  /** Some link's batch has grown by so many bytes, or is gone. */
  void count(int more) {
    bytes += more;
    if (bytes == 0) {
      spares.startAgain();
    }
  }

  long bytes() {
    return bytes;
  }
}
