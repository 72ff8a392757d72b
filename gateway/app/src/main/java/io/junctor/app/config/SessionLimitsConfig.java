package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of each session. Reaching one is an error for the session that does, never for others.
 *
 * @param subscriptions subscriptions, 1 to 1000000. Default 4096: a device with a thousand data
 *     points subscribes to each with room to spare.
 * @param registrations registrations, 1 to 1000000. Default 4096, for the same reason.
 * @param pendingCalls open calls, 1 to 1000000. Default 1024: far above a console, below what would
 *     hide a leak.
 * @param testaments testaments, 0 to 10000. Default 64: one per device behind an adapter.
 * @param testamentBytes bytes of them, 0 to 16777216. Default 262144.
 * @param definitions definitions for reflection, 0 to 1000000. Default 1024: a thing has some
 *     thirty, an adapter those of some things.
 * @param definitionBytes bytes of them, 0 to 16777216. Default 1048576.
 * @param waitingMessages messages that wait behind the outbox or an authorizer, 1 to 1000000.
 *     Default 1024: a second of a busy publisher.
 * @param waitingBytes payload bytes of them, at least realm.payloadBytes. Default 4194304.
 * @param inboundMessages messages that wait for the realm before the link is not read, 1 to
 *     1000000. Default 256.
 * @param inboundBytes bytes of them. Default 1048576.
 * @param outboundMessages messages that wait for a peer that does not keep up, 1 to 1000000; then
 *     the oldest events go. Default 1024: some seconds of a busy dashboard.
 * @param outboundBytes bytes of them. Default 1048576.
 * @param patience how long who publishes is held back for a peer that is behind, 0ms to 1m. Default
 *     1s: who reads takes what waits in less; 0ms holds nobody back.
 * @param blockMax how long who publishes is blocked for a peer whose policy is {@code
 *     block-publisher}, 0ms to 10m. Default 10s.
 */
public record SessionLimitsConfig(
    Integer subscriptions,
    Integer registrations,
    Integer pendingCalls,
    Integer testaments,
    Integer testamentBytes,
    Integer definitions,
    Integer definitionBytes,
    Integer waitingMessages,
    Long waitingBytes,
    Integer inboundMessages,
    Long inboundBytes,
    Integer outboundMessages,
    Long outboundBytes,
    Duration patience,
    Duration blockMax) {

  /** What holds where nothing is configured. */
  public static final SessionLimitsConfig DEFAULT =
      new SessionLimitsConfig(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  public SessionLimitsConfig(
      @Nullable Integer subscriptions,
      @Nullable Integer registrations,
      @Nullable Integer pendingCalls,
      @Nullable Integer testaments,
      @Nullable Integer testamentBytes,
      @Nullable Integer definitions,
      @Nullable Integer definitionBytes,
      @Nullable Integer waitingMessages,
      @Nullable Long waitingBytes,
      @Nullable Integer inboundMessages,
      @Nullable Long inboundBytes,
      @Nullable Integer outboundMessages,
      @Nullable Long outboundBytes,
      @Nullable Duration patience,
      @Nullable Duration blockMax) {
    this.subscriptions = Ranges.within("subscriptions", subscriptions, 4096, 1, 1_000_000);
    this.registrations = Ranges.within("registrations", registrations, 4096, 1, 1_000_000);
    this.pendingCalls = Ranges.within("pendingCalls", pendingCalls, 1024, 1, 1_000_000);
    this.testaments = Ranges.within("testaments", testaments, 64, 0, 10_000);
    this.testamentBytes = Ranges.within("testamentBytes", testamentBytes, 256 << 10, 0, 1 << 24);
    this.definitions = Ranges.within("definitions", definitions, 1024, 0, 1_000_000);
    this.definitionBytes = Ranges.within("definitionBytes", definitionBytes, 1 << 20, 0, 1 << 24);
    this.waitingMessages = Ranges.within("waitingMessages", waitingMessages, 1024, 1, 1_000_000);
    this.waitingBytes = Ranges.within("waitingBytes", waitingBytes, 4L << 20, 1024, 1L << 30);
    this.inboundMessages = Ranges.within("inboundMessages", inboundMessages, 256, 1, 1_000_000);
    this.inboundBytes = Ranges.within("inboundBytes", inboundBytes, 1L << 20, 1, 1L << 30);
    this.outboundMessages = Ranges.within("outboundMessages", outboundMessages, 1024, 1, 1_000_000);
    this.outboundBytes = Ranges.within("outboundBytes", outboundBytes, 1L << 20, 1, 1L << 30);
    this.patience = Ranges.within("patience", patience, 1_000, 0, 60_000);
    this.blockMax = Ranges.within("blockMax", blockMax, 10_000, 0, 600_000);
  }
}
