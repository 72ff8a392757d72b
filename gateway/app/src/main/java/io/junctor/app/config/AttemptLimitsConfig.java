package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast who fails to authenticate may try again; beyond it the attempts of an address (of IPv6 a
 * network of 64 bits) are judged one after the other. Waiting does not count as time of the
 * handshake.
 *
 * @param perName failures of one name from one address that cost nothing, 1 to 10000. Default 5.
 * @param perNameForgiven after how long one of them is forgiven, 10ms to 24h. Default 6s: ten a
 *     minute.
 * @param perAddress failures of one address, 1 to 100000. Default 40: a board whose components all
 *     start with an old ticket.
 * @param perAddressForgiven after how long one of them is forgiven, 10ms to 24h. Default 1s.
 * @param pace how far apart attempts of an address beyond are judged, 1ms to 1m. Default 300ms:
 *     three guesses a second.
 * @param waiting attempts of an address that wait for their turn, 1 to 1000; those beyond are
 *     refused. Default 20: six seconds, less than clients' patience.
 * @param remembered names and addresses that are remembered, each, 1 to 1000000. Default 4096: 1
 *     MB.
 */
public record AttemptLimitsConfig(
    Integer perName,
    Duration perNameForgiven,
    Integer perAddress,
    Duration perAddressForgiven,
    Duration pace,
    Integer waiting,
    Integer remembered) {

  /** What holds where nothing is configured. */
  public static final AttemptLimitsConfig DEFAULT =
      new AttemptLimitsConfig(null, null, null, null, null, null, null);

  public AttemptLimitsConfig(
      @Nullable Integer perName,
      @Nullable Duration perNameForgiven,
      @Nullable Integer perAddress,
      @Nullable Duration perAddressForgiven,
      @Nullable Duration pace,
      @Nullable Integer waiting,
      @Nullable Integer remembered) {
    this.perName = Ranges.within("perName", perName, 5, 1, 10_000);
    this.perNameForgiven = Ranges.within("perNameForgiven", perNameForgiven, 6_000, 10, 86_400_000);
    this.perAddress = Ranges.within("perAddress", perAddress, 40, 1, 100_000);
    this.perAddressForgiven =
        Ranges.within("perAddressForgiven", perAddressForgiven, 1_000, 10, 86_400_000);
    this.pace = Ranges.within("pace", pace, 300, 1, 60_000);
    this.waiting = Ranges.within("waiting", waiting, 20, 1, 1_000);
    this.remembered = Ranges.within("remembered", remembered, 4_096, 1, 1_000_000);
  }
}
