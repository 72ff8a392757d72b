package io.junctor.netty;

import io.junctor.wamp.rawsocket.Handshake;
import io.junctor.wamp.rawsocket.HandshakeException;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.TransportDetails;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

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
    ctx.writeAndFlush(Unpooled.copyInt(ours().toInt()));
  }

  private Handshake ours() {
    return Handshake.ofLimit(link.config().limits().frameBytesMax(), link.format());
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (done) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < Handshake.BYTES) {
      return;
    }
    done = true;
    try {
      Handshake theirs = Handshake.ofReply(in.readInt(), link.format());
      if (!link.opened().isDone()) {
        open(ctx, theirs.messageBytesMax());
      }
    } catch (HandshakeException e) {
      link.fail(String.valueOf(e.getMessage()));
      ctx.close();
    }
  }

  private void open(ChannelHandlerContext ctx, int peerFrameBytesMax) {
    LinkLimits limits = link.config().limits();
    NettyTransport transport =
        new NettyRawSocketTransport(
            true,
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
        .addLast(RawSocketFrameReader.NAME, new RawSocketFrameReader(ours().messageBytesMax()))
        .addLast(NettyTransport.NAME, transport);
    link.opened().complete(transport);
    // only who pings is pinged: else a router learns after the first interval that we know pings,
    // and takes far longer to notice that we are gone when we go before
    var _ = transport.writePing();
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
