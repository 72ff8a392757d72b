package io.junctor.netty;

import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.rawsocket.Handshake;
import io.junctor.wamp.rawsocket.HandshakeError;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportAcceptor;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
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

  private final ListenerConfig config;
  private final TransportAcceptor acceptor;
  private final WebSocketLink.Maker links;
  private final HalfSent.Budget halfSent;
  private final @Nullable DeflateNegotiator deflates;
  private final @Nullable LongPoll longPoll;
  private final NettyDoor door;

  private NettyListener(
      NettyLoops loops,
      ListenerConfig config,
      TransportAcceptor acceptor,
      WebSocketLink.Maker links)
      throws IOException {
    this.config = config;
    this.acceptor = acceptor;
    this.links = links;
    this.halfSent = loops.halfSent();
    WebListenerConfig web = config.web();
    DeflateOptions deflate = web == null ? null : web.options().deflate();
    String path = web == null ? null : web.options().longPollPath();
    this.deflates = deflate == null ? null : new DeflateNegotiator(deflate);
    this.longPoll =
        web == null || path == null ? null : new LongPoll(path, web, acceptor, loops::next);
    this.door =
        NettyDoor.open(
            loops,
            config.address(),
            config.connections(),
            config.tls(),
            new NettyDoor.Behind(
                web != null, refusal(config), this::onConnection, NettyListener::closeOne));
  }

  /**
   * Starts a listener.
   *
   * @param acceptor who takes the links.
   * @throws IOException when it cannot listen; the message says where and why not.
   */
  public static NettyListener start(
      NettyLoops loops, ListenerConfig config, TransportAcceptor acceptor) throws IOException {
    return start(loops, config, acceptor, NettyWebSocketTransport::new);
  }

  /** Starts a listener with other links over WebSocket than the product's. */
  static NettyListener start(
      NettyLoops loops,
      ListenerConfig config,
      TransportAcceptor acceptor,
      WebSocketLink.Maker links)
      throws IOException {
    NettyListener listener = new NettyListener(loops, config, acceptor, links);
    LOG.info("listener={} listening", listener.address());
    return listener;
  }

  /** The TCP port it listens on; 0 for a Unix socket. */
  public int port() {
    return door.port();
  }

  /** Where it listens, for people and logs: {@code 127.0.0.1:8080} or {@code unix:/run/...}. */
  public String address() {
    return door.address();
  }

  /** Open connections, unfinished handshakes and plain HTTP included. */
  public int connections() {
    return door.connections();
  }

  /** Accepts no more; open links go on. Completed when the address is free. */
  public CompletionStage<Void> stopAccepting() {
    return door.stopAccepting();
  }

  /**
   * Accepts no more and closes what is open with {@link CloseCause#SHUTDOWN}. Completed when
   * everything is closed, within the close timeout.
   */
  public CompletionStage<Void> close() {
    // What polls has its messages first, on the connections that are open.
    return longPoll == null
        ? door.close()
        : door.stopAccepting().thenCompose(d -> longPoll.close()).thenCompose(d -> door.close());
  }

  private static void closeOne(Channel channel) {
    if (channel.pipeline().get(NettyTransport.NAME) instanceof NettyTransport transport) {
      transport.close(CloseCause.SHUTDOWN);
    } else {
      channel.close();
    }
  }

  private void onConnection(Channel channel) {
    HalfSent.accept(channel, halfSent);
    WebListenerConfig web = config.web();
    RawSocketListenerConfig raw = config.rawSocket();
    ChannelPipeline pipeline = channel.pipeline();
    if (web != null && raw != null) {
      pipeline.addLast(
          "first-octet",
          new FirstOctetHandler(
              config.limits(),
              chosen -> addRawSocket(chosen, raw),
              chosen -> addHttp(chosen, web)));
    } else if (web != null) {
      addHttp(pipeline, web);
    } else if (raw != null) {
      addRawSocket(pipeline, raw);
    }
  }

  private void addRawSocket(ChannelPipeline pipeline, RawSocketListenerConfig raw) {
    pipeline.addLast("rawsocket-handshake", new RawSocketAcceptHandler(raw, acceptor));
  }

  private void addHttp(ChannelPipeline pipeline, WebListenerConfig web) {
    pipeline.addLast("http-codec", new HttpServerCodec(httpLimits()));
    int bodyBytesMax = HttpRoutes.BODY_BYTES_MAX;
    if (longPoll != null) {
      bodyBytesMax = Math.max(bodyBytesMax, web.limits().frameBytesMax());
      pipeline.addLast(HttpBodyLimit.NAME, new HttpBodyLimit(longPoll::bodyBytesMax, web.limits()));
    }
    WebListenerConfig here = web.listeningOn(localPort(pipeline.channel()));
    pipeline
        .addLast("http-body", new HttpObjectAggregator(bodyBytesMax, true))
        .addLast("http", new HttpHandler(here, acceptor, links, deflates, longPoll));
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
    boolean saysNothing =
        config.tls() != null // before TLS nothing can be said
            || (config.web() != null && config.rawSocket() != null); // who knows what it speaks?
    if (saysNothing) {
      return new byte[0];
    }
    return config.web() != null
        ? HttpReplies.tooManyConnections()
        : ByteBuffer.allocate(Handshake.BYTES)
            .putInt(HandshakeError.CONNECTIONS_EXHAUSTED.toInt())
            .array();
  }
}
