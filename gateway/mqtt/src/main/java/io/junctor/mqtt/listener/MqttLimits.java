package io.junctor.mqtt.listener;

import io.junctor.netty.ConnectionLimits;
import java.time.Duration;

/**
 * The bounds of an MQTT listener.
 *
 * @param connections of the listener and per address.
 * @param connectTimeout from the open socket to a complete CONNECT. Default 5 s.
 * @param packetBytesMax of one packet from a client, properties included. Default 64 KiB, what a
 *     stranger may make us keep before CONNECT is judged.
 * @param clientIdCharsMax of a client identifier. Default 128; MQTT itself promises only 23.
 * @param keepAliveMax the longest silence a client may ask for; also for those that ask for none.
 *     Default 300 s: a half-open connection is noticed after one and a half of it.
 * @param subscriptionsMax filters of one client. Default 256.
 * @param waitingMax publications that wait for a client that does not keep up. Default 1,000.
 * @param waitingBytesMax bytes of them. Default 1 MiB.
 * @param waitingBytesAllMax bytes of those of all clients together; beyond it each keeps no more
 *     than a sixteenth of {@code waitingBytesMax}. Default 24 MiB, a fifth of the heap.
 * @param inFlightMax publications of QoS 1, and requests, in each direction that may be
 *     unacknowledged. Default 32.
 * @param callTimeout of a request that names none. Default 60 s: a motor may take its time.
 */
public record MqttLimits(
    ConnectionLimits connections,
    Duration connectTimeout,
    int packetBytesMax,
    int clientIdCharsMax,
    Duration keepAliveMax,
    int subscriptionsMax,
    int waitingMax,
    long waitingBytesMax,
    long waitingBytesAllMax,
    int inFlightMax,
    Duration callTimeout) {

  /** Of its bytes a client keeps one part in so many while all together have too much. */
  private static final int SHARE = 16;

  /** The defaults; 500 connections, 50 from one address. */
  public static final MqttLimits DEFAULT =
      new MqttLimits(
          new ConnectionLimits(500, 50),
          Duration.ofSeconds(5),
          64 * 1024,
          128,
          Duration.ofSeconds(300),
          256,
          1_000,
          1024 * 1024,
          24 * 1024 * 1024,
          32,
          Duration.ofSeconds(60));

  /** What a client may have waiting while all together have too much. */
  long waitingBytesShare() {
    return waitingBytesMax / SHARE;
  }
}
