package io.junctor.netty;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what all links together keep of messages that are not complete yet. The largest frame
 * bounds one link; a thousand links that each send a large one but its last byte would fill the
 * memory all the same.
 *
 * <p>When all links together keep more than the budget, a link that keeps more than {@link
 * #SHARE_BYTES} of it and sends more is closed; whoever sends what is usual never is. Owned by the
 * channel's loop.
 */
final class HalfSent {

  /** What each link may have in any case; a usual message has a few hundred bytes. */
  static final int SHARE_BYTES = 64 * 1024;

  // As much as the buffer of a read: most messages come whole, and a counter that all share costs.
  private static final int UNCOUNTED_BYTES = 1024;

  private static final AttributeKey<HalfSent> OF_LINK = AttributeKey.valueOf("half-sent");

  // We chose whom to connect to, and to how many: the largest frame is bound enough.
  private static final Budget OWN_LINKS = new Budget(Long.MAX_VALUE - SHARE_BYTES);

  private final Budget budget;
  private int ofFrame;
  private int ofMessage;
  private long counted; // in the budget

  /** What all links share. Any thread. */
  static final class Budget {
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    Budget(long bytesMax) {
      this.bytesMax = bytesMax;
    }

    /** What is kept at the moment. */
    long taken() {
      return bytes.get();
    }

    /** More than a message as large as all of it, which has a head, too. */
    private boolean isExceeded() {
      return taken() > bytesMax + SHARE_BYTES;
    }
  }

  private HalfSent(Budget budget) {
    this.budget = budget;
  }

  /** Counts what an accepted connection has sent. */
  static void accept(Channel channel, Budget budget) {
    channel.attr(OF_LINK).set(new HalfSent(budget));
  }

  /** That of a connection; one that was not accepted has no bound to share. */
  static HalfSent of(Channel channel) {
    channel.attr(OF_LINK).setIfAbsent(new HalfSent(OWN_LINKS));
    return channel.attr(OF_LINK).get();
  }

  /**
   * So much is kept of a frame whose end has not come.
   *
   * @return whether with this too much is kept, here and by all.
   */
  boolean keepsOfFrame(int bytes) {
    if (ofFrame != bytes) {
      ofFrame = bytes;
      count();
    }
    return bytes() > SHARE_BYTES && budget.isExceeded();
  }

  /** So much is kept of a message of several frames whose last has not come. */
  void keepsOfMessage(int bytes) {
    ofMessage = bytes;
    count();
  }

  /** What this link has sent of a message. */
  long bytes() {
    return (long) ofFrame + ofMessage;
  }

  /** What all links have. */
  long taken() {
    return budget.taken();
  }

  /** The link is gone, and what it kept. */
  void end() {
    ofFrame = 0;
    ofMessage = 0;
    count();
  }

  private void count() {
    if (bytes() > UNCOUNTED_BYTES || counted != 0) {
      budget.bytes.addAndGet(bytes() - counted);
      counted = bytes();
    }
  }
}
