package io.junctor.mqtt.listener;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.Arguments;
import io.junctor.component.SubscribeOptions;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publications of MQTT clients that reach the router. */
class MqttPublishTest extends OneMqttListener {

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void aPublicationReachesTheRouterBeforeItsPuback(MqttVersion version) {
    Queue<Arguments> events = new ConcurrentLinkedQueue<>();
    site.subscribe("com.example.in", (event, details) -> events.add(event));
    try (RawClient client = client(version, "operator")) {
      client.publish("com/example/in", 1, 5, "{\"value\":4.2,\"unit\":\"Cel\"}");
      MqttMessage answer = client.next(MqttMessageType.PUBACK);
      assertEquals(0, reasonOf(answer));
      await().until(() -> !events.isEmpty());
      assertEquals(4.2, events.peek().kwargs().get("value"));
    }
  }

  @Test
  void aRetainedPublicationIsRetainedAndAnEmptyOneClearsIt() {
    try (RawClient client = client(V5, "operator")) {
      client.publish("com/example/r", 1, 1, "7", publish -> publish.retained(true));
      client.next(MqttMessageType.PUBACK);
      Queue<Arguments> events = new ConcurrentLinkedQueue<>();
      site.subscribe(
          "com.example.r", SubscribeOptions.DEFAULT.withRetained(), (e, d) -> events.add(e));
      await().until(() -> !events.isEmpty());
      assertEquals(7L, events.remove().args().getFirst());

      client.publish("com/example/r", 1, 2, "", publish -> publish.retained(true));
      client.next(MqttMessageType.PUBACK);
      site.publish("com.example.s", Map.of("n", 1), retained());
      client.subscribe("com/example/r", "com/example/s");
    }
    try (RawClient late = client(V5, "operator")) {
      late.send(
          MqttMessageBuilders.subscribe()
              .messageId(1)
              .addSubscription(MqttQoS.AT_MOST_ONCE, "com/example/r")
              .addSubscription(MqttQoS.AT_MOST_ONCE, "com/example/s")
              .build());
      assertEquals("com/example/s", late.nextPublish().variableHeader().topicName());
    }
  }

  @Test
  void aDeniedPublicationIsTold() {
    try (RawClient client = client(V5, "viewer")) {
      client.publish("com/example/open/x", 1, 3, "1");
      assertEquals(Reason.NOT_AUTHORIZED, reasonOf(client.next(MqttMessageType.PUBACK)));
    }
  }

  @Test
  void aDeniedPublicationOf311ClosesTheConnectionBecausePubackWouldLie() {
    try (RawClient client = client(V3, "viewer")) {
      client.publish("com/example/open/x", 1, 3, "1");
      assertTrue(client.isClosedByListener());
    }
  }

  @Test
  void topicsThatCannotBeMappedAreRefusedOneByOneAndAnswersKeepTheirOrder() {
    try (RawClient client = client(V5, "operator")) {
      client.publish("com/example/ok", 1, 1, "1");
      client.publish("com.example/bad", 1, 2, "1");
      client.publish("$SYS/bad", 1, 3, "1");
      client.publish("com/example/ok", 1, 4, "1");
      int[] ids = new int[4];
      int[] reasons = new int[4];
      for (int i = 0; i < 4; i++) {
        MqttMessage answer = client.next(MqttMessageType.PUBACK);
        ids[i] = ((MqttPubReplyMessageVariableHeader) answer.variableHeader()).messageId();
        reasons[i] = reasonOf(answer);
      }
      int bad = Reason.TOPIC_NAME_INVALID;
      assertArrayEquals(new int[] {1, 2, 3, 4}, ids);
      assertArrayEquals(new int[] {0, bad, bad, 0}, reasons);
    }
  }

  @Test
  void qos2IsRefusedWithItsReason() {
    try (RawClient client = client(V5, "operator")) {
      client.publish("com/example/x", 2, 1, "1");
      assertEquals(Reason.QOS_NOT_SUPPORTED, client.disconnectReason());
    }
  }

  @Test
  void aPublisherHearsItselfUnlessItSaidNoLocal() {
    try (RawClient client = client(V5, "operator")) {
      client.subscribe("com/example/x");
      client.publish("com/example/x", 0, 0, "1");
      assertEquals("1", RawClient.text(client.nextPublish()));
    }
  }

  @Test
  void aBurstFarAboveTheWindowArrivesWholeAndInOrder() {
    Queue<Long> events = new ConcurrentLinkedQueue<>();
    site.subscribe(
        "com.example.in", (event, details) -> events.add((Long) event.args().getFirst()));
    try (RawClient client = client(V3, "operator")) {
      for (int i = 1; i <= 200; i++) {
        client.publish("com/example/in", 1, i, "" + i);
      }
      for (int i = 1; i <= 200; i++) {
        client.next(MqttMessageType.PUBACK);
      }
      await().until(() -> events.size() == 200);
      assertEquals(
          java.util.stream.LongStream.rangeClosed(1, 200).boxed().toList(), List.copyOf(events));
    }
  }

  @Test
  void aFloodOfQos0InOneBreathArrivesWholeThoughItsSenderIsGone() {
    Queue<Long> events = new ConcurrentLinkedQueue<>();
    AtomicLong missed = new AtomicLong();
    site.subscribe(
        "com.example.in",
        (event, details) -> {
          events.add((Long) event.args().getFirst());
          missed.addAndGet(details.dropped());
        });
    int count = 5_000; // far more than may wait for the router at once
    try (RawClient client = client(V3, "operator")) {
      java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
      for (int i = 0; i < count; i++) {
        String text = "" + i;
        all.writeBytes(new byte[] {0x30, (byte) (2 + 14 + text.length()), 0, 14});
        all.writeBytes("com/example/in".getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      }
      all.writeBytes(new byte[] {(byte) 0xE0, 0}); // DISCONNECT
      client.send(all.toByteArray());
      assertTrue(client.isClosedByListener());
    }
    await().until(() -> events.size() + missed.get() == count);
    assertEquals(count - 1L, List.copyOf(events).getLast());
  }

  @Test
  void whatIsSentRightBehindConnectIsNotLost() {
    try (RawClient client = new RawClient(listener.port())) {
      client.send(RawClient.connect(V5, "operator", "eager").build());
      client.ping();
      client.ping();
      assertEquals(0, client.connack());
      client.next(MqttMessageType.PINGRESP);
      client.next(MqttMessageType.PINGRESP);
    }
  }

  @Test
  void clientsAreToldThatTheGatewayStops() {
    try (RawClient client = client(V5, "operator")) {
      router.close();
      assertEquals(Reason.SERVER_SHUTTING_DOWN, client.disconnectReason());
    }
  }
}
