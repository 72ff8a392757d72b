package io.junctor.netty;

import io.junctor.wamp.message.ProtocolViolation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;

/**
 * Bounds what a peer may send before it is welcomed, and so what it can make us buffer and parse
 * before anybody knows who it is. Sits before the frame decoder until WELCOME leaves.
 */
final class HelloGuard extends ChannelInboundHandlerAdapter {

  private static final String NAME = "hello-guard";

  private final int bytesMax;
  private long bytes;

  private HelloGuard(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Puts a guard before all frame decoding, after TLS. */
  static void addTo(ChannelPipeline pipeline, int bytesMax) {
    if (pipeline.get(Tls.NAME) != null) {
      pipeline.addAfter(Tls.NAME, NAME, new HelloGuard(bytesMax));
    } else {
      pipeline.addFirst(NAME, new HelloGuard(bytesMax));
    }
  }

  /** Whether the peer is not welcome yet. */
  static boolean isIn(ChannelPipeline pipeline) {
    return pipeline.get(NAME) != null;
  }

  static void removeFrom(ChannelPipeline pipeline) {
    if (pipeline.get(NAME) != null) {
      pipeline.remove(NAME);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object chunk) {
    if (chunk instanceof ByteBuf buffer) {
      bytes += buffer.readableBytes();
    }
    if (bytes <= bytesMax) {
      ctx.fireChannelRead(chunk);
      return;
    }
    ReferenceCountUtil.release(chunk);
    ctx.fireExceptionCaught(
        new DecoderException(
            new ProtocolViolation(
                "before WELCOME: expected at most " + bytesMax + " bytes, got " + bytes)));
  }
}
