package io.junctor.netty;

import io.junctor.wamp.transport.CloseCause;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what all links together keep of messages that are not complete yet. The largest frame
 * bounds one link; a thousand links that each send a large one but its last byte would fill the
 * memory all the same.
 *
 * <p>Sits before the frame decoder and counts what came since the last complete message. When all
 * links together have more than the budget, a link that has more than {@link #SHARE_BYTES} of it
 * and sends more is closed; whoever sends what is usual never is.
 */
final class HalfSent extends ChannelInboundHandlerAdapter {

  /** What each link may have in any case; a usual message has a few hundred bytes. */
  static final int SHARE_BYTES = 64 * 1024;

  // As much as the buffer of a read: most messages come whole, and what all links share is far from
  // each.
  private static final int UNCOUNTED_BYTES = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(HalfSent.class);
  private static final String NAME = "half-sent";
  private static final AttributeKey<Budget> BUDGET = AttributeKey.valueOf("half-sent-budget");

  // We chose whom to connect to, and to how many: the largest frame is bound enough.
  private static final Budget OWN_LINKS = new Budget(Long.MAX_VALUE - SHARE_BYTES);

  private final Budget budget;
  private long bytes; // of this link
  private long counted; // of them, in the budget
  private boolean broken;

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

  /** Remembers the budget of an accepted connection. */
  static void accept(Channel channel, Budget budget) {
    channel.attr(BUDGET).set(budget);
  }

  /** Counts from now on, after TLS; without a bound when the connection was not accepted. */
  static HalfSent addTo(ChannelPipeline pipeline) {
    Budget budget = pipeline.channel().attr(BUDGET).get();
    HalfSent counter = new HalfSent(budget == null ? OWN_LINKS : budget);
    if (pipeline.get(Tls.NAME) != null) {
      pipeline.addAfter(Tls.NAME, NAME, counter);
    } else {
      pipeline.addFirst(NAME, counter);
    }
    return counter;
  }

  /** Nothing is kept of what came. */
  void complete() {
    if (bytes != 0) { // of the messages that came together only the first finds something
      count(-bytes);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object chunk) {
    if (chunk instanceof ByteBuf buffer) {
      count(buffer.readableBytes());
    }
    if (bytes > SHARE_BYTES && budget.isExceeded() && !broken) {
      broken = true;
      LOG.warn(
          "peer={} cause=limit: closing this link, which has sent {} bytes of a message; all have"
              + " {}",
          Peers.of(ctx.channel()),
          bytes,
          budget.taken());
      if (ctx.pipeline().get(NettyTransport.NAME) instanceof NettyTransport transport) {
        transport.close(CloseCause.LIMIT);
      }
    }
    if (broken) {
      ((ByteBuf) chunk).release();
    } else {
      ctx.fireChannelRead(chunk);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    count(-bytes); // also when the channel closes
  }

  private void count(long more) {
    bytes += more;
    if (bytes > UNCOUNTED_BYTES || counted != 0) {
      budget.bytes.addAndGet(bytes - counted);
      counted = bytes;
    }
  }
}
