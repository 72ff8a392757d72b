package io.junctor.server;

import java.time.Duration;

/**
 * The bounds of sessions that outlast their links.
 *
 * @param parkedMax sessions without a link at a time, at least 1; one more ends the one that has
 *     been without for the longest time.
 * @param keepFor how long each waits for its client.
 * @param messagesMax messages of each that are kept for a client that comes back, sent ones
 *     included, at least 1.
 * @param bytesMax encoded bytes of them, at least 1; a sixteenth while all sessions together have
 *     too much.
 */
public record ResumeLimits(int parkedMax, Duration keepFor, int messagesMax, long bytesMax) {

  /** Of its bytes a session keeps one part in so many when all together have too much. */
  private static final int SHARE = 16;

  /**
   * 64 sessions, as many as a site has devices behind one address; a minute, in which a router or a
   * phone's network restarts; 1,000 messages or 256 KiB, which is what may be under way in a
   * connection when it breaks, and fits into a session's outbox when it is sent again.
   */
  public static final ResumeLimits DEFAULT =
      new ResumeLimits(64, Duration.ofSeconds(60), 1_000, 256 << 10);

  public ResumeLimits {
    if (parkedMax < 1 || messagesMax < 1 || bytesMax < 1) {
      throw new IllegalArgumentException("resume limits: expected bounds of at least 1");
    }
  }

  /** What a session may keep while all together have too much. */
  long shareBytes() {
    return bytesMax / SHARE;
  }
}
