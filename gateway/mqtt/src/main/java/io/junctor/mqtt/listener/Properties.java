package io.junctor.mqtt.listener;

import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Typed look-ups in the properties of MQTT 5. */
final class Properties {

  private Properties() {}

  static boolean has(MqttProperties properties, int id) {
    return properties.getProperty(id) != null;
  }

  static long integer(MqttProperties properties, int id, long absent) {
    return properties.getProperty(id) instanceof MqttProperties.IntegerProperty property
        ? Integer.toUnsignedLong(property.value())
        : absent;
  }

  /** The text; empty when absent. */
  static String string(MqttProperties properties, int id) {
    return properties.getProperty(id) instanceof MqttProperties.StringProperty property
        ? property.value()
        : "";
  }

  static byte @Nullable [] bytes(MqttProperties properties, int id) {
    return properties.getProperty(id) instanceof MqttProperties.BinaryProperty property
        ? property.value()
        : null;
  }
}
