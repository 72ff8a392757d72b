package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast who fails to authenticate may try again; beyond it an attempt is judged later, never
 * refused unseen.
 *
 * @param perName failures of one name from one address that cost nothing, 1 to 10000. Default 5.
 * @param perNameForgiven after how long one of them is forgiven, 10ms to 24h. Default 6s: ten a
 *     minute.
 * @param perAddress failures of one address, 1 to 100000. Default 40: a board whose components all
 *     start with an old ticket.
 * @param perAddressForgiven after how long one of them is forgiven, 10ms to 24h. Default 1s.
 * @param delay how long the first attempt beyond waits, 1ms to 1m; each further one twice as long.
 *     Default 100ms.
 * @param delayMax the longest wait, 1ms to 10m. Default 2s: below limits.authenticationTimeout, so
 *     whoever knows the secret gets in during a flood.
 * @param remembered names and addresses that are remembered, each, 1 to 1000000. Default 4096: 1
 *     MB.
 */
public record AttemptLimitsConfig(
    Integer perName,
    Duration perNameForgiven,
    Integer perAddress,
    Duration perAddressForgiven,
    Duration delay,
    Duration delayMax,
    Integer remembered) {

  /** What holds where nothing is configured. */
  public static final AttemptLimitsConfig DEFAULT =
      new AttemptLimitsConfig(null, null, null, null, null, null, null);

  public AttemptLimitsConfig(
      @Nullable Integer perName,
      @Nullable Duration perNameForgiven,
      @Nullable Integer perAddress,
      @Nullable Duration perAddressForgiven,
      @Nullable Duration delay,
      @Nullable Duration delayMax,
      @Nullable Integer remembered) {
    this.perName = Ranges.within("perName", perName, 5, 1, 10_000);
    this.perNameForgiven = Ranges.within("perNameForgiven", perNameForgiven, 6_000, 10, 86_400_000);
    this.perAddress = Ranges.within("perAddress", perAddress, 40, 1, 100_000);
    this.perAddressForgiven =
        Ranges.within("perAddressForgiven", perAddressForgiven, 1_000, 10, 86_400_000);
    this.delay = Ranges.within("delay", delay, 100, 1, 60_000);
    this.delayMax = Ranges.within("delayMax", delayMax, 2_000, 1, 600_000);
    this.remembered = Ranges.within("remembered", remembered, 4_096, 1, 1_000_000);
  }
}
