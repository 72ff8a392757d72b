package io.junctor.router;

import java.util.EnumSet;
import java.util.Set;

/**
 * What holds for the sessions of a role that do not keep up with their events.
 *
 * @param authrole whose sessions.
 * @param policy what holds where a subscription does not ask for another.
 * @param allowed what subscriptions may ask for.
 * @param afterBlock what follows {@link ReaderPolicy#BLOCK_PUBLISHER} once its time is over: {@link
 *     ReaderPolicy#DROP_OLDEST} or {@link ReaderPolicy#DISCONNECT}.
 */
public record ReaderRule(
    String authrole, ReaderPolicy policy, Set<ReaderPolicy> allowed, ReaderPolicy afterBlock) {

  /** What concerns nobody but the session itself. */
  public static final Set<ReaderPolicy> HARMLESS =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(ReaderPolicy.BLOCK_PUBLISHER)));

  public ReaderRule {
    allowed = Set.copyOf(allowed);
    if (afterBlock != ReaderPolicy.DROP_OLDEST && afterBlock != ReaderPolicy.DISCONNECT) {
      throw new IllegalArgumentException(
          "readers: expected drop-oldest or disconnect after a block, got " + afterBlock.id());
    }
  }

  /** What holds for roles without a rule: nobody waits for them for long. */
  static ReaderRule standard(String authrole) {
    return new ReaderRule(authrole, ReaderPolicy.DROP_OLDEST, HARMLESS, ReaderPolicy.DROP_OLDEST);
  }
}
