package io.junctor.netty;

import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a router over WebSocket, RawSocket or a Unix socket. Any thread; each call of {@link
 * #connect} opens another link.
 *
 * <p>A name is looked up anew for each link, off the event loop, and its addresses are tried in
 * order. The look-up, all attempts and the handshake share one timeout.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
public final class NettyConnector implements Connector {

  // A refusal is a sentence; a proxy's error page may be longer.
  private static final int REFUSAL_BYTES_MAX = 64 * 1024;

  private final NettyLoops loops;
  private final ConnectorConfig config;
  private final @Nullable SslContext tls;

  /**
   * A connector to one place.
   *
   * @throws IOException when the authorities' file cannot be read.
   */
  public NettyConnector(NettyLoops loops, ConnectorConfig config) throws IOException {
    this.loops = loops;
    this.config = config;
    this.tls = config.isTls() ? Tls.client(config.authorities()) : null;
  }

  @Override
  public String target() {
    return config.target();
  }

  /**
   * Opens a link; a failure is a {@link ConnectFailed}. Cancelling the returned future closes what
   * was opened meanwhile.
   */
  @Override
  public CompletionStage<Transport> connect(TransportHandler handler) {
    PendingLink link = new PendingLink(config, handler, new CompletableFuture<>());
    Future<?> timeout =
        loops.schedule(
            () -> link.fail(new SocketTimeoutException("timed out")), config.connectTimeout());
    link.opened().whenComplete((transport, thrown) -> timeout.cancel(false));
    if (config.isUnix()) {
      tryFrom(link, List.of(loops.unixAddress(config.unixPath())), 0);
    } else {
      // Looking up a name blocks.
      Thread.ofVirtual().name("look up " + config.host()).start(() -> lookUp(link));
    }
    return link.opened();
  }

  private void lookUp(PendingLink link) {
    try {
      List<InetSocketAddress> addresses =
          Arrays.stream(InetAddress.getAllByName(config.host()))
              .map(address -> new InetSocketAddress(address, config.port()))
              .toList();
      tryFrom(link, addresses, 0);
    } catch (UnknownHostException e) {
      link.fail(e);
    }
  }

  private void tryFrom(PendingLink link, List<? extends SocketAddress> addresses, int index) {
    if (link.opened().isDone()) {
      return;
    }
    ChannelFuture connecting = bootstrap(link).connect(addresses.get(index));
    Channel channel = connecting.channel();
    link.opened()
        .whenComplete(
            (transport, thrown) -> {
              if (thrown != null) {
                channel.close();
              }
            });
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            return; // the handshake goes on in the pipeline
          }
          if (index + 1 < addresses.size()) {
            tryFrom(link, addresses, index + 1);
          } else {
            link.fail(done.cause());
          }
        });
  }

  private Bootstrap bootstrap(PendingLink link) {
    return loops
        .client(config.isUnix())
        .resolver(NoopAddressResolverGroup.INSTANCE)
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(OutgoingQueue.BYTES_LOW, OutgoingQueue.BYTES_HIGH))
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                onChannel(channel.pipeline(), link);
              }
            });
  }

  private void onChannel(ChannelPipeline pipeline, PendingLink link) {
    if (tls != null) {
      pipeline.addLast(
          Tls.NAME, Tls.handler(tls, pipeline.channel(), config.host(), config.port()));
    }
    if (config.isWebSocket()) {
      pipeline
          .addLast("http-codec", new HttpClientCodec())
          .addLast("http-body", new HttpObjectAggregator(REFUSAL_BYTES_MAX))
          .addLast("websocket-handshake", new WebSocketConnectHandler(link));
    } else {
      pipeline.addLast("rawsocket-handshake", new RawSocketConnectHandler(link));
    }
  }
}
