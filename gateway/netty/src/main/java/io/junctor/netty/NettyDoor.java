package io.junctor.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port for a protocol that is not WAMP: binding, TLS, and the same gate and queue marks as
 * every listener has. Any thread, but not an event loop: opening blocks.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close shows as a closed channel
public final class NettyDoor {

  // Pending connections the kernel keeps; more are turned away by it.
  private static final int BACKLOG = 128;

  private final BindAddress.Tcp address;
  private final @Nullable SslContext tls;
  private final ConnectionGate gate;
  private final Consumer<Channel> onConnection;
  private final Set<Channel> open = ConcurrentHashMap.newKeySet(); // bounded by the gate
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final Channel door;

  private NettyDoor(
      NettyLoops loops,
      BindAddress.Tcp address,
      ConnectionLimits limits,
      @Nullable ServerTls tls,
      Consumer<Channel> onConnection)
      throws IOException {
    this.address = address;
    this.tls = tls == null ? null : Tls.server(tls, false);
    this.gate = new ConnectionGate(address.toString(), limits, new byte[0]);
    this.onConnection = onConnection;
    this.door = bind(loops);
    door.closeFuture().addListener(closed -> stopped.complete(null));
  }

  /**
   * Opens a port.
   *
   * @param tls certificate and key; null for none.
   * @param onConnection adds the protocol's handlers to a new connection's pipeline; on its loop.
   * @throws IOException when it cannot listen; the message says where and why not.
   */
  public static NettyDoor open(
      NettyLoops loops,
      BindAddress.Tcp address,
      ConnectionLimits limits,
      @Nullable ServerTls tls,
      Consumer<Channel> onConnection)
      throws IOException {
    try {
      return new NettyDoor(loops, address, limits, tls, onConnection);
    } catch (IOException e) {
      throw new IOException("listener " + address + ": " + Failures.sentence(e), e);
    }
  }

  /** Who is at the other end, for logs. */
  public static String peer(Channel channel) {
    return Peers.of(channel);
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) door.localAddress()).getPort();
  }

  /** Where it listens, for people and logs: {@code 127.0.0.1:1883}. */
  public String address() {
    return new BindAddress.Tcp(address.host(), port()).toString();
  }

  /** Open connections. */
  public int connections() {
    return gate.open();
  }

  /** Accepts no more; open connections go on. Completed when the port is free. */
  public CompletionStage<Void> stopAccepting() {
    if (door.isOpen()) {
      door.close();
    }
    return stopped;
  }

  /** Accepts no more and closes what is open. */
  public CompletionStage<Void> close() {
    closing.set(true);
    return stopAccepting()
        .thenCompose(
            done -> {
              CompletableFuture<?>[] all =
                  open.stream().map(NettyDoor::closeOne).toArray(CompletableFuture<?>[]::new);
              return CompletableFuture.allOf(all);
            });
  }

  private static CompletableFuture<Void> closeOne(Channel channel) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    channel.closeFuture().addListener(done -> closed.complete(null));
    channel.close();
    return closed;
  }

  private Channel bind(NettyLoops loops) throws IOException {
    ServerBootstrap bootstrap =
        loops
            .server(address)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(OutgoingQueue.BYTES_LOW, OutgoingQueue.BYTES_HIGH))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    admit(channel);
                  }
                });
    ChannelFuture bound =
        bootstrap
            .bind(new InetSocketAddress(address.host(), address.port()))
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw Failures.io(cause);
    }
    return bound.channel();
  }

  private void admit(Channel channel) {
    open.add(channel);
    channel.closeFuture().addListener(closed -> open.remove(channel));
    if (!gate.admit(channel)) {
      return;
    }
    if (closing.get()) {
      channel.close(); // accepted just before the door closed
      return;
    }
    if (tls != null) {
      channel.pipeline().addLast(Tls.NAME, Tls.handler(tls, channel));
    }
    onConnection.accept(channel);
  }
}
