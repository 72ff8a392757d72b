package io.junctor.server;

import java.time.Duration;

/**
 * The bounds of the shell.
 *
 * @param connectionsMax links at a time, joined or not. Default 2,000: more than a board's memory
 *     would serve well; listeners have a bound of their own per address.
 * @param halfOpenPerHostMax links of one host that have not joined, of IPv6 of one network of 64
 *     bits. Default 64: a site's devices behind one address may all come back at once. Links inside
 *     the process and over Unix sockets are not counted.
 * @param realmsMax realms at a time. Default 64: a tenant or a test bench each.
 * @param handshakeTimeout from the open link to the joined session. Default 10 s: a person's
 *     signature from a smart card fits, a slow-loris does not.
 * @param inbound what may wait for the realms; then links are not read.
 * @param outbox what may wait for sessions that do not keep up.
 * @param drainTimeout how long a shutdown waits for the peers' GOODBYE. Default 2 s.
 * @param attempts how fast who fails to authenticate may try again.
 */
public record ServerLimits(
    int connectionsMax,
    int halfOpenPerHostMax,
    int realmsMax,
    Duration handshakeTimeout,
    InboundLimits inbound,
    OutboxLimits outbox,
    Duration drainTimeout,
    AttemptLimits attempts) {

  private static final int HALF_OPEN_DEFAULT = 64;

  /** The defaults. */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          2_000,
          HALF_OPEN_DEFAULT,
          64,
          Duration.ofSeconds(10),
          InboundLimits.DEFAULT,
          OutboxLimits.DEFAULT,
          Duration.ofSeconds(2),
          AttemptLimits.DEFAULT);

  /** The default {@link #halfOpenPerHostMax()} and {@link #attempts()}. */
  public ServerLimits(
      int connectionsMax,
      int realmsMax,
      Duration handshakeTimeout,
      InboundLimits inbound,
      OutboxLimits outbox,
      Duration drainTimeout) {
    this(
        connectionsMax,
        HALF_OPEN_DEFAULT,
        realmsMax,
        handshakeTimeout,
        inbound,
        outbox,
        drainTimeout,
        AttemptLimits.DEFAULT);
  }

  /** The same with another number of links. */
  public ServerLimits withConnectionsMax(int links) {
    return new ServerLimits(
        links,
        halfOpenPerHostMax,
        realmsMax,
        handshakeTimeout,
        inbound,
        outbox,
        drainTimeout,
        attempts);
  }
}
