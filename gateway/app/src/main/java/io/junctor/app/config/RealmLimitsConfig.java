package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of each realm.
 *
 * @param sessions sessions, 1 to 100000. Default as many as limits.connections: each costs about 10
 *     kB.
 * @param retainedEvents topics with a retained event. Default 16384: each property of each thing
 *     has one.
 * @param retainedBytes payload bytes of all retained events. Default 25165824, of the 128 MiB of
 *     heap that the product runs with.
 * @param heldBytes what subscriptions, registrations, open calls and testaments of all sessions
 *     take, at least 65536. Default 16777216: about 25,000 of them.
 * @param payloadBytes payload of one message, 256 to 16777216. Default 1048576, as link.frameBytes.
 * @param optionsBytes what the Options of one message take in memory, 1024 to 16777216. Default
 *     65536: a list of a thousand sessions.
 * @param answerTimeout how long the outbox or an authorizer may take, 100ms to 10m. Default 10s: a
 *     worn SD card blocks for seconds.
 */
public record RealmLimitsConfig(
    @Nullable Integer sessions,
    Integer retainedEvents,
    Long retainedBytes,
    Long heldBytes,
    Integer payloadBytes,
    Integer optionsBytes,
    Duration answerTimeout) {

  /** What holds where nothing is configured. */
  public static final RealmLimitsConfig DEFAULT =
      new RealmLimitsConfig(null, null, null, null, null, null, null);

  public RealmLimitsConfig(
      @Nullable Integer sessions,
      @Nullable Integer retainedEvents,
      @Nullable Long retainedBytes,
      @Nullable Long heldBytes,
      @Nullable Integer payloadBytes,
      @Nullable Integer optionsBytes,
      @Nullable Duration answerTimeout) {
    this.sessions = sessions == null ? null : Ranges.within("sessions", sessions, 1, 1, 100_000);
    this.retainedEvents = Ranges.within("retainedEvents", retainedEvents, 16384, 0, 10_000_000);
    this.retainedBytes = Ranges.within("retainedBytes", retainedBytes, 24L << 20, 0, 1L << 40);
    this.heldBytes = Ranges.within("heldBytes", heldBytes, 16L << 20, 1 << 16, 1L << 40);
    this.payloadBytes = Ranges.within("payloadBytes", payloadBytes, 1 << 20, 256, 1 << 24);
    this.optionsBytes = Ranges.within("optionsBytes", optionsBytes, 64 << 10, 1024, 1 << 24);
    this.answerTimeout = Ranges.within("answerTimeout", answerTimeout, 10_000, 100, 600_000);
  }
}
