package io.junctor.mqtt.broker;

import java.time.Duration;

/**
 * The bounds of an adapter.
 *
 * @param waitingMax messages that wait for the broker, such as while it is away. Default 10,000.
 * @param waitingBytesMax bytes of them. Default 8 MiB: a tenth of a small heap.
 * @param inboundMax messages from the broker that wait for the router. Default 256.
 * @param receiveMax of them with QoS 1; the broker keeps the rest. Default 64.
 * @param packetBytesMax the longest packet taken from the broker. Default 256 KiB.
 * @param callsMax calls that run at once for clients of the broker. Default 16.
 * @param callTimeout of each. Default 60 s.
 * @param sessionExpiry how long the broker keeps messages for us while we are away. Default 1 h.
 * @param keepAlive how soon a dead link is noticed: after one and a half of it. Default 10 s.
 * @param timeout of connecting and of each answer. Default 10 s.
 */
public record BrokerLimits(
    int waitingMax,
    long waitingBytesMax,
    int inboundMax,
    int receiveMax,
    long packetBytesMax,
    int callsMax,
    Duration callTimeout,
    Duration sessionExpiry,
    Duration keepAlive,
    Duration timeout) {

  /** The defaults. */
  public static final BrokerLimits DEFAULT =
      new BrokerLimits(
          10_000,
          8L * 1024 * 1024,
          256,
          64,
          256 * 1024,
          16,
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));
}
