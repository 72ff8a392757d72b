package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of each link over WebSocket and RawSocket.
 *
 * @param frameBytes largest message taken, 512 to 16777216. Default 1048576: MQTT brokers and
 *     WebSocket servers commonly stop at 256 KiB to 1 MiB.
 * @param helloBytes what may be sent before WELCOME, 512 to 1048576. Default 65536: a HELLO with a
 *     certificate has about 4 KiB.
 * @param handshakeTimeout from the connection to the end of the HTTP or RawSocket handshake, 100ms
 *     to 1m. Default 5s.
 * @param pingInterval how often a peer is pinged, 100ms to 1h. Default 10s: with pingTimeout a dead
 *     peer is noticed after 15 s at most.
 * @param pingTimeout how long a pinged peer may stay silent, 100ms to 10m. Default 5s.
 * @param closeTimeout how long a closing link may take to send what it has, 100ms to 1m. Default
 *     2s.
 */
public record LinkLimitsConfig(
    Integer frameBytes,
    Integer helloBytes,
    Duration handshakeTimeout,
    Duration pingInterval,
    Duration pingTimeout,
    Duration closeTimeout) {

  /** What holds where nothing is configured. */
  public static final LinkLimitsConfig DEFAULT =
      new LinkLimitsConfig(null, null, null, null, null, null);

  public LinkLimitsConfig(
      @Nullable Integer frameBytes,
      @Nullable Integer helloBytes,
      @Nullable Duration handshakeTimeout,
      @Nullable Duration pingInterval,
      @Nullable Duration pingTimeout,
      @Nullable Duration closeTimeout) {
    this.frameBytes = Ranges.within("frameBytes", frameBytes, 1 << 20, 512, 1 << 24);
    this.helloBytes = Ranges.within("helloBytes", helloBytes, 64 * 1024, 512, 1 << 20);
    this.handshakeTimeout = Ranges.within("handshakeTimeout", handshakeTimeout, 5_000, 100, 60_000);
    this.pingInterval = Ranges.within("pingInterval", pingInterval, 10_000, 100, 3_600_000);
    this.pingTimeout = Ranges.within("pingTimeout", pingTimeout, 5_000, 100, 600_000);
    this.closeTimeout = Ranges.within("closeTimeout", closeTimeout, 2_000, 100, 60_000);
  }
}
