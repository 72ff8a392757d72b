package io.junctor.netty;

import io.junctor.wamp.serializer.Limits;
import java.time.Duration;

/**
 * Bounds of one link, the same for all kinds.
 *
 * @param frameBytesMax largest WAMP frame taken from the peer, range [512, 16777216]; RawSocket
 *     announces the power of two at or below it.
 * @param helloBytesMax bytes a peer may send before it is welcomed; an accepting side only.
 * @param handshakeTimeout from the connection to the end of the HTTP or RawSocket handshake, and
 *     for each HTTP request.
 * @param pingInterval how often the peer is pinged; a router pings a RawSocket peer only once that
 *     peer has pinged it.
 * @param pingTimeout how long a pinged peer may stay silent.
 * @param closeTimeout how long a closing link may take to send what it accepted and hear the peer's
 *     answer.
 */
public record LinkLimits(
    int frameBytesMax,
    int helloBytesMax,
    Duration handshakeTimeout,
    Duration pingInterval,
    Duration pingTimeout,
    Duration closeTimeout) {

  /** RawSocket's smallest announceable length, 2^9. */
  public static final int FRAME_BYTES_MIN = 512;

  /**
   * 1 MiB frames; 64 KiB before WELCOME (a HELLO with a certificate has about 4 KiB); 5 s
   * handshake; pings every 10 s answered within 5 s, so that a dead peer is noticed after 15 s at
   * most; 2 s to close.
   */
  public static final LinkLimits DEFAULT =
      new LinkLimits(
          1 << 20,
          64 * 1024,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  /** Checks the ranges. */
  public LinkLimits {
    if (frameBytesMax < FRAME_BYTES_MIN || frameBytesMax > Limits.FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "frame bytes: expected "
              + FRAME_BYTES_MIN
              + ".."
              + Limits.FRAME_BYTES_MAX
              + ", got "
              + frameBytesMax);
    }
    if (helloBytesMax < FRAME_BYTES_MIN) {
      throw new IllegalArgumentException(
          "hello bytes: expected at least " + FRAME_BYTES_MIN + ", got " + helloBytesMax);
    }
    positive("handshake timeout", handshakeTimeout);
    positive("ping interval", pingInterval);
    positive("ping timeout", pingTimeout);
    positive("close timeout", closeTimeout);
  }

  /** The same with another {@link #frameBytesMax()}. */
  public LinkLimits withFrameBytesMax(int bytes) {
    return new LinkLimits(
        bytes, helloBytesMax, handshakeTimeout, pingInterval, pingTimeout, closeTimeout);
  }

  /** The same with another {@link #helloBytesMax()}. */
  public LinkLimits withHelloBytesMax(int bytes) {
    return new LinkLimits(
        frameBytesMax, bytes, handshakeTimeout, pingInterval, pingTimeout, closeTimeout);
  }

  /** The same with another {@link #handshakeTimeout()}. */
  public LinkLimits withHandshakeTimeout(Duration timeout) {
    return new LinkLimits(
        frameBytesMax, helloBytesMax, timeout, pingInterval, pingTimeout, closeTimeout);
  }

  /** The same with other pings. */
  public LinkLimits withPings(Duration interval, Duration timeout) {
    return new LinkLimits(
        frameBytesMax, helloBytesMax, handshakeTimeout, interval, timeout, closeTimeout);
  }

  /** The same with another {@link #closeTimeout()}. */
  public LinkLimits withCloseTimeout(Duration timeout) {
    return new LinkLimits(
        frameBytesMax, helloBytesMax, handshakeTimeout, pingInterval, pingTimeout, timeout);
  }

  private static void positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + ": expected more than zero, got " + duration);
    }
  }
}
