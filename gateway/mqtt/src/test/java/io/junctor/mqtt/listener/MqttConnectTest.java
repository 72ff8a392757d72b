package io.junctor.mqtt.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.netty.ConnectionLimits;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and how a connection ends. */
class MqttConnectTest extends OneMqttListener {

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
}
