package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of each MQTT listener and of its clients.
 *
 * @param connections connections, 1 to 50000. Default 500.
 * @param connectionsPerAddress from one address, of IPv6 from one network of 64 bits, 1 to 50000.
 *     Default 50.
 * @param connectTimeout from the connection to a complete CONNECT, 100ms to 1m. Default 5s.
 * @param packetBytes largest packet taken, 128 to 1048576. Default 65536: a stranger may send it
 *     before CONNECT is judged.
 * @param clientIdCharacters of a client identifier, 23 to 1024. Default 128; MQTT itself promises
 *     23.
 * @param keepAlive the longest silence a client may ask for, 1s to 65535s. Default 5m.
 * @param subscriptions filters of one client, 1 to 100000. Default 256.
 * @param waitingMessages publications that wait for a client that does not keep up, 1 to 1000000.
 *     Default 1000.
 * @param waitingBytes bytes of them. Default 1048576.
 * @param inFlight publications of QoS 1 without acknowledgement in each direction, 1 to 65535.
 *     Default 32.
 * @param callTimeout of a request that names none, 100ms to 24h. Default 1m: a motor may take its
 *     time.
 */
public record MqttListenLimitsConfig(
    Integer connections,
    Integer connectionsPerAddress,
    Duration connectTimeout,
    Integer packetBytes,
    Integer clientIdCharacters,
    Duration keepAlive,
    Integer subscriptions,
    Integer waitingMessages,
    Long waitingBytes,
    Integer inFlight,
    Duration callTimeout) {

  /** What holds where nothing is configured. */
  public static final MqttListenLimitsConfig DEFAULT =
      new MqttListenLimitsConfig(null, null, null, null, null, null, null, null, null, null, null);

  public MqttListenLimitsConfig(
      @Nullable Integer connections,
      @Nullable Integer connectionsPerAddress,
      @Nullable Duration connectTimeout,
      @Nullable Integer packetBytes,
      @Nullable Integer clientIdCharacters,
      @Nullable Duration keepAlive,
      @Nullable Integer subscriptions,
      @Nullable Integer waitingMessages,
      @Nullable Long waitingBytes,
      @Nullable Integer inFlight,
      @Nullable Duration callTimeout) {
    this.connections = Ranges.within("connections", connections, 500, 1, 50_000);
    this.connectionsPerAddress =
        Ranges.within("connectionsPerAddress", connectionsPerAddress, 50, 1, 50_000);
    this.connectTimeout = Ranges.within("connectTimeout", connectTimeout, 5_000, 100, 60_000);
    this.packetBytes = Ranges.within("packetBytes", packetBytes, 64 * 1024, 128, 1 << 20);
    this.clientIdCharacters =
        Ranges.within("clientIdCharacters", clientIdCharacters, 128, 23, 1024);
    this.keepAlive = Ranges.within("keepAlive", keepAlive, 300_000, 1_000, 65_535_000);
    this.subscriptions = Ranges.within("subscriptions", subscriptions, 256, 1, 100_000);
    this.waitingMessages = Ranges.within("waitingMessages", waitingMessages, 1_000, 1, 1_000_000);
    this.waitingBytes = Ranges.within("waitingBytes", waitingBytes, 1024 * 1024, 1024, 1L << 30);
    this.inFlight = Ranges.within("inFlight", inFlight, 32, 1, 65_535);
    this.callTimeout = Ranges.within("callTimeout", callTimeout, 60_000, 100, 86_400_000);
  }
}
