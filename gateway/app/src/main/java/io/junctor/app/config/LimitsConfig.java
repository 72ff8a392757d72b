package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Every bound of the router in one place; what is left out has its default. Reaching one is an
 * error for whoever does, never for others.
 *
 * @param connections connections of each listener, 1 to 50000, below the 65,535 files that systemd
 *     allows; all listeners together twice as many. Default 1000: each costs some 10 KiB.
 * @param connectionsPerAddress from one IP address to a listener, of IPv6 from one network of 64
 *     bits, 1 to 50000. Default 100.
 * @param halfOpenPerAddress links of one address that have not joined yet, 1 to 50000. Default 64:
 *     a site's devices behind one address may all come back at once.
 * @param authenticationTimeout from the open link to the joined session, 100ms to 10m. Default 10s:
 *     a person's signature from a smart card fits.
 * @param attempts how fast who fails to authenticate may try again.
 * @param realms realms, the gateway's own included, 1 to 1024. Default 64.
 * @param halfSentBytes what all links may have sent of messages that are not complete; beyond it
 *     those with more than 64 KiB of it are closed. At least 1048576. Default 16777216.
 * @param inboundBytes what of all sessions may wait for the realms; beyond it a link is read only
 *     while nothing of it waits. At least 65536. Default 8388608.
 * @param outboundBytes what may wait for all peers that do not keep up, and as much for the clients
 *     of each MQTT listener; beyond it each keeps a sixteenth of its own. At least 65536. Default
 *     25165824: a fifth of the heap.
 * @param drainTimeout how long a shutdown waits for the peers' GOODBYE, at most 1m. Default 2s.
 * @param link of each link.
 * @param realm of each realm.
 * @param session of each session.
 * @param mqtt of MQTT listeners.
 */
public record LimitsConfig(
    Integer connections,
    Integer connectionsPerAddress,
    Integer halfOpenPerAddress,
    Duration authenticationTimeout,
    AttemptLimitsConfig attempts,
    Integer realms,
    Long halfSentBytes,
    Long inboundBytes,
    Long outboundBytes,
    Duration drainTimeout,
    LinkLimitsConfig link,
    RealmLimitsConfig realm,
    SessionLimitsConfig session,
    MqttListenLimitsConfig mqtt) {

  /** What holds where nothing is configured. */
  public static final LimitsConfig DEFAULT =
      new LimitsConfig(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  public LimitsConfig(
      @Nullable Integer connections,
      @Nullable Integer connectionsPerAddress,
      @Nullable Integer halfOpenPerAddress,
      @Nullable Duration authenticationTimeout,
      @Nullable AttemptLimitsConfig attempts,
      @Nullable Integer realms,
      @Nullable Long halfSentBytes,
      @Nullable Long inboundBytes,
      @Nullable Long outboundBytes,
      @Nullable Duration drainTimeout,
      @Nullable LinkLimitsConfig link,
      @Nullable RealmLimitsConfig realm,
      @Nullable SessionLimitsConfig session,
      @Nullable MqttListenLimitsConfig mqtt) {
    this.connections = Ranges.within("connections", connections, 1000, 1, 50_000);
    this.connectionsPerAddress =
        Ranges.within("connectionsPerAddress", connectionsPerAddress, 100, 1, 50_000);
    this.halfOpenPerAddress =
        Ranges.within("halfOpenPerAddress", halfOpenPerAddress, 64, 1, 50_000);
    this.authenticationTimeout =
        Ranges.within("authenticationTimeout", authenticationTimeout, 10_000, 100, 600_000);
    this.attempts = attempts == null ? AttemptLimitsConfig.DEFAULT : attempts;
    this.realms = Ranges.within("realms", realms, 64, 1, 1024);
    this.halfSentBytes =
        Ranges.within("halfSentBytes", halfSentBytes, 16L << 20, 1 << 20, 1L << 32);
    this.inboundBytes = Ranges.within("inboundBytes", inboundBytes, 8L << 20, 1 << 16, 1L << 32);
    this.outboundBytes =
        Ranges.within("outboundBytes", outboundBytes, 24L << 20, 1 << 16, 1L << 32);
    this.drainTimeout = Ranges.within("drainTimeout", drainTimeout, 2_000, 0, 60_000);
    this.link = link == null ? LinkLimitsConfig.DEFAULT : link;
    this.realm = realm == null ? RealmLimitsConfig.DEFAULT : realm;
    this.session = session == null ? SessionLimitsConfig.DEFAULT : session;
    this.mqtt = mqtt == null ? MqttListenLimitsConfig.DEFAULT : mqtt;
    if (this.session.waitingBytes() < this.realm.payloadBytes()) {
      throw new IllegalArgumentException(
          "session.waitingBytes: expected at least realm.payloadBytes, %d, got %d"
              .formatted(this.realm.payloadBytes(), this.session.waitingBytes()));
    }
  }
}
