package io.junctor.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place where connections come in, whatever is spoken on them: binding, the gate that counts
 * them, the marks of their queues, TLS, and closing all of them. {@link NettyListener} is the one
 * for WAMP. Any thread, but not an event loop: opening blocks.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close shows as a closed channel
public final class NettyDoor {

  private static final Logger LOG = LoggerFactory.getLogger(NettyDoor.class);

  // Pending connections the kernel keeps; more are turned away by it.
  private static final int BACKLOG = 128;

  /**
   * What is behind a door.
   *
   * @param http11 whether HTTP/1.1 is agreed on by ALPN.
   * @param refusal what a connection too many is told; empty for nothing.
   * @param onConnection adds the handlers to a new connection's pipeline; on its loop.
   * @param close ends an open connection when the door is closed; any thread.
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Behind(
      boolean http11, byte[] refusal, Consumer<Channel> onConnection, Consumer<Channel> close) {}

  private final BindAddress address;
  private final @Nullable ServerTlsContext tls;
  private final ConnectionGate gate;
  private final Behind behind;
  private final @Nullable UnixSocketFile socketFile;
  private final Set<Channel> open = ConcurrentHashMap.newKeySet(); // bounded by the gate
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final Channel door;

  private NettyDoor(
      NettyLoops loops,
      BindAddress address,
      ConnectionLimits limits,
      @Nullable ServerTls tls,
      Behind behind)
      throws IOException {
    this.address = address;
    this.behind = behind;
    this.tls = tls == null ? null : ServerTlsContext.read(tls);
    this.gate = new ConnectionGate(address.toString(), limits, behind.refusal());
    this.socketFile = address instanceof BindAddress.Unix unix ? new UnixSocketFile(unix) : null;
    this.door = bind(loops);
    // Whoever closes it: we, or the loops when they end.
    door.closeFuture().addListener(closed -> onDoorClosed());
    if (this.tls != null) {
      this.tls.watch(address());
    }
  }

  /**
   * Opens a port for a protocol that is not WAMP.
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
    return open(
        loops, address, limits, tls, new Behind(false, new byte[0], onConnection, Channel::close));
  }

  /** Opens a port or a socket file. */
  static NettyDoor open(
      NettyLoops loops,
      BindAddress address,
      ConnectionLimits limits,
      @Nullable ServerTls tls,
      Behind behind)
      throws IOException {
    try {
      return new NettyDoor(loops, address, limits, tls, behind);
    } catch (IOException e) {
      throw new IOException("listener " + address + ": " + Failures.sentence(e), e);
    }
  }

  /** Who is at the other end, for logs. */
  public static String peer(Channel channel) {
    return Peers.of(channel);
  }

  /** The TCP port it listens on; 0 for a Unix socket. */
  public int port() {
    return door.localAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  /** Where it listens, for people and logs: {@code 127.0.0.1:1883} or {@code unix:/run/...}. */
  public String address() {
    BindAddress bound =
        address instanceof BindAddress.Tcp tcp ? new BindAddress.Tcp(tcp.host(), port()) : address;
    return bound.toString();
  }

  /** Open connections, those that are being turned away included. */
  public int connections() {
    return gate.open();
  }

  /** Accepts no more; open connections go on. Completed when the address is free. */
  public CompletionStage<Void> stopAccepting() {
    if (door.isOpen()) {
      door.close();
    }
    return stopped;
  }

  /** Accepts no more and closes what is open. Completed when everything is closed. */
  public CompletionStage<Void> close() {
    closing.set(true);
    return stopAccepting()
        .thenCompose(
            done -> {
              CompletableFuture<?>[] all =
                  open.stream().map(this::closeOne).toArray(CompletableFuture<?>[]::new);
              return CompletableFuture.allOf(all);
            });
  }

  private CompletableFuture<Void> closeOne(Channel channel) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    channel.closeFuture().addListener(done -> closed.complete(null));
    behind.close().accept(channel);
    return closed;
  }

  private Channel bind(NettyLoops loops) throws IOException {
    ServerBootstrap bootstrap =
        loops
            .server(address)
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
    if (address instanceof BindAddress.Tcp) {
      bootstrap.option(ChannelOption.SO_REUSEADDR, true);
    }
    if (socketFile != null) {
      socketFile.prepare();
    }
    ChannelFuture bound = bootstrap.bind(where(loops)).awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw Failures.io(cause);
    }
    publish(bound.channel());
    return bound.channel();
  }

  private SocketAddress where(NettyLoops loops) {
    if (address instanceof BindAddress.Tcp(String host, int port)) {
      return new InetSocketAddress(host, port);
    }
    return loops.unixAddress(Objects.requireNonNull(socketFile).temporary());
  }

  private void publish(Channel bound) throws IOException {
    if (socketFile != null) {
      try {
        socketFile.publish();
      } catch (IOException e) {
        bound.close();
        throw e;
      }
    }
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
    if (tls != null) {
      channel.pipeline().addLast(Tls.NAME, Tls.handler(tls.current(), channel, behind.http11()));
    }
    behind.onConnection().accept(channel);
  }

  private void onDoorClosed() {
    if (tls != null) {
      tls.stopWatching();
    }
    if (socketFile != null) {
      try {
        socketFile.remove();
      } catch (IOException e) {
        LOG.warn(
            "listener={} cause=io_error: socket file not removed: {}", address(), e.toString());
      }
    }
    stopped.complete(null);
  }
}
