package io.junctor.hil.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.Wiring;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that nobody here wrote, against the packaged gateway's own MQTT port. */
class MqttListenerTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private static final String SITE = Site.SITE.replace('.', '/');

  private static GatewayProcess gateway;
  private static Mosquitto member;

  @BeforeAll
  static void start() {
    gateway =
        GatewayProcess.start(
            Site.create(),
            new Wiring("sim", DemoThings.YAML, "listen: [{address: \"127.0.0.1:0\"}]"));
    member = new Mosquitto(port(), "-u", "member", "-P", gateway.site().memberTicket().ticket());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static int port() {
    return gateway.endpoints().mqttPort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void mosquittoSubSeesTheFridgesLevel(String version) {
    Mosquitto.Ended sub =
        member.run(
            "mosquitto_sub", "-V", version, "-t", SITE + "/fridge/level", "-C", "1", "-q", "1");
    assertEquals(0, sub.status(), sub.output());
    assertTrue(sub.output().matches("(?s)\\{\"value\":[0-9.]+,\"unit\":\"%\".*"), sub.output());
  }

  @Test
  void mosquittoRrTurnsTheKnobAndIsToldWhereItIs() {
    Mosquitto.Ended rr =
        member.run(
            "mosquitto_rr",
            "-V",
            "5",
            "-t",
            SITE + "/knob/position/set",
            "-e",
            "$reply/1",
            "-m",
            "90");
    assertEquals(0, rr.status(), rr.output());
    assertTrue(rr.output().contains("\"desired\":90"), rr.output());
    assertTrue(rr.output().contains("\"unit\":\"deg\""), rr.output());
  }

  @Test
  void mosquittoRrIsToldWhyItMayNotTurnTheKnobSoFar() {
    Mosquitto.Ended rr =
        member.run(
            "mosquitto_rr",
            "-V",
            "5",
            "-t",
            SITE + "/knob/position/set",
            "-e",
            "$reply/1",
            "-F",
            "%p",
            "-m",
            "1200");
    assertTrue(rr.output().contains("{\"error\":\"wamp.error.invalid_argument\""), rr.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void aRetainedMessageIsThereForWhoComesLater(String version) {
    String topic = SITE + "/note/" + version;
    Mosquitto.Ended pub =
        member.run("mosquitto_pub", "-V", version, "-q", "1", "-r", "-t", topic, "-m", "[1,2]");
    assertEquals(0, pub.status(), pub.output());
    Mosquitto.Ended sub =
        member.run("mosquitto_sub", "-V", version, "-t", topic, "-C", "1", "-F", "%r %p");
    assertEquals("1 [1,2]\n", sub.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void theWillOfAKilledClientIsPublishedAndOfOneThatLeavesIsNot(String version) {
    String topic = SITE + "/will/v" + version;
    try (Mosquitto.Listening watcher = member.listen("-t", topic)) {
      await().atMost(LONG).until(() -> watcher.has("Subscribed"));
      Mosquitto.Ended leaving =
          member.run(
              "mosquitto_pub",
              "-V",
              version,
              "--will-topic",
              topic,
              "--will-payload",
              "left",
              "-t",
              SITE + "/other",
              "-m",
              "1");
      assertEquals(0, leaving.status(), leaving.output());
      Mosquitto.Listening killed =
          member.listen(
              "-V", version, "--will-topic", topic, "--will-payload", "gone", "-t", SITE + "/x");
      await().atMost(LONG).until(() -> killed.has("Subscribed"));
      killed.kill();
      await().atMost(LONG).until(() -> watcher.has(topic + " gone"));
      assertFalse(watcher.has(topic + " left"), watcher.lines().toString());
    }
  }

  @Test
  void whatTheRoleMayNotIsDenied() {
    Mosquitto.Ended sub =
        member.run("mosquitto_sub", "-V", "5", "-d", "-t", "org/secret", "-W", "5");
    assertTrue(sub.output().contains("Subscribed (mid: 1): 135"), sub.output());
    Mosquitto.Ended old =
        member.run("mosquitto_sub", "-V", "311", "-d", "-t", "org/secret", "-W", "5");
    assertTrue(old.output().contains("Subscribed (mid: 1): 128"), old.output());
    Mosquitto.Ended pub =
        member.run("mosquitto_pub", "-V", "5", "-q", "1", "-d", "-t", "org/secret", "-m", "1");
    assertTrue(pub.output().contains("RC:135"), pub.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void aWrongTicketIsRefused(String version) {
    Mosquitto stranger = new Mosquitto(port(), "-u", "member", "-P", "wrong");
    Mosquitto.Ended sub = stranger.run("mosquitto_sub", "-V", version, "-t", "a", "-W", "5");
    assertTrue(sub.status() != 0, sub.output());
  }

  /** Things and parts of the gateway, whose sessions in the process need no ticket. */
  @ParameterizedTest
  @ValueSource(strings = {"fridge", "junctor-uplink", "junctor-authenticator"})
  void nobodyIsAPartOfTheGatewayByItsName(String name) {
    Mosquitto impostor = new Mosquitto(port(), "-u", name, "-P", "x");
    Mosquitto.Ended sub = impostor.run("mosquitto_sub", "-V", "311", "-t", "a", "-W", "5");
    // CONNACK's 4, bad user name or password; a client that got in would end by its time, 27
    assertEquals(4, sub.status(), sub.output());
  }

  @Test
  void pahosClientPublishesAndReceives() throws Exception {
    StringBuffer got = new StringBuffer();
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName("member");
    options.setPassword(gateway.site().memberTicket().ticket().getBytes(StandardCharsets.UTF_8));
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port(), "paho", new MemoryPersistence());
    try {
      client.setCallback(new PahoRecorder(got));
      client.connect(options);
      client.subscribe(SITE + "/paho/+", 1);
      client.publish(SITE + "/paho/x", "{\"a\":1}".getBytes(StandardCharsets.UTF_8), 1, false);
      await().atMost(LONG).until(() -> got.length() > 0);
      assertEquals(SITE + "/paho/x {\"a\":1}", got.toString());
      client.disconnect();
    } finally {
      client.close();
    }
  }
}
