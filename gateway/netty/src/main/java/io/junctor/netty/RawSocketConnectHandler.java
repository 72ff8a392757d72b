package io.junctor.netty;

import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.TransportDetails;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our side of the RawSocket handshake when we connected; replaced by the link. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class RawSocketConnectHandler extends ByteToMessageDecoder {

  private final PendingLink link;
  private boolean done;

  RawSocketConnectHandler(PendingLink link) {
    this.link = link;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(
        Unpooled.wrappedBuffer(
            RawSocketHandshake.octets(link.format(), link.config().limits().frameBytesMax())));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (done) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < RawSocketHandshake.BYTES) {
      return;
    }
    done = true;
    byte[] reply = new byte[RawSocketHandshake.BYTES];
    in.readBytes(reply);
    @Nullable String refusal = RawSocketHandshake.refusal(reply, link.format());
    if (refusal != null) {
      link.fail(refusal);
      ctx.close();
    } else if (!link.opened().isDone()) {
      open(ctx, RawSocketHandshake.length(reply));
    }
  }

  private void open(ChannelHandlerContext ctx, int peerFrameBytesMax) {
    LinkLimits limits = link.config().limits();
    NettyTransport transport =
        new NettyRawSocketTransport(
            ctx.channel(),
            link.details(
                ctx.channel(),
                link.config().isUnix()
                    ? TransportDetails.Kind.RAWSOCKET_UNIX
                    : TransportDetails.Kind.RAWSOCKET),
            Serializers.of(link.format()),
            limits,
            peerFrameBytesMax,
            opened -> link.handler());
    ctx.pipeline()
        .addLast(
            RawSocketFrameDecoder.NAME,
            new RawSocketFrameDecoder(RawSocketHandshake.announced(limits.frameBytesMax())))
        .addLast(NettyTransport.NAME, transport);
    link.opened().complete(transport);
    ctx.pipeline().remove(this); // hands on what came after the four octets
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    link.fail("the router closed the connection during the handshake");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    link.fail(thrown);
    ctx.close();
  }
}
