package io.junctor.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices a peer that is gone: pings it at a fixed interval and gives up when nothing at all is
 * heard for the timeout after the ping. Owned by the channel's loop.
 *
 * <p>While a ping still waits behind data that keeps leaving, the peer is slow, not gone, and the
 * timeout starts again: a large message over a thin line is no reason to hang up.
 */
final class Liveness {

  private final Channel channel;
  private final Duration interval;
  private final Duration timeout;
  private final Supplier<ChannelFuture> ping;
  private final Runnable onSilence;

  // per ping
  private boolean heard;
  private @Nullable ChannelFuture sent;
  private long pendingBytes;
  private @Nullable Future<?> next;

  /**
   * Starts with {@link #start()}.
   *
   * @param ping writes and flushes a ping.
   * @param onSilence called once when the peer did not answer.
   */
  Liveness(Channel channel, LinkLimits limits, Supplier<ChannelFuture> ping, Runnable onSilence) {
    this.channel = channel;
    this.interval = limits.pingInterval();
    this.timeout = limits.pingTimeout();
    this.ping = ping;
    this.onSilence = onSilence;
  }

  void start() {
    schedule(this::ping, interval);
  }

  /** Something came in. */
  void heard() {
    heard = true;
  }

  void stop() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  private void ping() {
    heard = false;
    sent = ping.get();
    pendingBytes = pending();
    schedule(this::check, timeout);
  }

  private void check() {
    // a peer that we do not read from cannot be heard
    if (heard || !channel.config().isAutoRead()) {
      Duration rest = interval.minus(timeout);
      schedule(this::ping, rest.isNegative() ? Duration.ZERO : rest);
      return;
    }
    long pendingNow = pending();
    boolean leaving = sent != null && !sent.isDone() && pendingNow != pendingBytes;
    if (leaving) {
      pendingBytes = pendingNow;
      schedule(this::check, timeout);
      return;
    }
    next = null;
    onSilence.run();
  }

  // What is not yet with the kernel. A partial write moves currentProgress, a whole one the total.
  private long pending() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  private void schedule(Runnable task, Duration delay) {
    next = channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
