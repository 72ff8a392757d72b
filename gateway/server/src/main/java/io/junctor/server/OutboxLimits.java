package io.junctor.server;

/**
 * How much may wait for one session that does not keep up.
 *
 * @param messagesMax messages, at least 1.
 * @param bytesMax encoded bytes, at least 1.
 */
public record OutboxLimits(int messagesMax, long bytesMax) {

  /**
   * 1,024 messages or 1 MiB: some seconds of a busy dashboard; 200 stalled sessions still fit into
   * a 512 MB board.
   */
  public static final OutboxLimits DEFAULT = new OutboxLimits(1024, 1 << 20);

  public OutboxLimits {
    if (messagesMax < 1 || bytesMax < 1) {
      throw new IllegalArgumentException(
          "outbox limits: expected at least 1 message and 1 byte, got %d and %d"
              .formatted(messagesMax, bytesMax));
    }
  }
}
