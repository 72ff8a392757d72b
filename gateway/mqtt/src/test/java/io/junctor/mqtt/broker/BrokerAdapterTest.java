package io.junctor.mqtt.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.Arguments;
import io.junctor.component.Component;
import io.junctor.component.PublishOptions;
import io.junctor.component.SubscribeOptions;
import io.junctor.mqtt.TestRouter;
import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.TopicMap;
import io.junctor.mqtt.mapping.Unmappable;
import io.junctor.mqtt.paho.PahoLink;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter with the real client library against a broker that breaks on request. */
class BrokerAdapterTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final TestRouter router = new TestRouter();
  private FakeBroker broker;
  private Component site;
  private BrokerAdapter adapter;

  @BeforeEach
  void start() throws IOException {
    broker = new FakeBroker();
    site = router.component();
  }

  @AfterEach
  void stop() throws IOException {
    if (adapter != null) {
      adapter.close();
    }
    site.close();
    broker.close();
    router.close();
  }

  private void adapt() {
    adapt(BrokerLimits.DEFAULT);
  }

  private void adapt(BrokerLimits limits) {
    adapter =
        BrokerAdapter.start(
            config(),
            limits,
            PahoLink::open,
            Component.builder(router.connector())
                .realm(TestRouter.REALM)
                .authenticator(OpenAuthenticator.local("mqtt-edge")),
            InstantSource.system());
  }

  private BrokerConfig config() {
    return new BrokerConfig(
        URI.create("mqtt://127.0.0.1:" + broker.port()),
        "edge",
        "",
        null,
        new TopicMap("line1", "com.example"),
        "junctor/edge/status",
        "com.example.mqtt.edge.link",
        List.of(
            new BrokerConfig.PublishRule(filter("fridge/alarm"), false),
            new BrokerConfig.PublishRule(filter("fridge/#"), true)),
        List.of(filter("weather/+")),
        List.of(filter("knob/set")));
  }

  private static TopicFilter filter(String text) {
    try {
      return TopicFilter.parse(text);
    } catch (Unmappable e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void awaitOnline() {
    await().atMost(LONG).until(adapter::isOnline);
  }

  @Test
  void itSaysThatItIsThereAndLeavesAWillThatItIsNot() {
    adapt();
    awaitOnline();
    await().until(() -> !broker.texts("junctor/edge/status").isEmpty());
    assertTrue(broker.texts("junctor/edge/status").getFirst().contains("\"online\""));
    assertTrue(broker.received.getFirst().retain());
    var connect = broker.connects.getFirst();
    assertEquals("junctor/edge/status", connect.payload().willTopic());
    assertTrue(
        new String(connect.payload().willMessageInBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .contains("\"offline\""));
    assertTrue(connect.variableHeader().isWillRetain());
    assertFalse(connect.variableHeader().isCleanSession());
  }

  @Test
  void theRealmIsToldWhetherTheBrokerIsThere() {
    Queue<String> states = new ConcurrentLinkedQueue<>();
    site.subscribe(
        "com.example.mqtt.edge.link",
        SubscribeOptions.DEFAULT.withRetained(),
        (event, details) -> states.add(String.valueOf(event.kwargs().get("value"))));
    adapt();
    await().atMost(LONG).until(() -> states.contains("online"));
    broker.cut();
    await()
        .atMost(LONG)
        .until(
            () -> {
              List<String> seen = List.copyOf(states);
              int first = seen.indexOf("online");
              return seen.lastIndexOf("offline") > first && seen.lastIndexOf("online") > first;
            });
  }

  @Test
  void eventsGoBelowTheTopicPrefixAndTheFirstRuleDecidesTheRetainFlag() {
    adapt();
    awaitOnline();
    site.publish("com.example.fridge.level", Map.of("value", 71.5));
    site.publish("com.example.fridge.alarm", Map.of("text", "low"));
    site.publish("com.example.secret.level", Map.of("value", 1));
    await().until(() -> broker.received.size() >= 3);
    assertEquals(List.of("{\"value\":71.5}"), broker.texts("line1/fridge/level"));
    assertEquals(List.of("{\"text\":\"low\"}"), broker.texts("line1/fridge/alarm"));
    assertTrue(
        broker.received.stream().anyMatch(one -> one.topic().endsWith("level") && one.retain()));
    assertFalse(
        broker.received.stream().anyMatch(one -> one.topic().endsWith("alarm") && one.retain()));
    assertTrue(broker.received.stream().noneMatch(one -> one.topic().contains("secret")));
  }

  @Test
  void whatIsRetainedInTheRealmIsGivenToTheBroker() {
    site.publish("com.example.fridge.level", Map.of("value", 3), PublishOptions.RETAIN);
    adapt();
    await().atMost(LONG).until(() -> !broker.texts("line1/fridge/level").isEmpty());
  }

  @Test
  void whatWasNotAcknowledgedBeforeTheLinkWasLostIsSentAgainInOrderBeforeWhatCameMeanwhile() {
    adapt();
    awaitOnline();
    await().until(() -> broker.received.size() == 1); // the status
    broker.acknowledges = false;
    broker.topicAliasMaximum = 10;
    for (int i = 0; i < 5; i++) {
      site.publish("com.example.fridge.level", i);
    }
    await().until(() -> broker.texts("line1/fridge/level").size() == 5);
    broker.received.clear();
    broker.acknowledges = true;
    broker.cut();
    for (int i = 5; i < 10; i++) {
      site.publish("com.example.fridge.level", i);
    }
    await().atMost(LONG).until(() -> broker.received.size() >= 11);
    assertEquals(
        LongStream.range(0, 10).mapToObj(Long::toString).toList(),
        // with aliases only the first of a link names its topic
        broker.received.stream()
            .filter(one -> !one.topic().contains("status"))
            .map(FakeBroker.Received::text)
            .toList());
    await().until(() -> adapter.waiting() == 0);
    assertEquals(2, broker.connections());
  }

  @Test
  void topicAliasesDoNotBreakTheNextLink() {
    broker.topicAliasMaximum = 10;
    adapt();
    awaitOnline();
    broker.acknowledges = false;
    for (int i = 0; i < 3; i++) {
      site.publish("com.example.fridge.level", i);
    }
    await().until(() -> broker.received.size() >= 4);
    broker.received.clear();
    broker.acknowledges = true;
    broker.cut();
    // the alias is made known on the new connection before it is used
    await().atMost(LONG).until(() -> broker.received.size() >= 4);
    var first = broker.received.stream().filter(one -> !one.topic().contains("status")).findFirst();
    assertEquals("line1/fridge/level", first.orElseThrow().topic());
    await().until(() -> adapter.waiting() == 0);
    assertEquals(2, broker.connections());
  }

  @Test
  void noMoreIsInFlightThanTheBrokerAllows() {
    broker.receiveMaximum = 5;
    adapt();
    awaitOnline();
    await().until(() -> broker.received.size() == 1);
    broker.acknowledges = false;
    broker.inFlightMost.set(0);
    for (int i = 0; i < 50; i++) {
      site.publish("com.example.fridge.level", i);
    }
    await().until(() -> broker.inFlightMost.get() >= 4);
    await().during(Duration.ofMillis(200)).until(() -> broker.inFlightMost.get() <= 5);
    broker.acknowledges = true;
    broker.cut();
    await().atMost(LONG).until(() -> adapter.waiting() == 0);
    assertTrue(broker.texts("line1/fridge/level").contains("49"));
  }

  @Test
  void itSubscribesOnEveryLinkAndTakesCommandsWithQos0() {
    adapt();
    awaitOnline();
    broker.cut();
    await().atMost(LONG).until(() -> broker.subscribed.size() == 4);
    assertEquals(
        List.of(
            "1 line1/weather/+ 1",
            "1 line1/knob/set 0",
            "2 line1/weather/+ 1",
            "2 line1/knob/set 0"),
        broker.subscribed);
  }

  @Test
  void messagesOfTheBrokerArePublishedAndAcknowledgedAfterwards() {
    Queue<Arguments> events = new ConcurrentLinkedQueue<>();
    site.subscribe("com.example.weather.berlin", (event, details) -> events.add(event));
    adapt();
    awaitOnline();
    broker.publish("line1/weather/berlin", 1, 77, false, "{\"value\":21}");
    await().until(() -> broker.pubacks.contains(77));
    await().until(() -> !events.isEmpty());
    assertEquals(21L, events.peek().kwargs().get("value"));
  }

  @Test
  void theRetainFlagOfTheBrokerIsCarried() {
    adapt();
    awaitOnline();
    broker.publish("line1/weather/berlin", 1, 1, true, "{\"value\":20}");
    await().until(() -> broker.pubacks.contains(1));
    Queue<Arguments> events = new ConcurrentLinkedQueue<>();
    site.subscribe(
        "com.example.weather.berlin",
        SubscribeOptions.DEFAULT.withRetained(),
        (event, details) -> events.add(event));
    await().until(() -> !events.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "line1/fridge/level",
        "line1/weather/a/b",
        "line1/weather",
        "line1/weather/a.b",
        "weather/x",
        "line10/weather/x",
        "wamp/session/kill"
      })
  void whatNoRuleAllowsIsAcknowledgedAndGoesNowhere(String topic) {
    Queue<String> topics = new ConcurrentLinkedQueue<>();
    adapt();
    awaitOnline();
    site.subscribe(
        "com.",
        SubscribeOptions.DEFAULT.withMatch(io.junctor.wamp.uri.MatchPolicy.PREFIX),
        (event, details) -> topics.add(details.topic()));
    broker.publish(topic, 1, 5, false, "1");
    broker.publish("line1/weather/ok", 1, 6, false, "1");
    await().until(() -> broker.pubacks.contains(6));
    assertTrue(broker.pubacks.contains(5));
    await().until(() -> !topics.isEmpty());
    assertEquals(List.of("com.example.weather.ok"), List.copyOf(topics));
  }

  @Test
  void aRetainedCommandIsNotCarriedOut() {
    AtomicInteger calls = new AtomicInteger();
    site.register(
        "com.example.knob.set",
        (call, details) -> {
          calls.incrementAndGet();
          return null;
        });
    adapt();
    awaitOnline();
    broker.publish("line1/knob/set", 0, 0, true, "1");
    broker.publish("line1/knob/set", 0, 0, false, "2");
    await().until(() -> calls.get() > 0);
    broker.publish("line1/weather/x", 1, 9, false, "0");
    await().until(() -> broker.pubacks.contains(9));
    assertEquals(1, calls.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x8E, 0x87})
  void itDoesNotComeBackWhenItIsNotWanted(int reason) {
    adapt();
    awaitOnline();
    broker.disconnect(reason);
    await().atMost(LONG).until(() -> !adapter.isOnline());
    await().during(Duration.ofMillis(600)).until(() -> broker.connections() == 1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CONNECTION_REFUSED_NOT_AUTHORIZED_5",
        "CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD"
      })
  void itDoesNotKnockAgainWhenItIsRefused(MqttConnectReturnCode code) {
    broker.connack = code;
    adapt();
    await().atMost(LONG).until(() -> broker.connections() == 1);
    await().during(Duration.ofMillis(600)).until(() -> broker.connections() == 1);
  }

  @Test
  void itComesBackWhenTheBrokerWasBusy() {
    broker.connack = MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY;
    adapt();
    await().atMost(LONG).until(() -> broker.connections() >= 2);
    broker.connack = MqttConnectReturnCode.CONNECTION_ACCEPTED;
    awaitOnline();
  }

  @Test
  void aReceiveMaximumThatTheLibraryReadsAsNegativeStopsItWithAReason() {
    broker.receiveMaximum = 65_535;
    Queue<String> reasons = new ConcurrentLinkedQueue<>();
    site.subscribe(
        "com.example.mqtt.edge.link",
        (event, details) -> reasons.add(String.valueOf(event.kwargs().get("reason"))));
    adapt();
    await().atMost(LONG).until(() -> reasons.stream().anyMatch(r -> r.contains("32767")));
    await().during(Duration.ofMillis(400)).until(() -> broker.connections() == 1);
  }

  @Test
  void aPublicationTheBrokerRefusesDoesNotHoldUpTheOthers() {
    adapt();
    awaitOnline();
    broker.pubackReason = 0x87;
    site.publish("com.example.fridge.level", 1);
    await().until(() -> broker.texts("line1/fridge/level").size() == 1);
    broker.pubackReason = 0;
    site.publish("com.example.fridge.level", 2);
    await().until(() -> adapter.waiting() == 0);
    await().during(Duration.ofMillis(200)).until(() -> broker.connections() == 1);
  }

  @Test
  void beyondItsBoundTheOldestIsDroppedAndCounted() throws IOException {
    broker.close(); // nobody there
    adapt(
        new BrokerLimits(
            10,
            1 << 20,
            256,
            8,
            65_536,
            4,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5)));
    for (int i = 0; i < 25; i++) {
      site.publish("com.example.fridge.level", i);
    }
    await().until(() -> adapter.dropped() == 15);
    assertEquals(10, adapter.waiting());
  }

  @Test
  void closingSaysOfflineAndLeavesNoThread() {
    adapt();
    awaitOnline();
    adapter.close();
    assertTrue(broker.texts("junctor/edge/status").getLast().contains("\"stopped\""));
    await()
        .atMost(LONG)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("MQTT ")));
  }
}
