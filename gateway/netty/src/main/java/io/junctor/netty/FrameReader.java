package io.junctor.netty;

import static io.netty.handler.codec.ByteToMessageDecoder.MERGE_CUMULATOR;

import io.junctor.wamp.transport.CloseCause;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes to frames, each handed on as soon as it is whole; what is left is kept until more comes.
 * After a violation nothing is looked at. Owned by the channel's loop.
 *
 * <p>In the place of Netty's {@code ByteToMessageDecoder}, which collects what a read brings in a
 * list: most reads of a gateway bring one message.
 */
abstract class FrameReader extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(FrameReader.class);

  private @Nullable HalfSent halfSent;
  private @Nullable ByteBuf rest; // of a frame that is not whole yet; null: nothing
  private boolean isReading;
  private boolean hasEnded; // by a violation, or with the channel

  /**
   * The next whole frame; null when more has to come. Reads nothing unless there is one.
   *
   * @throws DecoderException when it is none; names the fault.
   */
  abstract @Nullable Object next(ByteBuf in);

  @Override
  public final void handlerAdded(ChannelHandlerContext ctx) {
    halfSent = HalfSent.of(ctx.channel());
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object chunk) {
    if (!(chunk instanceof ByteBuf in)) {
      ctx.fireChannelRead(chunk);
    } else if (hasEnded) {
      in.release();
    } else {
      read(ctx, in);
    }
  }

  private void read(ChannelHandlerContext ctx, ByteBuf in) {
    isReading = true;
    try {
      ByteBuf all = rest == null ? in : MERGE_CUMULATOR.cumulate(ctx.alloc(), rest, in);
      rest = all;
      for (Object frame = next(all); frame != null; frame = hasEnded ? null : next(all)) {
        ctx.fireChannelRead(frame);
      }
    } catch (RuntimeException | OutOfMemoryError e) { // of memory outside of the heap
      hasEnded = true;
      ctx.fireExceptionCaught(e);
    } finally {
      isReading = false;
      keepRest();
    }
    boundRest(ctx);
  }

  private void keepRest() {
    ByteBuf kept = rest;
    if (kept == null) {
      return;
    }
    if (hasEnded || !kept.isReadable()) {
      kept.release();
      rest = null;
    } else if (kept.refCnt() == 1) { // nobody else looks at what would be moved
      kept.discardSomeReadBytes();
    }
  }

  private void boundRest(ChannelHandlerContext ctx) {
    HalfSent bound = halfSent;
    if (bound == null || !bound.keepsOfFrame(rest == null ? 0 : rest.readableBytes())) {
      return;
    }
    LOG.warn(
        "peer={} cause=limit: closing this link, which has sent {} bytes of a message; all have {}",
        Peers.of(ctx.channel()),
        bound.bytes(),
        bound.taken());
    endForGood();
    bound.end();
    if (ctx.pipeline().get(NettyTransport.NAME) instanceof NettyTransport transport) {
      transport.close(CloseCause.LIMIT);
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext ctx) {
    endForGood();
    ctx.fireChannelInactive();
  }

  @Override
  public final void handlerRemoved(ChannelHandlerContext ctx) {
    endForGood();
    if (halfSent != null) {
      halfSent.end();
    }
  }

  private void endForGood() {
    hasEnded = true;
    if (rest != null && !isReading) {
      rest.release();
      rest = null;
    }
  }
}
