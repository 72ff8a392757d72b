package io.junctor.server;

import java.time.Duration;

/**
 * How fast who fails to authenticate may try again. Beyond the limits the attempts of a host are
 * judged one after the other: somebody else behind the same address who knows the secret gets in
 * when it is their turn, and the time of waiting does not count as that of the handshake.
 *
 * @param perNameBurst failures of one name from one host that cost nothing. Default 5: a person
 *     with a few passwords in mind.
 * @param perNameRefill after how long one of them is forgiven. Default 6 s: ten a minute.
 * @param perHostBurst failures of one host with whatever names. Default 40: a board of components
 *     that all start with an old ticket.
 * @param perHostRefill after how long one of them is forgiven. Default 1 s.
 * @param pace how far apart attempts of a host beyond the limits are judged. Default 300 ms: three
 *     guesses a second, whatever number of links they come over.
 * @param waitingMax attempts of a host that wait for their turn; those beyond are refused. Default
 *     20: six seconds, less than clients' patience.
 * @param entriesMax names and hosts that are remembered, and hosts whose attempts wait, each.
 *     Default 4,096, about 1 MB; the one that failed longest ago is forgotten first.
 */
public record AttemptLimits(
    int perNameBurst,
    Duration perNameRefill,
    int perHostBurst,
    Duration perHostRefill,
    Duration pace,
    int waitingMax,
    int entriesMax) {

  /** The defaults. */
  public static final AttemptLimits DEFAULT =
      new AttemptLimits(
          5, Duration.ofSeconds(6), 40, Duration.ofSeconds(1), Duration.ofMillis(300), 20, 4_096);

  public AttemptLimits {
    if (perNameBurst < 1 || perHostBurst < 1 || waitingMax < 1 || entriesMax < 1) {
      throw new IllegalArgumentException("attempt limits: expected bounds of at least 1");
    }
  }
}
