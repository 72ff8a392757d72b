package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;

/**
 * What a realm keeps in memory for its sessions: subscriptions, registrations, open calls and
 * testaments, in bytes and for all sessions together. The bounds of each session do not bound their
 * sum; this does. The costs are estimates on the safe side.
 */
@OwnedBy("realm loop")
final class Holdings {

  /** Entries in the maps of the session, of the pattern table and of the meta API. */
  private static final int PATTERN = 512;

  /** A node of the wildcard table. */
  private static final int COMPONENT = 128;

  /**
   * So many subscriptions, registrations and calls each session may have in any case: who takes all
   * the room must not keep others from stopping a motor. A console needs one, a thing about ten.
   */
  private static final int GUARANTEED = 16;

  /** An open call with its entries at caller, callee and timer. */
  static final long CALL = 512;

  private final long bytesMax;
  private long bytes;

  Holdings(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What a subscription or registration costs. */
  static long ofPattern(String pattern, MatchPolicy match) {
    int components = match == MatchPolicy.WILDCARD ? Uris.components(pattern).length : 0;
    return PATTERN + pattern.length() + (long) COMPONENT * components;
  }

  /** Takes room, which was asked for before. */
  void take(long cost) {
    bytes += cost;
  }

  /**
   * Asks for room.
   *
   * @param count how many of the kind the session has already.
   * @throws WampError when there is not enough.
   */
  void requireRoom(int count, long cost) {
    if (count < GUARANTEED) {
      return;
    }
    requireRoom(cost);
  }

  /**
   * Asks for room beyond what is guaranteed.
   *
   * @throws WampError when there is not enough.
   */
  void requireRoom(long cost) {
    if (!hasRoom(cost)) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "the realm keeps no more than " + bytesMax + " bytes for its sessions");
    }
  }

  /** Whether there is room beyond what is guaranteed. */
  boolean hasRoom(long cost) {
    return bytes + cost <= bytesMax;
  }

  /** Gives room back. */
  void give(long cost) {
    bytes -= cost;
  }

  /** How many bytes are taken. */
  long bytes() {
    return bytes;
  }
}
