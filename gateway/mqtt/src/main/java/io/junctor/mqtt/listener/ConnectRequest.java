package io.junctor.mqtt.listener;

import io.junctor.mqtt.mapping.MqttPayload;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.Topics;
import io.junctor.mqtt.mapping.Unmappable;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for in CONNECT, as far as it can be judged without the router.
 *
 * @param five whether it speaks MQTT 5; otherwise 3.1.1.
 * @param clientId its identifier, one of ours when it gave none.
 * @param clientIdAssigned whether it gave none.
 * @param user its authid.
 * @param ticket its proof.
 * @param keepAliveSeconds the silence it promises to stay below; 0 for none.
 * @param receiveMax publications of QoS 1 it takes unacknowledged.
 * @param packetBytesMax the longest packet it takes.
 * @param wantsResponseInformation whether it asks where to have answers sent.
 * @param will what is to be published when it is lost; null for nothing.
 */
record ConnectRequest(
    boolean five,
    String clientId,
    boolean clientIdAssigned,
    String user,
    String ticket,
    int keepAliveSeconds,
    int receiveMax,
    long packetBytesMax,
    boolean wantsResponseInformation,
    @Nullable Will will) {

  /** As in the configuration: names go into logs and permissions. */
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");

  private static final int QOS_2 = 2;

  private static final int RECEIVE_MAX_DEFAULT = 65_535;

  /** The request is refused before the router hears of it. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final MqttConnectReturnCode code;

    Refused(MqttConnectReturnCode code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    MqttConnectReturnCode code() {
      return code;
    }
  }

  static boolean isFive(MqttConnectMessage connect) {
    return connect.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel();
  }

  /** Judges a CONNECT. */
  static ConnectRequest of(MqttConnectMessage connect) throws Refused {
    MqttConnectVariableHeader header = connect.variableHeader();
    MqttConnectPayload payload = connect.payload();
    boolean five = isFive(connect);
    if (header.version() < MqttVersion.MQTT_3_1_1.protocolLevel()) {
      throw new Refused(
          MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
          "expected MQTT 3.1.1 or 5, got 3.1");
    }
    checkSession(header, payload, five);
    MqttProperties properties = header.properties();
    boolean assigned = payload.clientIdentifier().isEmpty();
    return new ConnectRequest(
        five,
        assigned ? "junctor-" + UUID.randomUUID() : payload.clientIdentifier(),
        assigned,
        user(header, payload, five),
        ticket(header, payload, five),
        header.keepAliveTimeSeconds(),
        (int) Properties.integer(properties, MqttProperties.RECEIVE_MAXIMUM, RECEIVE_MAX_DEFAULT),
        Properties.integer(properties, MqttProperties.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE),
        Properties.integer(properties, MqttProperties.REQUEST_RESPONSE_INFORMATION, 0) == 1,
        header.isWillFlag() ? will(header, payload, five) : null);
  }

  private static void checkSession(
      MqttConnectVariableHeader header, MqttConnectPayload payload, boolean five) throws Refused {
    if (five) {
      if (Properties.has(header.properties(), MqttProperties.AUTHENTICATION_METHOD)) {
        throw new Refused(
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
            "expected user name and password, got an authentication method");
      }
      return;
    }
    if (payload.clientIdentifier().isEmpty() && !header.isCleanSession()) {
      throw new Refused(
          MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED,
          "expected an identifier or a clean session, got neither");
    }
    if (!header.isCleanSession()) {
      // 3.1.1 has no way to say that the session was made a clean one
      throw new Refused(
          MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
          "expected a clean session, got a persistent one, which is not kept here");
    }
  }

  private static String user(
      MqttConnectVariableHeader header, MqttConnectPayload payload, boolean five) throws Refused {
    String user = header.hasUserName() ? payload.userName() : null;
    if (user == null || !USER.matcher(user).matches()) {
      throw badCredentials(five, "expected a user name of A-Z, a-z, 0-9, _ . @ and -, at most 64");
    }
    return user;
  }

  private static String ticket(
      MqttConnectVariableHeader header, MqttConnectPayload payload, boolean five) throws Refused {
    byte[] ticket = header.hasPassword() ? payload.passwordInBytes() : null;
    if (ticket == null || ticket.length == 0) {
      throw badCredentials(five, "expected a password, got none");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(ticket)).toString();
    } catch (CharacterCodingException e) {
      throw badCredentials(five, "expected a password in UTF-8, got other bytes");
    }
  }

  private static Refused badCredentials(boolean five, String message) {
    return new Refused(
        five
            ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
            : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
        message);
  }

  private static Will will(
      MqttConnectVariableHeader header, MqttConnectPayload payload, boolean five) throws Refused {
    if (header.willQos() >= QOS_2) {
      throw new Refused(
          five
              ? MqttConnectReturnCode.CONNECTION_REFUSED_QOS_NOT_SUPPORTED
              : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
          "expected a will of QoS 0 or 1, got 2");
    }
    try {
      String type = Properties.string(payload.willProperties(), MqttProperties.CONTENT_TYPE);
      byte[] message = payload.willMessageInBytes();
      MqttPayload said = new MqttPayload(message == null ? new byte[0] : message, type);
      String topic = payload.willTopic();
      return new Will(
          Topics.toUri(topic == null ? "" : topic),
          PayloadMapping.decode(said),
          header.isWillRetain());
    } catch (Unmappable e) {
      throw new Refused(
          five
              ? MqttConnectReturnCode.CONNECTION_REFUSED_TOPIC_NAME_INVALID
              : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
          "will " + e.getMessage());
    }
  }

  /** Without the ticket. */
  @Override
  public String toString() {
    return "ConnectRequest[user=" + user + ", clientId=" + clientId + ", ticket=(redacted)]";
  }
}
