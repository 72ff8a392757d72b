package io.junctor.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;

/**
 * The least that can answer a WAMP HELLO on RawSocket: echoes the handshake and answers every other
 * read with a WELCOME it does not think about. It also loads the HTTP codec, as a server with pages
 * must.
 */
final class BareNettyServer {

  private static final int HANDSHAKE_BYTES = 4;
  private static final String WELCOME = "[2,1,{\"roles\":{\"broker\":{},\"dealer\":{}}}]";

  private BareNettyServer() {}

  /** Listens on 127.0.0.1 at the port given as the only argument, until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    boolean epoll = Epoll.isAvailable();
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            2, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    new HttpServerCodec();
    new ServerBootstrap()
        .group(group)
        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new Answer());
              }
            })
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
      if (in.readableBytes() == HANDSHAKE_BYTES) {
        var _ = context.writeAndFlush(in.retain());
        return;
      }
      byte[] welcome = WELCOME.getBytes(StandardCharsets.UTF_8);
      var _ = context.writeAndFlush(Unpooled.buffer().writeInt(welcome.length).writeBytes(welcome));
    }
  }
}
