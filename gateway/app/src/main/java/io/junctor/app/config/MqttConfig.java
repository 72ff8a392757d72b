package io.junctor.app.config;

import io.junctor.app.config.ListenConfig.HostPort;
import io.junctor.app.config.ListenConfig.TlsConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MQTT: clients that come to us, brokers that we go to.
 *
 * @param listen where MQTT clients connect; they join with authid and ticket as user name and
 *     password and may do what their role may. Empty: nowhere.
 * @param brokers external brokers that share some topics with this gateway.
 */
public record MqttConfig(List<MqttListenConfig> listen, List<MqttBrokerConfig> brokers) {

  /** No MQTT. */
  public static final MqttConfig NONE = new MqttConfig(List.of(), List.of());

  /**
   * One place where MQTT clients connect.
   *
   * @param address {@code host:port}, such as {@code 127.0.0.1:1883}; port 0 takes any free one.
   *     Required.
   * @param tls certificate and key; without it tickets can be read on the network.
   */
  public record MqttListenConfig(String address, @Nullable TlsConfig tls) {
    public MqttListenConfig(@Nullable String address, @Nullable TlsConfig tls) {
      if (address == null) {
        throw new IllegalArgumentException("address: expected host:port, got nothing");
      }
      this.address = address;
      this.tls = tls;
      if (tls != null && tls.clientAuthorities() != null) {
        throw new IllegalArgumentException(
            "tls.clientAuthorities: expected nothing for mqtt, where clients join by ticket");
      }
      ListenConfig.parse(address);
    }

    /** The parsed address. */
    public HostPort hostPort() {
      return ListenConfig.parse(address);
    }
  }

  public MqttConfig(
      @Nullable List<MqttListenConfig> listen, @Nullable List<MqttBrokerConfig> brokers) {
    this.listen = listen == null ? List.of() : List.copyOf(listen);
    this.brokers = brokers == null ? List.of() : List.copyOf(brokers);
    Set<String> names = new HashSet<>();
    for (MqttBrokerConfig broker : this.brokers) {
      if (!names.add(broker.clientId())) {
        throw new IllegalArgumentException(
            "brokers: expected a different clientId for each, got " + broker.clientId() + " twice");
      }
    }
  }
}
