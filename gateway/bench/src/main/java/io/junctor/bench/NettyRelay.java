package io.junctor.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Java and Netty cost before any WAMP: the relay of {@code relay.c} without its pairs, on one
 * event loop. Bytes from an {@code A} connection go to every {@code B} connection, bytes from a
 * {@code B} connection to the newest {@code A} connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write shows as a closed channel
final class NettyRelay {

  private static final int BACKLOG = 1024;

  // owned by the only event loop
  private final List<Channel> sinks = new ArrayList<>();
  private @Nullable Channel source;

  private NettyRelay() {}

  /** Listens on 127.0.0.1 at the port given as the only argument, until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    boolean epoll = Epoll.isAvailable();
    NettyRelay relay = new NettyRelay();
    new ServerBootstrap()
        .group(
            new MultiThreadIoEventLoopGroup(
                1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()))
        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(relay.new Side());
              }
            })
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  /** One connection, named by its first byte. */
  private final class Side extends ChannelInboundHandlerAdapter {

    private int name;

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      ByteBuf bytes = (ByteBuf) read;
      if (name == 0) {
        name = bytes.readByte();
        if (name == 'A') {
          source = context.channel();
        } else {
          sinks.add(context.channel());
        }
        context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'K'}));
      }
      Channel back = source;
      if (bytes.isReadable() && name == 'A') {
        sinks.forEach(sink -> sink.writeAndFlush(bytes.retainedDuplicate(), sink.voidPromise()));
      } else if (bytes.isReadable() && back != null) {
        back.writeAndFlush(bytes.retain(), back.voidPromise());
      }
      bytes.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      sinks.remove(context.channel());
      if (context.channel().equals(source)) {
        source = null;
      }
    }
  }
}
