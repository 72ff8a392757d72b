package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a peer that is gone is noticed.
 *
 * @param interval between two pings. Default {@code 10s}.
 * @param timeout how long a pinged peer may stay silent. Default {@code 5s}.
 * @param first whether RawSocket peers are pinged before they have pinged: only where all of them
 *     answer, which Autobahn does not. Default false. WebSocket peers always are.
 */
public record PingsConfig(Duration interval, Duration timeout, Boolean first) {

  private static final Duration MIN = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofHours(1);

  /** A dead peer is noticed within 15 s. */
  public static final PingsConfig DEFAULT = new PingsConfig(null, null, null);

  public PingsConfig(
      @Nullable Duration interval, @Nullable Duration timeout, @Nullable Boolean first) {
    this.interval = interval == null ? Duration.ofSeconds(10) : interval;
    this.timeout = timeout == null ? Duration.ofSeconds(5) : timeout;
    this.first = first != null && first;
    requireRange("interval", this.interval);
    requireRange("timeout", this.timeout);
  }

  private static void requireRange(String key, Duration value) {
    if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          key + ": expected 100ms to 1h, got " + value.toMillis() + "ms");
    }
  }
}
