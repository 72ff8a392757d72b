package io.junctor.server;

import java.time.Duration;

/**
 * How fast who fails to authenticate may try again. Beyond the limits an attempt is judged later,
 * never refused unseen: somebody else behind the same address who knows the secret still gets in.
 *
 * @param perNameBurst failures of one name from one host that cost nothing. Default 5: a person
 *     with a few passwords in mind.
 * @param perNameRefill after how long one of them is forgiven. Default 6 s: ten a minute.
 * @param perHostBurst failures of one host with whatever names. Default 40: a board of components
 *     that all start with an old ticket.
 * @param perHostRefill after how long one of them is forgiven. Default 1 s.
 * @param delayFirst how long the first attempt beyond waits; each further one twice as long.
 *     Default 100 ms.
 * @param delayMax the longest wait. Default 2 s: a fifth of the handshake timeout, so whoever knows
 *     the secret gets in during a flood.
 * @param entriesMax names and hosts that are remembered, each. Default 4,096, about 1 MB; the one
 *     that failed longest ago is forgotten first.
 */
public record AttemptLimits(
    int perNameBurst,
    Duration perNameRefill,
    int perHostBurst,
    Duration perHostRefill,
    Duration delayFirst,
    Duration delayMax,
    int entriesMax) {

  /** The defaults. */
  public static final AttemptLimits DEFAULT =
      new AttemptLimits(
          5,
          Duration.ofSeconds(6),
          40,
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          4_096);

  public AttemptLimits {
    if (perNameBurst < 1 || perHostBurst < 1 || entriesMax < 1) {
      throw new IllegalArgumentException("attempt limits: expected bounds of at least 1");
    }
  }
}
