package io.junctor.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts a listener's connections and turns away those above its limits. Any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class ConnectionGate {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);

  // A flood of connections must not become a flood of log lines.
  private static final long LOG_EVERY = 1_000;

  private final String listener;
  private final ConnectionLimits limits;
  private final byte[] refusal;
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();

  // IP address or IPv6 network -> its connections; as many entries as connections at most
  private final ConcurrentMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  /**
   * A gate for one listener.
   *
   * @param refusal what a peer is told before its connection is closed; empty for nothing.
   */
  ConnectionGate(String listener, ConnectionLimits limits, byte[] refusal) {
    this.listener = listener;
    this.limits = limits;
    this.refusal = refusal.clone();
  }

  /** Lets a connection in, or tells it why not and closes it. */
  boolean admit(Channel channel) {
    String address =
        channel.remoteAddress() instanceof InetSocketAddress inet ? Peers.network(inet) : "";
    int now = total.incrementAndGet();
    int here = address.isEmpty() ? 0 : perAddress.merge(address, 1, Integer::sum);
    channel.closeFuture().addListener(closed -> leave(address));
    if (now <= limits.total() && here <= limits.perAddress()) {
      return true;
    }
    if (refused.getAndIncrement() % LOG_EVERY == 0) {
      LOG.warn(
          "listener={} peer={} cause=limit: {} connections, {} from there; {} refused so far",
          listener,
          address,
          now,
          here,
          refused.get());
    }
    channel.config().setAutoRead(false);
    channel.writeAndFlush(Unpooled.wrappedBuffer(refusal)).addListener(ChannelFutureListener.CLOSE);
    return false;
  }

  private void leave(String address) {
    total.decrementAndGet();
    if (!address.isEmpty()) {
      perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Open connections, those being turned away included. */
  int open() {
    return total.get();
  }
}
