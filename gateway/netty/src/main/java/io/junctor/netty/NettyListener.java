package io.junctor.netty;

import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.rawsocket.Handshake;
import io.junctor.wamp.rawsocket.HandshakeError;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportAcceptor;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections on one address and hands each to a {@link TransportAcceptor} once its
 * handshake is complete.
 *
 * <p>Life: {@link #start} binds or fails; {@link #stopAccepting} closes the door and leaves the
 * links to their sessions; {@link #close} closes the door and the links. Any thread, but not an
 * event loop: starting blocks.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
public final class NettyListener {

  private static final Logger LOG = LoggerFactory.getLogger(NettyListener.class);

  // Twice Netty's, half of Jetty's defaults: room for long cookies, not for attacks.
  private static final int HTTP_LINE_BYTES_MAX = 4096;
  private static final int HTTP_HEADER_BYTES_MAX = 16 * 1024;

  // Pending connections the kernel keeps; more are turned away by it.
  private static final int BACKLOG = 128;

  private final ListenerConfig config;
  private final TransportAcceptor acceptor;
  private final @Nullable SslContext tls;
  private final ConnectionGate gate;
  private final @Nullable UnixSocketFile socketFile;
  private final Set<Channel> open = ConcurrentHashMap.newKeySet(); // bounded by the gate
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final Channel door;

  private NettyListener(NettyLoops loops, ListenerConfig config, TransportAcceptor acceptor)
      throws IOException {
    this.config = config;
    this.acceptor = acceptor;
    ServerTls files = config.tls();
    this.tls = files == null ? null : Tls.server(files, config instanceof WebListenerConfig);
    this.gate =
        new ConnectionGate(config.address().toString(), config.connections(), refusal(config));
    this.socketFile =
        config.address() instanceof BindAddress.Unix unix ? new UnixSocketFile(unix) : null;
    this.door = bind(loops);
    // Whoever closes it: we, or the loops when they end.
    door.closeFuture()
        .addListener(
            closed -> {
              removeSocketFile();
              stopped.complete(null);
            });
  }

  /**
   * Starts a listener.
   *
   * @param acceptor who takes the links.
   * @throws IOException when it cannot listen; the message says where and why not.
   */
  public static NettyListener start(
      NettyLoops loops, ListenerConfig config, TransportAcceptor acceptor) throws IOException {
    try {
      NettyListener listener = new NettyListener(loops, config, acceptor);
      LOG.info("listener={} listening", listener.address());
      return listener;
    } catch (IOException e) {
      throw new IOException("listener " + config.address() + ": " + Failures.sentence(e), e);
    }
  }

  /** The TCP port it listens on; 0 for a Unix socket. */
  public int port() {
    return door.localAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  /** Where it listens, for people and logs: {@code 127.0.0.1:8080} or {@code unix:/run/...}. */
  public String address() {
    return switch (config.address()) {
      case BindAddress.Tcp tcp -> new BindAddress.Tcp(tcp.host(), port()).toString();
      case BindAddress.Unix unix -> unix.toString();
    };
  }

  /** Open connections, unfinished handshakes and plain HTTP included. */
  public int connections() {
    return gate.open();
  }

  /** Accepts no more; open links go on. Completed when the address is free. */
  public CompletionStage<Void> stopAccepting() {
    if (door.isOpen()) {
      door.close();
    }
    return stopped;
  }

  /**
   * Accepts no more and closes what is open with {@link CloseCause#SHUTDOWN}. Completed when
   * everything is closed, within the close timeout.
   */
  public CompletionStage<Void> close() {
    closing.set(true);
    return stopAccepting()
        .thenCompose(
            done -> {
              CompletableFuture<?>[] all =
                  open.stream().map(NettyListener::closeOne).toArray(CompletableFuture<?>[]::new);
              return CompletableFuture.allOf(all);
            });
  }

  private static CompletableFuture<Void> closeOne(Channel channel) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    channel.closeFuture().addListener(done -> closed.complete(null));
    if (channel.pipeline().get(NettyTransport.NAME) instanceof NettyTransport transport) {
      transport.close(CloseCause.SHUTDOWN);
    } else {
      channel.close();
    }
    return closed;
  }

  private Channel bind(NettyLoops loops) throws IOException {
    ServerBootstrap bootstrap =
        loops
            .server(config.address())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(OutgoingQueue.BYTES_LOW, OutgoingQueue.BYTES_HIGH))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    onConnection(channel);
                  }
                });
    SocketAddress where =
        switch (config.address()) {
          case BindAddress.Tcp tcp -> {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true);
            yield new InetSocketAddress(tcp.host(), tcp.port());
          }
          case BindAddress.Unix unix -> loops.unixAddress(new UnixSocketFile(unix).temporary());
        };
    if (socketFile != null) {
      socketFile.prepare();
    }
    ChannelFuture bound = bootstrap.bind(where).awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw Failures.io(cause);
    }
    if (socketFile != null) {
      try {
        socketFile.publish();
      } catch (IOException e) {
        bound.channel().close();
        throw e;
      }
    }
    return bound.channel();
  }

  private void onConnection(Channel channel) {
    open.add(channel);
    channel.closeFuture().addListener(closed -> open.remove(channel));
    if (!gate.admit(channel)) {
      return;
    }
    if (closing.get()) {
      channel.close(); // accepted just before the door closed
      return;
    }
    ChannelPipeline pipeline = channel.pipeline();
    if (tls != null) {
      pipeline.addLast(Tls.NAME, Tls.handler(tls, channel));
    }
    switch (config) {
      case RawSocketListenerConfig raw ->
          pipeline.addLast("rawsocket-handshake", new RawSocketAcceptHandler(raw, acceptor));
      case WebListenerConfig web ->
          pipeline
              .addLast("http-codec", new HttpServerCodec(httpLimits()))
              .addLast("http-body", new HttpObjectAggregator(HttpRoutes.BODY_BYTES_MAX, true))
              .addLast("http", new HttpHandler(web.listeningOn(localPort(channel)), acceptor));
    }
  }

  private static int localPort(Channel channel) {
    return channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
  }

  private static HttpDecoderConfig httpLimits() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(HTTP_LINE_BYTES_MAX)
        .setMaxHeaderSize(HTTP_HEADER_BYTES_MAX);
  }

  private static byte[] refusal(ListenerConfig config) {
    if (config.tls() != null) {
      return new byte[0]; // nothing can be said before TLS
    }
    return switch (config) {
      case WebListenerConfig web -> HttpReplies.tooManyConnections();
      case RawSocketListenerConfig raw ->
          ByteBuffer.allocate(Handshake.BYTES)
              .putInt(HandshakeError.CONNECTIONS_EXHAUSTED.toInt())
              .array();
    };
  }

  private void removeSocketFile() {
    if (socketFile != null) {
      try {
        socketFile.remove();
      } catch (IOException e) {
        LOG.warn(
            "listener={} cause=io_error: socket file not removed: {}", address(), e.toString());
      }
    }
  }
}
