package io.junctor.mqtt.listener;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.Arguments;
import io.junctor.component.Component;
import io.junctor.component.PublishOptions;
import io.junctor.component.SubscribeOptions;
import io.junctor.component.WampError;
import io.junctor.mqtt.TestRouter;
import io.junctor.netty.BindAddress;
import io.junctor.netty.ConnectionLimits;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.uri.MatchPolicy;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener on a real socket with a real router behind it. */
class MqttListenerTest {

  private static final MqttVersion V5 = MqttVersion.MQTT_5;
  private static final MqttVersion V3 = MqttVersion.MQTT_3_1_1;

  private final TestRouter router = new TestRouter();
  private final NettyLoops loops = NettyLoops.start("mqtt-test", 1);
  private MqttListener listener;
  private Component site; // the things behind the router

  @BeforeEach
  void start() throws IOException {
    listener = listen(limits(Duration.ofSeconds(5), 1_000));
    site = router.component();
  }

  @AfterEach
  void stop() {
    site.close();
    listener.close().toCompletableFuture().join();
    router.close();
    loops.close();
  }

  private MqttListener listen(MqttLimits limits) throws IOException {
    MqttListenerConfig config =
        new MqttListenerConfig(new BindAddress.Tcp("127.0.0.1", 0), null, TestRouter.REALM, limits);
    return MqttListener.start(loops, config, router::connector);
  }

  private static MqttLimits limits(Duration connectTimeout, int waitingMax) {
    return new MqttLimits(
        new ConnectionLimits(20, 20),
        connectTimeout,
        64 * 1024,
        128,
        Duration.ofSeconds(300),
        16,
        waitingMax,
        1 << 20,
        8,
        Duration.ofSeconds(20));
  }

  private RawClient client(MqttVersion version, String user) {
    return RawClient.join(listener.port(), version, user, "c-" + user);
  }

  // --- CONNECT ---

  @ParameterizedTest
  @CsvSource({
    "operator, wrong, MQTT_5, 134",
    "stranger, correct horse, MQTT_5, 134",
    "operator, wrong, MQTT_3_1_1, 4",
    "test-component, local, MQTT_3_1_1, 4",
    "'a b', correct horse, MQTT_5, 134",
    "'', correct horse, MQTT_5, 134",
    "operator, '', MQTT_5, 134",
  })
  void whoCannotProveItsNameIsRefused(String user, String ticket, MqttVersion version, int code) {
    try (RawClient client = new RawClient(listener.port())) {
      client.send(
          RawClient.connect(version, user, "c")
              .password(ticket.getBytes(StandardCharsets.UTF_8))
              .build());
      assertEquals(code, client.connack());
      assertTrue(client.isClosedByListener());
    }
  }

  @Test
  void aClientWithoutUserNameIsRefused() {
    try (RawClient client = new RawClient(listener.port())) {
      client.send(
          MqttMessageBuilders.connect()
              .protocolVersion(V3)
              .clientId("c")
              .cleanSession(true)
              .build());
      assertEquals(4, client.connack());
    }
  }

  @Test
  void aPersistentSessionOf311IsRefusedBecauseItIsNotKept() {
    try (RawClient client = new RawClient(listener.port())) {
      client.send(RawClient.connect(V3, "operator", "c").cleanSession(false).build());
      assertEquals(3, client.connack());
    }
  }

  @Test
  void aPersistentSessionOf5IsToldThatNothingIsKept() {
    try (RawClient client = new RawClient(listener.port())) {
      MqttProperties wanted = new MqttProperties();
      wanted.add(new MqttProperties.IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 3600));
      client.send(
          RawClient.connect(V5, "operator", "").cleanSession(false).properties(wanted).build());
      MqttConnAckMessage answer = (MqttConnAckMessage) client.next(MqttMessageType.CONNACK);
      MqttProperties given = answer.variableHeader().properties();
      assertFalse(answer.variableHeader().isSessionPresent());
      assertEquals(0, Properties.integer(given, MqttProperties.SESSION_EXPIRY_INTERVAL, -1));
      assertEquals(1, Properties.integer(given, MqttProperties.MAXIMUM_QOS, -1));
      assertEquals(1, Properties.integer(given, MqttProperties.RETAIN_AVAILABLE, 1));
      assertEquals(1, Properties.integer(given, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 1));
      assertEquals(
          1, Properties.integer(given, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 1));
      assertEquals(0, Properties.integer(given, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 1));
      assertTrue(
          Properties.string(given, MqttProperties.ASSIGNED_CLIENT_IDENTIFIER)
              .startsWith("junctor-"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_535})
  void theKeepAliveIsCappedAndTheClientIsTold(int wanted) {
    try (RawClient client = new RawClient(listener.port())) {
      client.send(RawClient.connect(V5, "operator", "c").keepAlive(wanted).build());
      MqttConnAckMessage answer = (MqttConnAckMessage) client.next(MqttMessageType.CONNACK);
      assertEquals(
          300,
          Properties.integer(
              answer.variableHeader().properties(), MqttProperties.SERVER_KEEP_ALIVE, -1));
    }
  }

  @Test
  void silenceBeyondOneAndAHalfKeepAliveEndsTheConnection() {
    try (RawClient client = new RawClient(listener.port())) {
      client.send(RawClient.connect(V5, "operator", "c").keepAlive(1).build());
      assertEquals(0, client.connack());
      long start = System.nanoTime();
      assertEquals(Reason.KEEP_ALIVE_TIMEOUT, client.disconnectReason());
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertTrue(millis > 1_000 && millis < 5_000, millis + " ms");
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosedInTime() throws IOException {
    MqttListener strict = listen(limits(Duration.ofMillis(200), 1_000));
    try (RawClient client = new RawClient(strict.port())) {
      assertTrue(client.isClosedByListener());
    } finally {
      strict.close().toCompletableFuture().join();
    }
  }

  @Test
  void whatIsNotConnectFirstIsNotAnswered() {
    try (RawClient client = new RawClient(listener.port())) {
      client.ping();
      assertTrue(client.isClosedByListener());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 FF FF FF FF 01", // remaining length of five bytes
        "10 FF FF FF 7F", // claims 256 MiB
        "10 07 00 04 4D 51 54 54 09", // version 9
        "00 00", // no such packet
        "F0 00" // AUTH before CONNECT
      })
  void malformedPacketsCloseTheConnectionAndHurtNobodyElse(String hex) {
    try (RawClient healthy = client(V5, "operator");
        RawClient hostile = new RawClient(listener.port())) {
      hostile.send(java.util.HexFormat.ofDelimiter(" ").parseHex(hex));
      hostile.send(new byte[64]);
      assertTrue(hostile.isClosedByListener());
      healthy.ping();
      healthy.next(MqttMessageType.PINGRESP);
    }
  }

  @Test
  void aPacketBeyondTheLimitIsRefusedWithItsReason() {
    try (RawClient client = client(V5, "operator")) {
      client.publish("com/example/x", 0, 0, "x".repeat(70_000));
      assertEquals(Reason.PACKET_TOO_LARGE, client.disconnectReason());
    }
  }

  @Test
  void moreConnectionsThanAllowedFromOneAddressAreTurnedAway() throws IOException {
    MqttListener small =
        listen(
            new MqttLimits(
                new ConnectionLimits(10, 1),
                Duration.ofSeconds(5),
                1024,
                23,
                Duration.ofSeconds(60),
                1,
                1,
                1024,
                1,
                Duration.ofSeconds(1)));
    try (RawClient first = RawClient.join(small.port(), V3, "operator", "a");
        RawClient second = new RawClient(small.port())) {
      assertTrue(second.isClosedByListener());
      first.ping();
      first.next(MqttMessageType.PINGRESP);
    } finally {
      small.close().toCompletableFuture().join();
    }
  }

  @Test
  void aSecondClientOfTheSameNameTakesTheFirstOnesPlace() {
    try (RawClient first = client(V5, "operator");
        RawClient second = client(V5, "operator")) {
      assertEquals(Reason.SESSION_TAKEN_OVER, first.disconnectReason());
      second.ping();
      second.next(MqttMessageType.PINGRESP);
    }
  }

  @Test
  void anotherUserCannotTakeAClientsPlace() {
    try (RawClient first = RawClient.join(listener.port(), V5, "operator", "same");
        RawClient second = RawClient.join(listener.port(), V5, "viewer", "same")) {
      first.ping();
      first.next(MqttMessageType.PINGRESP);
      second.ping();
      second.next(MqttMessageType.PINGRESP);
    }
  }

  // --- SUBSCRIBE ---

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

  // --- PUBLISH ---

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

  // --- slow clients ---

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

  // --- will ---

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

  // --- requests ---

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

  private static int reasonOf(MqttMessage puback) {
    return puback.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
        ? header.reasonCode() & 0xFF
        : 0;
  }

  private static PublishOptions retained() {
    return PublishOptions.DEFAULT.withRetain();
  }
}
