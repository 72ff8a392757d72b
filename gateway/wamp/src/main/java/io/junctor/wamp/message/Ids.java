package io.junctor.wamp.message;

/**
 * The range of WAMP ids.
 *
 * <blockquote>
 * These are identified in WAMP using IDs that are integers between (inclusive) 1 and 2^53
 * (9007199254740992).
 * </blockquote>
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-ids">WAMP: IDs</a>
 */
public final class Ids {

  /** The smallest id. */
  public static final long MIN = 1;

  /** The largest id: the largest integer an IEEE 754 double can count to. */
  public static final long MAX = 1L << 53;

  private Ids() {}

  /** Whether the value is an id. */
  public static boolean isValid(long id) {
    return id >= MIN && id <= MAX;
  }

  static void check(String message, String field, long id) {
    if (!isValid(id)) {
      throw outOfRange(message, field, id);
    }
  }

  static void checkOrZero(String message, String field, long id) {
    if (id != 0) {
      check(message, field, id);
    }
  }

  private static ProtocolViolation outOfRange(String message, String field, long id) {
    return new ProtocolViolation(message + ": expected " + field + " in [1, 2^53], got " + id);
  }
}
