package io.junctor.mqtt.listener;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;

/**
 * The packets that are sent, in the words of one protocol version.
 *
 * @param five whether it is MQTT 5: only that has reason codes and properties.
 */
record Packets(boolean five) {

  MqttMessage pong() {
    return new MqttMessage(header(MqttMessageType.PINGRESP, MqttQoS.AT_MOST_ONCE, false));
  }

  MqttMessage disconnect(int reason) {
    return new MqttMessage(
        header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE, false),
        new MqttReasonCodeAndPropertiesVariableHeader((byte) reason, MqttProperties.NO_PROPERTIES));
  }

  MqttMessage puback(int packetId, int reason) {
    MqttFixedHeader header = header(MqttMessageType.PUBACK, MqttQoS.AT_MOST_ONCE, false);
    return new MqttMessage(
        header,
        five
            ? new MqttPubReplyMessageVariableHeader(
                packetId, (byte) reason, MqttProperties.NO_PROPERTIES)
            : MqttMessageIdVariableHeader.from(packetId));
  }

  MqttMessage suback(int packetId, List<Integer> reasons) {
    List<Integer> codes =
        five
            ? reasons
            : reasons.stream()
                .map(reason -> reason >= Reason.UNSPECIFIED ? Reason.UNSPECIFIED : reason)
                .toList();
    MqttMessageIdAndPropertiesVariableHeader id =
        new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES);
    return new MqttSubAckMessage(
        header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE, false),
        id, // the encoder leaves the properties out for 3.1.1
        new MqttSubAckPayload(codes));
  }

  MqttMessage unsuback(int packetId, List<Integer> reasons) {
    return new MqttUnsubAckMessage(
        header(MqttMessageType.UNSUBACK, MqttQoS.AT_MOST_ONCE, false),
        new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
        five ? new MqttUnsubAckPayload(reasons.stream().map(Integer::shortValue).toList()) : null);
  }

  MqttMessage publish(OutgoingPublish message, int packetId) {
    MqttQoS qos = MqttQoS.valueOf(message.qos());
    MqttProperties properties = five ? properties(message) : MqttProperties.NO_PROPERTIES;
    return new MqttPublishMessage(
        header(MqttMessageType.PUBLISH, qos, message.retain()),
        new MqttPublishVariableHeader(message.topic(), packetId, properties),
        Unpooled.wrappedBuffer(message.payload().bytes()));
  }

  private static MqttProperties properties(OutgoingPublish message) {
    MqttProperties properties = new MqttProperties();
    if (message.payload().isText()) {
      properties.add(
          new MqttProperties.IntegerProperty(MqttProperties.PAYLOAD_FORMAT_INDICATOR, 1));
    }
    if (!message.payload().contentType().isEmpty()) {
      properties.add(
          new MqttProperties.StringProperty(
              MqttProperties.CONTENT_TYPE, message.payload().contentType()));
    }
    for (int id : message.subscriptionIds()) {
      properties.add(
          new MqttProperties.IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, id));
    }
    if (message.correlation() != null) {
      properties.add(
          new MqttProperties.BinaryProperty(
              MqttProperties.CORRELATION_DATA, message.correlation()));
    }
    if (!message.error().isEmpty()) {
      properties.add(new MqttProperties.UserProperty("error", message.error()));
    }
    return properties;
  }

  private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos, boolean retain) {
    return new MqttFixedHeader(type, false, qos, retain, 0);
  }
}
