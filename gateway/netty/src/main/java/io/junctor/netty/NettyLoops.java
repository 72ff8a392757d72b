package io.junctor.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The threads that own all channels: a fixed number of daemon threads, shared by every listener and
 * connector it is given to. On Linux they wait with epoll, elsewhere with NIO.
 */
public final class NettyLoops implements AutoCloseable {

  /** A board has four cores; more loops than that only cost memory. */
  public static final int THREADS_MAX = 16;

  /** Sixteen of the largest usual frames at once, an eighth of the heap. */
  public static final long HALF_SENT_BYTES_DEFAULT = 16 << 20;

  // What the kernel takes before it is sent. Left alone it takes megabytes, and on a thin line a
  // ping
  // behind them would be answered too late; 128 KiB is what HTTP/2 servers use.
  private static final long NOT_SENT_BYTES_MAX = 128 * 1024;

  // A host that is gone without a word is noticed by the kernel in 16 s, as fast as by pings; peers
  // that know no pings have only this.
  private static final int KEEPALIVE_IDLE_SECONDS = 10;
  private static final int KEEPALIVE_INTERVAL_SECONDS = 2;
  private static final int KEEPALIVE_PROBES = 3;

  // Keepalive is silent while data waits for its acknowledgement, and TCP alone would go on for a
  // quarter of an hour. It also ends a link whose peer takes nothing at all for as long.
  private static final int UNACKNOWLEDGED_MILLIS_MAX = 30_000;

  private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

  // Netty's epoll opens a selector, only to load its class. Unless told which kind, the JDK looks
  // for one in every jar, which takes as long as to open a listener.
  private static final String SELECTOR_PROVIDER = "java.nio.channels.spi.SelectorProvider";

  static {
    if (System.getProperty("os.name").equals("Linux")
        && System.getProperty(SELECTOR_PROVIDER) == null) {
      System.setProperty(SELECTOR_PROVIDER, "sun.nio.ch.EPollSelectorProvider");
    }
  }

  private final MultiThreadIoEventLoopGroup group;
  private final boolean epoll;
  private final HalfSent.Budget halfSent;

  private NettyLoops(String name, int threads, boolean epoll, long halfSentBytesMax) {
    if (threads < 1 || threads > THREADS_MAX) {
      throw new IllegalArgumentException(
          "event loop threads: expected 1.." + THREADS_MAX + ", got " + threads);
    }
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.epoll = epoll;
    this.halfSent = new HalfSent.Budget(halfSentBytesMax);
    this.group =
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handlers);
  }

  /**
   * Starts the threads.
   *
   * @param name of the threads, followed by numbers.
   * @param threads range [1, {@value #THREADS_MAX}].
   */
  public static NettyLoops start(String name, int threads) {
    return start(name, threads, HALF_SENT_BYTES_DEFAULT);
  }

  /**
   * Starts the threads.
   *
   * @param name of the threads, followed by numbers.
   * @param threads range [1, {@value #THREADS_MAX}].
   * @param halfSentBytesMax what all links that are accepted on them may have sent of messages that
   *     are not complete.
   */
  public static NettyLoops start(String name, int threads, long halfSentBytesMax) {
    return new NettyLoops(name, threads, Epoll.isAvailable(), halfSentBytesMax);
  }

  /** Starts the threads without epoll, as on a system that has none. */
  public static NettyLoops startNio(String name, int threads) {
    return new NettyLoops(name, threads, false, HALF_SENT_BYTES_DEFAULT);
  }

  /** Whether the threads wait with epoll; only then is the peer of a Unix socket known. */
  public boolean isEpoll() {
    return epoll;
  }

  /** What all links accepted on these threads share. */
  HalfSent.Budget halfSent() {
    return halfSent;
  }

  ServerBootstrap server(BindAddress address) {
    Class<? extends ServerChannel> kind =
        address instanceof BindAddress.Unix
            ? epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class
            : epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(kind)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new ReadBuffers());
    if (address instanceof BindAddress.Tcp) {
      bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
    }
    if (epoll && address instanceof BindAddress.Tcp) {
      bootstrap
          .childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_BYTES_MAX)
          .childOption(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS)
          .childOption(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_INTERVAL_SECONDS)
          .childOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_PROBES)
          .childOption(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS_MAX);
    }
    return bootstrap;
  }

  Bootstrap client(boolean unix) {
    Class<? extends Channel> tcpKind = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    Class<? extends Channel> unixKind =
        epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
    Bootstrap bootstrap = new Bootstrap().group(group).channel(unix ? unixKind : tcpKind);
    if (epoll && !unix) {
      bootstrap.option(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_BYTES_MAX);
    }
    return bootstrap;
  }

  /** One of the threads, for a link without a channel of its own. */
  EventExecutor next() {
    return group.next();
  }

  Future<?> schedule(Runnable task, Duration delay) {
    return group.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Completes when every event loop has run a task given to it now: none of them hangs. */
  public CompletableFuture<Void> probe() {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    for (EventExecutor loop : group) {
      CompletableFuture<Void> answer = new CompletableFuture<>();
      answers.add(answer);
      loop.execute(() -> answer.complete(null));
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
  }

  SocketAddress unixAddress(Path path) {
    return epoll ? new DomainSocketAddress(path.toString()) : UnixDomainSocketAddress.of(path);
  }

  /** Ends the threads; whatever is still open is closed. Blocks up to five seconds. */
  @Override
  public void close() {
    group
        .shutdownGracefully(0, CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE_TIMEOUT_MILLIS);
  }
}
