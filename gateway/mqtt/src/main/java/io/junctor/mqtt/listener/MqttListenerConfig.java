package io.junctor.mqtt.listener;

import io.junctor.netty.BindAddress;
import io.junctor.netty.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * What an MQTT listener is to do.
 *
 * @param address where it binds.
 * @param tls certificate and key; null for none.
 * @param realm the realm its clients join.
 * @param limits its bounds.
 */
public record MqttListenerConfig(
    BindAddress.Tcp address, @Nullable ServerTls tls, String realm, MqttLimits limits) {}
