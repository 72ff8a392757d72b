package io.junctor.mqtt.listener;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.Arguments;
import io.junctor.component.SubscribeOptions;
import io.junctor.component.WampError;
import io.junctor.wamp.uri.MatchPolicy;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow clients, wills, and requests by response topic. */
class MqttSessionTest extends OneMqttListener {

  @Test
  void noMoreThanItsReceiveMaximumIsInFlightToAClient() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      MqttProperties wanted = new MqttProperties();
      wanted.add(new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 2));
      client.send(RawClient.connect(V5, "operator", "c").properties(wanted).build());
      assertEquals(0, client.connack());
      client.subscribe("com/example/x");
      for (int i = 0; i < 4; i++) {
        site.publish("com.example.x", i);
      }
      int first = client.nextPublish().variableHeader().packetId();
      client.nextPublish();
      client.ping();
      assertEquals(
          MqttMessageType.PINGRESP, client.next().fixedHeader().messageType(), "a third PUBLISH");
      client.send(MqttMessageBuilders.pubAck().packetId(first).build());
      assertEquals("2", RawClient.text(client.nextPublish()));
    }
  }

  @Test
  void aClientThatNeverAcknowledgesIsDisconnectedAndTold() throws IOException {
    MqttListener small = listen(limits(Duration.ofSeconds(5), 10));
    try (RawClient client = RawClient.join(small.port(), V5, "operator", "slow")) {
      client.subscribe("com/example/x");
      for (int i = 0; i < 40; i++) {
        site.publish("com.example.x", i);
      }
      assertEquals(Reason.QUOTA_EXCEEDED, client.disconnectReason());
    } finally {
      small.close().toCompletableFuture().join();
    }
  }

  @Test
  void theWillOfALostClientIsPublished() {
    Queue<Arguments> events = new ConcurrentLinkedQueue<>();
    site.subscribe("com.example.will", (event, details) -> events.add(event));
    RawClient client = new RawClient(listener.port());
    client.send(willing("com/example/will").build());
    assertEquals(0, client.connack());
    client.close();
    await().until(() -> !events.isEmpty());
    assertEquals("offline", events.peek().kwargs().get("value"));
  }

  @Test
  void theWillOfAClientThatSaidGoodbyeIsNotPublished() {
    Queue<Arguments> events = new ConcurrentLinkedQueue<>();
    site.subscribe(
        "com.example.",
        SubscribeOptions.DEFAULT.withMatch(MatchPolicy.PREFIX),
        (event, details) -> events.add(event));
    try (RawClient client = new RawClient(listener.port())) {
      client.send(willing("com/example/will").build());
      assertEquals(0, client.connack());
      client.publish("com/example/before", 1, 1, "1");
      client.next(MqttMessageType.PUBACK);
      client.disconnect();
      assertTrue(client.isClosedByListener());
    }
    await().until(() -> listener.connections() == 0);
    try (RawClient next = client(V5, "operator")) {
      next.publish("com/example/after", 1, 1, "2");
      next.next(MqttMessageType.PUBACK);
    }
    await().until(() -> events.size() >= 2);
    assertEquals(List.of(1L, 2L), events.stream().map(e -> e.args().getFirst()).toList());
  }

  @Test
  void aWillThatMayNotBeLeftIsRefusedAtConnect() {
    try (RawClient client = new RawClient(listener.port())) {
      client.send(willing("com/example/open/will").username("viewer").build());
      assertEquals(Reason.NOT_AUTHORIZED, client.connack());
    }
  }

  private static MqttMessageBuilders.ConnectBuilder willing(String topic) {
    return RawClient.connect(V5, "operator", "willing")
        .willFlag(true)
        .willTopic(topic)
        .willQoS(MqttQoS.AT_LEAST_ONCE)
        .willMessage("{\"value\":\"offline\"}".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$reply/c/1", "com/example/replies"})
  void aRequestCallsTheProcedureAndIsAnsweredWithItsCorrelationData(String replyTo) {
    site.register("com.example.knob.set", (call, details) -> Map.of("value", call.args().get(0)));
    try (RawClient client = client(V5, "operator")) {
      assertEquals(List.of(1), client.subscribe(replyTo));
      client.publish("com/example/knob/set", 0, 0, "120", request(replyTo, "id-7"));
      MqttPublishMessage answer = client.nextPublish();
      assertEquals("{\"value\":120}", RawClient.text(answer));
      assertEquals(replyTo, answer.variableHeader().topicName());
      assertArrayEquals(
          "id-7".getBytes(StandardCharsets.UTF_8),
          Properties.bytes(answer.variableHeader().properties(), MqttProperties.CORRELATION_DATA));
    }
  }

  @Test
  void aFailedRequestIsAnsweredWithErrorAndMessage() {
    site.register(
        "com.example.knob.set",
        (call, details) -> {
          throw new WampError("junctor.error.stalled", "the knob is stuck");
        });
    try (RawClient client = client(V5, "operator")) {
      client.subscribe("$reply/#");
      client.publish("com/example/knob/set", 1, 1, "120", request("$reply/x", "1"));
      MqttPublishMessage answer = client.nextPublish();
      assertEquals(
          "{\"error\":\"junctor.error.stalled\",\"message\":\"the knob is stuck\"}",
          RawClient.text(answer));
      assertTrue(
          answer.variableHeader().properties().listAll().stream()
              .anyMatch(one -> one instanceof MqttProperties.UserProperties));
    }
  }

  @Test
  void aRequestThatIsNotAllowedIsAnsweredSo() {
    site.register("com.example.open.set", (call, details) -> "moved");
    try (RawClient client = client(V5, "viewer")) {
      client.subscribe("$reply/#");
      client.publish("com/example/open/set", 0, 0, "1", request("$reply/x", "1"));
      assertTrue(
          RawClient.text(client.nextPublish())
              .startsWith("{\"error\":\"wamp.error.not_authorized\""));
    }
  }

  @Test
  void privateTopicsAreOfOneConnectionAlone() {
    site.register("com.example.knob.set", (call, details) -> "moved");
    try (RawClient one = RawClient.join(listener.port(), V5, "operator", "one");
        RawClient two = RawClient.join(listener.port(), V5, "operator", "two")) {
      one.subscribe("$reply/#");
      two.subscribe("$reply/#");
      one.publish("com/example/knob/set", 0, 0, "1", request("$reply/x", "1"));
      assertEquals("\"moved\"", RawClient.text(one.nextPublish()));
      one.publish("$reply/x", 1, 2, "spoofed");
      assertEquals(Reason.TOPIC_NAME_INVALID, reasonOf(one.next(MqttMessageType.PUBACK)));
      two.ping();
      assertEquals(MqttMessageType.PINGRESP, two.next().fixedHeader().messageType());
    }
  }

  @Test
  void aLostClientsCallIsCancelled() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    site.register(
        "com.example.knob.set",
        (call, details) -> {
          started.countDown();
          try {
            Thread.sleep(60_000); // until the interrupt that is tested
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return null;
        });
    try (RawClient client = client(V5, "operator")) {
      client.publish("com/example/knob/set", 0, 0, "1", request("$reply/x", "1"));
      assertTrue(started.await(10, TimeUnit.SECONDS));
    }
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
  }

  private static java.util.function.Consumer<MqttMessageBuilders.PublishBuilder> request(
      String replyTo, String correlation) {
    MqttProperties properties = new MqttProperties();
    properties.add(new MqttProperties.StringProperty(MqttProperties.RESPONSE_TOPIC, replyTo));
    properties.add(
        new MqttProperties.BinaryProperty(
            MqttProperties.CORRELATION_DATA, correlation.getBytes(StandardCharsets.UTF_8)));
    return publish -> publish.properties(properties);
  }
}
