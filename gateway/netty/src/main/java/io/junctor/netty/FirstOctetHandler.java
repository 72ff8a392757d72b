package io.junctor.netty;

import io.junctor.wamp.rawsocket.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells RawSocket from HTTP by the first octet, and puts in its own place whoever understands the
 * rest. Owned by the channel's loop.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-rawsocket-transport">WAMP:
 *     RawSocket Transport</a>
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close shows as a closed channel
final class FirstOctetHandler extends ByteToMessageDecoder {

  private static final Logger LOG = LoggerFactory.getLogger(FirstOctetHandler.class);

  private final LinkLimits limits;
  private final Consumer<ChannelPipeline> rawSocket;
  private final Consumer<ChannelPipeline> http;
  private @Nullable Future<?> deadline;
  private boolean done;

  FirstOctetHandler(
      LinkLimits limits, Consumer<ChannelPipeline> rawSocket, Consumer<ChannelPipeline> http) {
    this.limits = limits;
    this.rawSocket = rawSocket;
    this.http = http;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(
                () -> {
                  LOG.debug("peer={} cause=handshake_timeout", Peers.of(ctx.channel()));
                  ctx.close();
                },
                limits.handshakeTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  // "The first octet is a magic octet with value `0x7F`. This value is chosen to avoid any possible
  // collision with the first octet of a valid HTTP request".
  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int octet = in.getUnsignedByte(in.readerIndex());
    if (done) {
      in.skipBytes(in.readableBytes());
    } else if (octet == Handshake.MAGIC) {
      become(ctx, rawSocket);
    } else if (octet >= 'A' && octet <= 'Z') { // the methods of HTTP are in upper case
      become(ctx, http);
    } else {
      done = true;
      LOG.debug(
          "peer={} cause=protocol_violation: neither RawSocket nor HTTP, first octet {}",
          Peers.of(ctx.channel()),
          octet);
      ctx.close();
    }
  }

  private void become(ChannelHandlerContext ctx, Consumer<ChannelPipeline> handlers) {
    done = true;
    handlers.accept(ctx.pipeline());
    ctx.pipeline().remove(this); // hands on what has come
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    Failures.closeUnopened(ctx, thrown);
  }
}
