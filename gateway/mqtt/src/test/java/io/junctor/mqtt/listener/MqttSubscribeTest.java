package io.junctor.mqtt.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events of the router that reach MQTT clients. */
class MqttSubscribeTest extends OneMqttListener {

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void eventsOfTheRouterReachASubscriber(MqttVersion version) {
    try (RawClient client = client(version, "operator")) {
      assertEquals(List.of(1), client.subscribe("com/example/fridge/+"));
      site.publish("com.example.fridge.level", Map.of("value", 71.5));
      MqttPublishMessage event = client.nextPublish();
      assertEquals("com/example/fridge/level", event.variableHeader().topicName());
      assertEquals("{\"value\":71.5}", RawClient.text(event));
      assertEquals(MqttQoS.AT_LEAST_ONCE, event.fixedHeader().qosLevel());
      assertFalse(event.fixedHeader().isRetain());
    }
  }

  @Test
  void aRetainedEventIsARetainedMessage() {
    site.publish("com.example.fridge.level", Map.of("value", 3), retained());
    try (RawClient client = client(V3, "operator")) {
      client.send(
          MqttMessageBuilders.subscribe()
              .messageId(1)
              .addSubscription(MqttQoS.AT_MOST_ONCE, "com/example/#")
              .build());
      MqttPublishMessage event = client.nextPublish();
      assertTrue(event.fixedHeader().isRetain());
      assertEquals("{\"value\":3}", RawClient.text(event));
      assertEquals(MqttQoS.AT_MOST_ONCE, event.fixedHeader().qosLevel());
    }
  }

  @Test
  void whatTheRoleMayNotSeeIsRefusedFilterByFilter() {
    try (RawClient five = client(V5, "viewer");
        RawClient three = RawClient.join(listener.port(), V3, "viewer", "three")) {
      String[] filters = {
        "com/example/open/+", "com/example/secret", "#", "com/example/open/#", "+/example/open/x"
      };
      int no = Reason.NOT_AUTHORIZED;
      assertEquals(List.of(1, no, no, 1, no), five.subscribe(filters));
      assertEquals(List.of(1, 0x80, 0x80, 1, 0x80), three.subscribe(filters));
    }
  }

  @Test
  void filtersThatCannotBeMappedAreRefused() {
    try (RawClient client = client(V5, "operator")) {
      assertEquals(
          List.of(
              Reason.TOPIC_FILTER_INVALID,
              Reason.TOPIC_FILTER_INVALID,
              Reason.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
              Reason.TOPIC_FILTER_INVALID),
          client.subscribe("$SYS/#", "com.example/#", "$share/g/com/example/#", "wamp/session/+"));
    }
  }

  @Test
  void moreFiltersThanAllowedAreRefused() {
    try (RawClient client = client(V5, "operator")) {
      String[] filters = new String[17];
      java.util.Arrays.setAll(filters, i -> "com/example/t" + i);
      assertEquals(Reason.QUOTA_EXCEEDED, client.subscribe(filters).get(16));
    }
  }

  @Test
  void theParentOfAnOpenFilterIsSeenAndItsNeighbourIsNot() {
    try (RawClient client = client(V5, "operator")) {
      client.subscribe("com/example/a/#");
      site.publish("com.example.ab", Map.of("n", 1));
      site.publish("com.example.ab.c", Map.of("n", 2));
      site.publish("com.example.a", Map.of("n", 3));
      assertEquals("{\"n\":3}", RawClient.text(client.nextPublish()));
    }
  }

  @Test
  void afterUnsubscribingNothingComes() {
    try (RawClient client = client(V5, "operator")) {
      client.subscribe("com/example/a", "com/example/b");
      client.send(
          MqttMessageBuilders.unsubscribe()
              .messageId(9)
              .addTopicFilter("com/example/a")
              .addTopicFilter("com/example/never")
              .build());
      MqttUnsubAckMessage answer = (MqttUnsubAckMessage) client.next(MqttMessageType.UNSUBACK);
      assertEquals(List.of((short) 0, (short) 0x11), answer.payload().unsubscribeReasonCodes());
      site.publish("com.example.a", Map.of("n", 1));
      site.publish("com.example.b", Map.of("n", 2));
      assertEquals("{\"n\":2}", RawClient.text(client.nextPublish()));
    }
  }

  @Test
  void metaEventsOfTheRouterDoNotReachMqtt() {
    try (RawClient client = client(V5, "operator")) {
      assertEquals(List.of(Reason.NOT_AUTHORIZED), client.subscribe("#"));
      assertEquals(List.of(Reason.TOPIC_FILTER_INVALID), client.subscribe("wamp/#"));
    }
  }
}
