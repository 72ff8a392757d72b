package io.junctor.mqtt.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.PublishBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** An MQTT client that says exactly what a test wants said. */
final class RawClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final EmbeddedChannel codec =
      new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);

  RawClient(int port) {
    this(port, "127.0.0.1");
  }

  /** One that connects from another of this machine's addresses. */
  RawClient(int port, String from) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral(from), 0);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A joined client. */
  static RawClient join(int port, MqttVersion version, String user, String clientId) {
    RawClient client = new RawClient(port);
    client.send(connect(version, user, clientId).build());
    assertEquals(0, client.connack());
    return client;
  }

  static ConnectBuilder connect(MqttVersion version, String user, String clientId) {
    return MqttMessageBuilders.connect()
        .protocolVersion(version)
        .clientId(clientId)
        .cleanSession(true)
        .keepAlive(60)
        .username(user)
        .password(io.junctor.mqtt.TestRouter.TICKET.getBytes(StandardCharsets.UTF_8));
  }

  void send(MqttMessage message) {
    codec.writeOutbound(message);
    for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
      send(ByteBufUtil.getBytes(bytes));
      bytes.release();
    }
  }

  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void publish(String topic, int qos, int packetId, String payload, Consumer<PublishBuilder> more) {
    PublishBuilder publish =
        MqttMessageBuilders.publish()
            .topicName(topic)
            .qos(MqttQoS.valueOf(qos))
            .messageId(packetId)
            .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8));
    more.accept(publish);
    send(publish.build());
  }

  void publish(String topic, int qos, int packetId, String payload) {
    publish(topic, qos, packetId, payload, more -> {});
  }

  /** Subscribes to filters with QoS 1; the reason codes. Other packets in between are lost. */
  List<Integer> subscribe(String... filters) {
    MqttMessageBuilders.SubscribeBuilder subscribe = MqttMessageBuilders.subscribe().messageId(7);
    for (String filter : filters) {
      subscribe.addSubscription(MqttQoS.AT_LEAST_ONCE, filter);
    }
    send(subscribe.build());
    return ((MqttSubAckMessage) next(MqttMessageType.SUBACK)).payload().reasonCodes();
  }

  /** CONNACK's return code, unsigned. */
  int connack() {
    MqttConnAckMessage answer = (MqttConnAckMessage) next(MqttMessageType.CONNACK);
    return answer.variableHeader().connectReturnCode().byteValue() & 0xFF;
  }

  /** The reason of a DISCONNECT from the listener. */
  int disconnectReason() {
    MqttMessage message = next(MqttMessageType.DISCONNECT);
    return ((MqttReasonCodeAndPropertiesVariableHeader) message.variableHeader()).reasonCode()
        & 0xFF;
  }

  MqttPublishMessage nextPublish() {
    return (MqttPublishMessage) next(MqttMessageType.PUBLISH);
  }

  static String text(MqttPublishMessage message) {
    return message.payload().toString(StandardCharsets.UTF_8);
  }

  /** The next packet of a type; others before it are lost. */
  MqttMessage next(MqttMessageType type) {
    MqttMessage message = next();
    while (message.fixedHeader().messageType() != type) {
      message = next();
    }
    return message;
  }

  /** The next packet. */
  MqttMessage next() {
    MqttMessage message = codec.readInbound();
    byte[] buffer = new byte[8192];
    while (message == null) {
      try {
        int length = socket.getInputStream().read(buffer);
        if (length < 0) {
          throw new IllegalStateException("closed by the listener");
        }
        codec.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(buffer, length)));
      } catch (SocketTimeoutException e) {
        throw new IllegalStateException("no packet within " + TIMEOUT_MILLIS + " ms", e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      message = codec.readInbound();
    }
    return message;
  }

  /** Whether the listener closes the connection, whatever it says before. */
  boolean isClosedByListener() {
    try {
      for (int length = 0; length >= 0; ) {
        length = socket.getInputStream().read(new byte[8192]);
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  void timeoutMillis(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  void ping() {
    send(header(MqttMessageType.PINGREQ));
  }

  void disconnect() {
    send(header(MqttMessageType.DISCONNECT));
  }

  private static MqttMessage header(MqttMessageType type) {
    return new MqttMessage(new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    codec.finishAndReleaseAll();
  }
}
