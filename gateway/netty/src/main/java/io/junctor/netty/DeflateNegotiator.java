package io.junctor.netty;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Agrees on compression for the links of one listener, and counts what it costs. Any thread. */
final class DeflateNegotiator {

  private final DeflateOptions options;
  private final AtomicInteger contexts = new AtomicInteger();

  DeflateNegotiator(DeflateOptions options) {
    this.options = options;
  }

  /**
   * What was agreed on.
   *
   * @param header the answer in {@code Sec-WebSocket-Extensions}.
   * @param deflate the link's compression, to be ended with it.
   */
  record Agreed(String header, MessageDeflate deflate) {}

  /**
   * Agrees with a client; null when it offers nothing that we have. On the link's loop.
   *
   * @param offers the values of {@code Sec-WebSocket-Extensions}.
   */
  @Nullable Agreed agree(List<String> offers) {
    DeflateOffer offer = DeflateOffer.first(offers);
    if (offer == null) {
      return null;
    }
    boolean context = options.contextTakeover() && offer.needsContext() && takeContext();
    int windowBits = offer.ourWindowBits();
    MessageDeflate deflate =
        context
            ? new MessageDeflate(
                windowBits,
                offer.mayKeepServerContext(),
                !offer.noClientContext(),
                contexts::decrementAndGet)
            : new MessageDeflate(windowBits, false, false, () -> {});
    return new Agreed(offer.answer(context), deflate);
  }

  /** Links that have a context of their own now. */
  int contexts() {
    return contexts.get();
  }

  private boolean takeContext() {
    if (contexts.incrementAndGet() <= options.contextsMax()) {
      return true;
    }
    contexts.decrementAndGet();
    return false;
  }
}
