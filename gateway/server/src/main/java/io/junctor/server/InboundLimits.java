package io.junctor.server;

/**
 * How much may wait for a realm; beyond it links are not read.
 *
 * @param messagesMax messages of one session, at least 1.
 * @param bytesMax bytes of one session's messages, at least 1; one message alone may have more.
 * @param allBytesMax bytes of all sessions' messages; beyond it a link is only read while nothing
 *     of it waits.
 */
public record InboundLimits(int messagesMax, long bytesMax, long allBytesMax) {

  /**
   * 256 messages or 1 MiB, 8 MiB together: a sixteenth of the heap, also while a realm is slow
   * because it transcodes large payloads.
   */
  public static final InboundLimits DEFAULT = new InboundLimits(256, 1 << 20, 8 << 20);

  public InboundLimits {
    if (messagesMax < 1 || bytesMax < 1 || allBytesMax < 1) {
      throw new IllegalArgumentException(
          "inbound limits: expected at least 1 message and 1 byte, got %d, %d and %d"
              .formatted(messagesMax, bytesMax, allBytesMax));
    }
  }
}
