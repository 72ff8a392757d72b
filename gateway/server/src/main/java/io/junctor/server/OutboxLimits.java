package io.junctor.server;

/**
 * How much may wait for sessions that do not keep up.
 *
 * @param messagesMax messages of one session, at least 1.
 * @param bytesMax encoded bytes of one session, at least 1.
 * @param allBytesMax encoded bytes of all sessions together, at least 1; beyond it each keeps no
 *     more than a sixteenth of {@code bytesMax}. What several wait for counts once for each.
 */
public record OutboxLimits(int messagesMax, long bytesMax, long allBytesMax) {

  /** Of its bytes a session keeps one part in so many when all together have too much. */
  private static final int SHARE = 16;

  /**
   * 1,024 messages or 1 MiB: some seconds of a busy dashboard; 24 MiB together, a fifth of the
   * heap, and 64 KiB each beyond it.
   */
  public static final OutboxLimits DEFAULT = new OutboxLimits(1024, 1 << 20, 24 << 20);

  public OutboxLimits {
    if (messagesMax < 1 || bytesMax < 1 || allBytesMax < 1) {
      throw new IllegalArgumentException(
          "outbox limits: expected at least 1 message and 1 byte, got %d, %d and %d"
              .formatted(messagesMax, bytesMax, allBytesMax));
    }
  }

  /** What a session may keep while all together have too much. */
  long shareBytes() {
    return bytesMax / SHARE;
  }
}
