package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sessions outlast their links: clients that ask for it ({@code resumable} in HELLO) come back to
 * the same session and get what they have missed.
 *
 * @param sessions how many may be without a link at a time, 1 to 10000; one more ends the one that
 *     has been for the longest time. Default 64: a site's devices behind one address.
 * @param keepFor how long each waits for its client, 1s to 24h. Default 60s: a router or a phone's
 *     network restarts in that time.
 * @param messages how many are kept for each, sent ones included, 1 to 1000; beyond it the session
 *     ends. Default 1000: what fits into a session's outbox when it is sent again.
 * @param kilobytes of them, 1 to 1024. Default 256: what is under way in a connection when it
 *     breaks.
 */
public record ResumeConfig(
    Integer sessions, Duration keepFor, Integer messages, Integer kilobytes) {

  public ResumeConfig(
      @Nullable Integer sessions,
      @Nullable Duration keepFor,
      @Nullable Integer messages,
      @Nullable Integer kilobytes) {
    this.sessions = Ranges.within("sessions", sessions, 64, 1, 10_000);
    this.keepFor = Ranges.within("keepFor", keepFor, 60_000, 1_000, 86_400_000);
    this.messages = Ranges.within("messages", messages, 1_000, 1, 1_000);
    this.kilobytes = Ranges.within("kilobytes", kilobytes, 256, 1, 1_024);
  }
}
