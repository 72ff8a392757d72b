package io.junctor.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a link's bytes are read to: as much at once as the reads before suggest, and one read a
 * round. A small read goes to the {@link SpareBuffers} of its loop.
 */
final class ReadBuffers implements RecvByteBufAllocator {

  // What one link may bring in one round of its loop: enough that the system calls of a round do
  // not count, little enough that the others hardly wait and that a receiver has room for all of it
  // (OutgoingQueue.BYTES_HIGH). Idle links hold no buffer.
  private static final int BYTES_MAX = 32 * 1024;

  // Netty reads up to a mebibyte of one link before it looks at the next: a thousand messages,
  // which all others wait for and which no receiver's queue has room for at once.
  private final RecvByteBufAllocator sizes =
      new AdaptiveRecvByteBufAllocator(SpareBuffers.BYTES, SpareBuffers.BYTES, BYTES_MAX)
          .maxMessagesPerRead(1);

  @Override
  public ExtendedHandle newHandle() {
    return new OfLink((ExtendedHandle) sizes.newHandle());
  }

  @SuppressWarnings("deprecation") // the kind of handle, not what it is used for
  private static final class OfLink extends DelegatingHandle implements ExtendedHandle {
    private final ExtendedHandle sizes;
    private @Nullable SpareBuffers spares; // of the link's loop; null: not looked up yet

    OfLink(ExtendedHandle sizes) {
      super(sizes);
      this.sizes = sizes;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      if (guess() > SpareBuffers.BYTES) {
        return sizes.allocate(allocator);
      }
      if (spares == null) {
        spares = SpareBuffers.ofThisLoop();
      }
      return spares.forRead(allocator);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
      return sizes.continueReading(maybeMore);
    }
  }
}
