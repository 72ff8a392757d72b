package io.junctor.mqtt.paho;

import io.junctor.mqtt.link.LinkException;
import io.junctor.mqtt.link.LinkException.Kind;
import io.junctor.mqtt.link.LinkFilter;
import io.junctor.mqtt.link.LinkMessage;
import io.junctor.mqtt.link.LinkSettings;
import io.junctor.mqtt.mapping.MqttPayload;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** Our values as Paho's and back. */
final class PahoMessages {

  /** Bad user name or password, not authorized, banned, session taken over. */
  private static final Set<Integer> STOP_REASONS = Set.of(0x86, 0x87, 0x8A, 0x8E);

  private static final int REASON_MIN = 0x80;
  private static final int REASON_MAX = 0xFF;
  private static final int PORT = 1883;
  private static final int PORT_TLS = 8883;

  private PahoMessages() {}

  static String serverUri(URI url) {
    boolean tls = url.getScheme().equals("mqtts");
    int port = url.getPort() >= 0 ? url.getPort() : tls ? PORT_TLS : PORT;
    return (tls ? "ssl://" : "tcp://") + url.getHost() + ":" + port;
  }

  static MqttConnectionOptions options(LinkSettings settings) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(false);
    options.setSessionExpiryInterval(settings.sessionExpiry().toSeconds());
    options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
    options.setConnectionTimeout((int) settings.timeout().toSeconds());
    options.setReceiveMaximum(settings.receiveMax());
    options.setMaximumPacketSize(settings.packetBytesMax());
    options.setHttpsHostnameVerificationEnabled(true);
    if (!settings.username().isEmpty()) {
      options.setUserName(settings.username());
    }
    String password = settings.password();
    if (password != null) {
      options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    }
    options.setWill(settings.will().topic(), toPaho(settings.will()));
    return options;
  }

  static MqttSubscription subscription(LinkFilter filter) {
    MqttSubscription subscription = new MqttSubscription(filter.filter(), filter.qos());
    subscription.setNoLocal(true);
    subscription.setRetainAsPublished(true);
    return subscription;
  }

  static MqttMessage toPaho(LinkMessage message) {
    MqttProperties properties = new MqttProperties();
    MqttPayload payload = message.payload();
    if (!payload.contentType().isEmpty()) {
      properties.setContentType(payload.contentType());
    }
    if (payload.isText()) {
      properties.setPayloadFormat(true);
    }
    if (message.correlation() != null) {
      properties.setCorrelationData(message.correlation());
    }
    if (!message.error().isEmpty()) {
      properties.setUserProperties(List.of(new UserProperty("error", message.error())));
    }
    return new MqttMessage(payload.bytes(), message.qos(), message.retain(), properties);
  }

  static LinkMessage fromPaho(String topic, MqttMessage message) {
    MqttProperties properties = message.getProperties();
    String contentType = properties == null ? null : properties.getContentType();
    String responseTopic = properties == null ? null : properties.getResponseTopic();
    return new LinkMessage(
        topic,
        new MqttPayload(message.getPayload(), contentType == null ? "" : contentType),
        Math.min(message.getQos(), 1),
        message.isRetained(),
        responseTopic == null ? "" : responseTopic,
        properties == null ? null : properties.getCorrelationData(),
        "");
  }

  static LinkException failure(String what, MqttException e) {
    int code = e.getReasonCode();
    return new LinkException(kind(code), what + ": " + sentence(code, e));
  }

  /** Paho's own refusals are about the message; what has to do with the connection is not. */
  static LinkException publishFailure(String topic, MqttException e) {
    int code = e.getReasonCode();
    boolean isAboutTheMessage =
        (code >= REASON_MIN && code <= REASON_MAX && !STOP_REASONS.contains(code))
            || code == MqttClientException.REASON_CODE_INVALID_TOPIC_ALAS
            || code == MqttClientException.REASON_CODE_OUTGOING_PACKET_TOO_LARGE;
    return new LinkException(
        isAboutTheMessage ? Kind.MESSAGE_REFUSED : Kind.LOST, topic + ": " + sentence(code, e));
  }

  static LinkException failure(MqttDisconnectResponse response) {
    MqttException e = response.getException();
    int code = e == null ? response.getReturnCode() : e.getReasonCode();
    return new LinkException(kind(code), "connection lost: " + sentence(code, e));
  }

  private static Kind kind(int code) {
    return STOP_REASONS.contains(code) ? Kind.STOP : Kind.LOST;
  }

  private static String sentence(int code, @Nullable MqttException e) {
    if (code >= REASON_MIN && code <= REASON_MAX) {
      String meaning =
          switch (code) {
            case 0x86 -> ", bad user name or password";
            case 0x87 -> ", not authorized";
            case 0x8A -> ", banned";
            case 0x8B -> ", the broker is shutting down";
            case 0x8D -> ", keep alive timeout";
            case 0x8E -> ", somebody else uses the same client identifier";
            default -> "";
          };
      return "the broker said 0x%02X%s".formatted(code, meaning);
    }
    Throwable root = e;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root == null ? "code " + code : String.valueOf(root.getMessage());
  }
}
