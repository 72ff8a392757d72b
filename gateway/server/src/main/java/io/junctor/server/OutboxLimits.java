package io.junctor.server;

import java.time.Duration;

/**
 * How much may wait for sessions that do not keep up, and how long others wait for them.
 *
 * @param messagesMax messages of one session, at least 1.
 * @param bytesMax encoded bytes of one session, at least 1.
 * @param allBytesMax encoded bytes of all sessions together, at least 1; beyond it each keeps no
 *     more than a sixteenth of {@code bytesMax}. What several wait for counts once for each.
 * @param patience how long publishers are held back for a session that is behind. One that has not
 *     come from half of its bound to an eighth in that time is slow. Zero: nobody is held back.
 * @param blockMax the same where the role of the session may block publishers, whether it reads or
 *     not.
 */
public record OutboxLimits(
    int messagesMax, long bytesMax, long allBytesMax, Duration patience, Duration blockMax) {

  /** Of its bytes a session keeps one part in so many when all together have too much. */
  private static final int SHARE = 16;

  /** Half of the bound is left for those who publish before they hear that they should wait. */
  private static final int HIGH = 2;

  /** Far enough below that holding back and letting go are rare. */
  private static final int LOW = 8;

  /**
   * A second: a reader that is alive takes the rest of its queue in less, also on a busy machine;
   * who is not costs a flooding publisher a second, and others nothing.
   */
  public static final Duration PATIENCE_DEFAULT = Duration.ofSeconds(1);

  /** Ten seconds: a recorder's disk may stall for some, and whoever publishes pings for longer. */
  public static final Duration BLOCK_DEFAULT = Duration.ofSeconds(10);

  /**
   * 1,024 messages or 1 MiB: some seconds of a busy dashboard; 24 MiB together, a fifth of the
   * heap, and 64 KiB each beyond it.
   */
  public static final OutboxLimits DEFAULT =
      new OutboxLimits(1024, 1 << 20, 24 << 20, PATIENCE_DEFAULT, BLOCK_DEFAULT);

  /** The default {@link #blockMax()}. */
  public OutboxLimits(int messagesMax, long bytesMax, long allBytesMax, Duration patience) {
    this(messagesMax, bytesMax, allBytesMax, patience, BLOCK_DEFAULT);
  }

  public OutboxLimits {
    if (messagesMax < 1 || bytesMax < 1 || allBytesMax < 1) {
      throw new IllegalArgumentException(
          "outbox limits: expected at least 1 message and 1 byte, got %d, %d and %d"
              .formatted(messagesMax, bytesMax, allBytesMax));
    }
    if (patience.isNegative() || blockMax.isNegative()) {
      throw new IllegalArgumentException(
          "outbox limits: expected times of 0 or more, got " + patience + " and " + blockMax);
    }
  }

  /** What a session may keep while all together have too much. */
  long shareBytes() {
    return bytesMax / SHARE;
  }

  /** Whether so much waits for one session that who publishes to it should wait. */
  boolean isHigh(int messages, long bytes, Budget all) {
    return messages > messagesMax / HIGH || bytes > bytes(all) / HIGH;
  }

  /** Whether so little waits that publishers may go on. */
  boolean isLow(int messages, long bytes, Budget all) {
    return messages <= messagesMax / LOW && bytes <= bytes(all) / LOW;
  }

  // before all together have too much: then it would be too late for who is in time
  private long bytes(Budget all) {
    return all.isHalfTaken() ? shareBytes() : bytesMax;
  }
}
