package io.junctor.mqtt.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker that misbehaves on request. It forwards nothing; it records, answers and breaks. */
final class FakeBroker implements AutoCloseable {

  /** What a client published: topic, text, packet id. */
  record Received(String topic, String text, int packetId, boolean retain, int connection) {}

  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Connection current;

  // how it behaves; set before a client comes or while it is there
  volatile MqttConnectReturnCode connack = MqttConnectReturnCode.CONNECTION_ACCEPTED;
  volatile int receiveMaximum; // 0 announces none
  volatile int topicAliasMaximum; // 0 announces none
  volatile boolean acknowledges = true;
  volatile int pubackReason;

  final List<Received> received = new CopyOnWriteArrayList<>();
  final List<String> subscribed = new CopyOnWriteArrayList<>();
  final List<MqttConnectMessage> connects = new CopyOnWriteArrayList<>();
  final List<Integer> pubacks = new CopyOnWriteArrayList<>();
  final AtomicInteger inFlight = new AtomicInteger();
  final AtomicInteger inFlightMost = new AtomicInteger();
  final AtomicInteger aliased = new AtomicInteger();

  FakeBroker() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Connection connection = new Connection(server.accept(), connections.incrementAndGet());
        current = connection;
        Thread.ofVirtual().start(connection::run);
      }
    } catch (IOException closed) {
      // ended by close()
    }
  }

  /** Cuts the line without a word. */
  void cut() {
    current.cut();
  }

  void disconnect(int reason) {
    current.send(
        new MqttMessage(
            header(MqttMessageType.DISCONNECT),
            new MqttReasonCodeAndPropertiesVariableHeader(
                (byte) reason, MqttProperties.NO_PROPERTIES)));
    current.cut();
  }

  /** Sends a message to the client. */
  void publish(String topic, int qos, int packetId, boolean retain, String text) {
    current.send(
        MqttMessageBuilders.publish()
            .topicName(topic)
            .qos(MqttQoS.valueOf(qos))
            .messageId(packetId)
            .retained(retain)
            .payload(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
            .build());
  }

  /** What was published to a topic. */
  List<String> texts(String topic) {
    return received.stream().filter(one -> one.topic().equals(topic)).map(Received::text).toList();
  }

  private static MqttFixedHeader header(MqttMessageType type) {
    return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
  }

  @Override
  public void close() throws IOException {
    server.close();
    if (current != null) {
      current.cut();
    }
  }

  private final class Connection {
    private final Socket socket;
    private final int number;
    private final EmbeddedChannel codec =
        new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);

    Connection(Socket socket, int number) {
      this.socket = socket;
      this.number = number;
    }

    void run() {
      byte[] buffer = new byte[8192];
      try {
        for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
          synchronized (codec) {
            codec.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(buffer, n)));
            for (MqttMessage m = codec.readInbound(); m != null; m = codec.readInbound()) {
              on(m);
            }
          }
          n = socket.getInputStream().read(buffer);
        }
      } catch (IOException cut) {
        // ended
      }
    }

    private void on(MqttMessage message) {
      switch (message.fixedHeader().messageType()) {
        case CONNECT -> onConnect((MqttConnectMessage) message);
        case SUBSCRIBE -> onSubscribe((MqttSubscribeMessage) message);
        case PUBLISH -> onPublish((MqttPublishMessage) message);
        case PUBACK ->
            pubacks.add(
                ((io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader) message.variableHeader())
                    .messageId());
        case PINGREQ -> send(new MqttMessage(header(MqttMessageType.PINGRESP)));
        default -> {}
      }
    }

    private void onConnect(MqttConnectMessage connect) {
      connects.add(connect);
      MqttProperties properties = new MqttProperties();
      if (receiveMaximum > 0) {
        properties.add(
            new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, receiveMaximum));
      }
      if (topicAliasMaximum > 0) {
        properties.add(
            new MqttProperties.IntegerProperty(
                MqttProperties.TOPIC_ALIAS_MAXIMUM, topicAliasMaximum));
      }
      send(
          MqttMessageBuilders.connAck()
              .returnCode(connack)
              .sessionPresent(false)
              .properties(properties)
              .build());
      if (connack != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
        cut();
      }
    }

    private void onSubscribe(MqttSubscribeMessage subscribe) {
      List<MqttTopicSubscription> all = subscribe.payload().topicSubscriptions();
      all.forEach(
          one ->
              subscribed.add(
                  number + " " + one.topicFilter() + " " + one.qualityOfService().value()));
      send(
          new MqttSubAckMessage(
              header(MqttMessageType.SUBACK),
              new MqttMessageIdAndPropertiesVariableHeader(
                  subscribe.variableHeader().messageId(), MqttProperties.NO_PROPERTIES),
              new MqttSubAckPayload(
                  all.stream().map(one -> one.qualityOfService().value()).toList())));
    }

    private void onPublish(MqttPublishMessage publish) {
      int packetId = publish.variableHeader().packetId();
      if (publish.variableHeader().topicName().isEmpty()) {
        aliased.incrementAndGet();
      }
      received.add(
          new Received(
              publish.variableHeader().topicName(),
              publish.payload().toString(StandardCharsets.UTF_8),
              packetId,
              publish.fixedHeader().isRetain(),
              number));
      publish.release();
      if (packetId <= 0) {
        return;
      }
      inFlightMost.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      if (acknowledges) {
        inFlight.decrementAndGet();
        send(
            new MqttMessage(
                header(MqttMessageType.PUBACK),
                new MqttPubReplyMessageVariableHeader(
                    packetId, (byte) pubackReason, MqttProperties.NO_PROPERTIES)));
      }
    }

    void send(MqttMessage message) {
      try {
        synchronized (codec) {
          codec.writeOutbound(message);
          for (ByteBuf out = codec.readOutbound(); out != null; out = codec.readOutbound()) {
            socket.getOutputStream().write(ByteBufUtil.getBytes(out));
            out.release();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void cut() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
