package io.junctor.netty;

import io.junctor.wamp.rawsocket.Handshake;
import io.junctor.wamp.rawsocket.HandshakeError;
import io.junctor.wamp.rawsocket.HandshakeException;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our side of the RawSocket handshake when a peer connected; replaced by the link. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class RawSocketAcceptHandler extends ByteToMessageDecoder {

  private static final Logger LOG = LoggerFactory.getLogger(RawSocketAcceptHandler.class);

  private final RawSocketListenerConfig config;
  private final TransportAcceptor acceptor;
  private @Nullable Future<?> deadline;
  private boolean done;

  RawSocketAcceptHandler(RawSocketListenerConfig config, TransportAcceptor acceptor) {
    this.config = config;
    this.acceptor = acceptor;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    long nanos = config.limits().handshakeTimeout().toNanos();
    deadline = ctx.executor().schedule(() -> giveUp(ctx), nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (done) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.getUnsignedByte(in.readerIndex()) != Handshake.MAGIC) {
      // Whatever this is, an answer in RawSocket would not help it.
      done = true;
      LOG.debug("peer={} cause=protocol_violation: no RawSocket", Peers.of(ctx.channel()));
      ctx.close();
      return;
    }
    if (in.readableBytes() < Handshake.BYTES) {
      return;
    }
    done = true;
    try {
      Handshake asked = Handshake.ofRequest(in.readInt());
      if (config.formats().contains(asked.format())) {
        open(ctx, asked);
      } else {
        refuse(ctx, HandshakeError.SERIALIZER_UNSUPPORTED);
      }
    } catch (HandshakeException e) {
      LOG.debug("peer={} cause=protocol_violation: {}", Peers.of(ctx.channel()), e.getMessage());
      e.error().ifPresentOrElse(error -> refuse(ctx, error), ctx::close);
    }
  }

  private void refuse(ChannelHandlerContext ctx, HandshakeError error) {
    Closing.gently(ctx.channel(), octets(error.toInt()), config.limits());
  }

  private static ByteBuf octets(int handshake) {
    return Unpooled.copyInt(handshake);
  }

  private void open(ChannelHandlerContext ctx, Handshake asked) {
    LinkLimits limits = config.limits();
    Handshake ours = Handshake.ofLimit(limits.frameBytesMax(), asked.format());
    TransportDetails details =
        new TransportDetails(
            config.address() instanceof BindAddress.Unix
                ? TransportDetails.Kind.RAWSOCKET_UNIX
                : TransportDetails.Kind.RAWSOCKET,
            asked.format(),
            Peers.of(ctx.channel()),
            config.tls() != null || config.address() instanceof BindAddress.Unix,
            Peers.process(ctx.channel()),
            TlsProofs.ofAccepted(ctx.channel()));
    ctx.writeAndFlush(octets(ours.toInt()));
    HelloGuard.addTo(ctx.pipeline(), limits.helloBytesMax());
    ctx.pipeline()
        .addLast(RawSocketFrameReader.NAME, new RawSocketFrameReader(ours.messageBytesMax()))
        .addLast(
            NettyTransport.NAME,
            new NettyRawSocketTransport(
                config.pingsUnasked(),
                ctx.channel(),
                details,
                Serializers.of(asked.format()),
                limits,
                asked.messageBytesMax(),
                acceptor));
    ctx.pipeline().remove(this); // hands on what came after the four octets
  }

  private void giveUp(ChannelHandlerContext ctx) {
    LOG.debug("peer={} cause=handshake_timeout", Peers.of(ctx.channel()));
    ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    Failures.closeUnopened(ctx, thrown);
  }
}
