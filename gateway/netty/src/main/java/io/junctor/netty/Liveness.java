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

  private @Nullable ChannelFuture sent; // the latest ping
  private @Nullable Future<?> nextPing;

  private boolean listening = true;
  private boolean stopped;

  // per wait for an answer
  private boolean heard;
  private long pendingBytes;
  private @Nullable Future<?> nextCheck;

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

  /** Starts, once; does nothing when it runs or has stopped. */
  void start() {
    if (nextPing == null && !stopped) {
      nextPing = schedule(this::ping, interval);
    }
  }

  /** Something came in. */
  void heard() {
    heard = true;
  }

  /** Whether anything can be heard: a link that does not read must not blame its peer. */
  void setListening(boolean listens) {
    listening = listens;
    heard = true; // whoever was not listened to gets another full wait
  }

  void stop() {
    stopped = true;
    if (nextPing != null) {
      nextPing.cancel(false);
      nextPing = null;
    }
    if (nextCheck != null) {
      nextCheck.cancel(false);
      nextCheck = null;
    }
  }

  private void ping() {
    nextPing = schedule(this::ping, interval);
    if (sent == null || sent.isDone()) {
      sent = ping.get();
    }
    if (nextCheck == null) {
      heard = false;
      await();
    }
  }

  private void await() {
    pendingBytes = pending();
    nextCheck = schedule(this::check, timeout);
  }

  private void check() {
    nextCheck = null;
    if (heard || !listening) {
      return;
    }
    boolean leaving = sent != null && !sent.isDone() && pending() != pendingBytes;
    if (leaving) {
      await();
    } else {
      stop();
      onSilence.run();
    }
  }

  // What is not yet with the kernel. A partial write moves currentProgress, a whole one the total.
  private long pending() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  private Future<?> schedule(Runnable task, Duration delay) {
    return channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
