package io.junctor.hil.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.Wiring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter of the packaged gateway and a real broker, mosquitto. */
class MqttBrokerTest {

  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir private Path directory;

  private Mosquitto.Broker broker;
  private GatewayProcess gateway;
  private Mosquitto there; // clients of the broker
  private Mosquitto here; // clients of the gateway

  @BeforeEach
  void start() throws IOException {
    broker = new Mosquitto.Broker(directory, freePort());
    gateway = GatewayProcess.start(Site.create(), new Wiring("sim", DemoThings.YAML, mqtt()));
    there = new Mosquitto(broker.port());
    here =
        new Mosquitto(
            gateway.endpoints().mqttPort(),
            "-u",
            "member",
            "-P",
            gateway.site().memberTicket().ticket());
    awaitOnline();
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    broker.close();
  }

  private String mqtt() {
    return """
    listen: [{address: "127.0.0.1:0"}]
    brokers:
      - url: mqtt://127.0.0.1:%d
        clientId: edge
        topicPrefix: line1
        publish: [{filter: "fridge/#"}, {filter: "count/+"}]
        subscribe: ["weather/+"]
        call: ["knob/position/set"]
    """
        .formatted(broker.port());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private void awaitOnline() {
    await()
        .atMost(LONG)
        .until(
            () ->
                there
                    .run("mosquitto_sub", "-t", "junctor/edge/status", "-C", "1", "-W", "2")
                    .output()
                    .contains("\"online\""));
  }

  @Test
  void theFridgesLevelIsAtTheBrokerRetained() {
    Mosquitto.Ended sub =
        there.run(
            "mosquitto_sub", "-t", "line1/fridge/level", "-C", "1", "-W", "20", "-F", "%r %p");
    assertTrue(sub.output().startsWith("1 {\"value\":"), sub.output());
  }

  @Test
  void mosquittoRrTurnsTheKnobThroughTheBroker() {
    Mosquitto.Ended rr =
        there.run(
            "mosquitto_rr",
            "-V",
            "5",
            "-t",
            "line1/knob/position/set",
            "-e",
            "replies/1",
            "-m",
            "45");
    assertTrue(rr.output().contains("\"desired\":45"), rr.output());
  }

  @Test
  void whatIsNotInTheListsDoesNotCross() {
    try (Mosquitto.Listening outside = there.listen("-t", "line1/#");
        Mosquitto.Listening inside = here.listen("-t", "com/example/#")) {
      await().atMost(LONG).until(() -> outside.has("Subscribed") && inside.has("Subscribed"));
      there.run("mosquitto_pub", "-q", "1", "-t", "line1/secret/x", "-m", "no");
      there.run("mosquitto_pub", "-q", "1", "-t", "line1/fridge/level", "-m", "no");
      there.run("mosquitto_pub", "-q", "1", "-t", "line1/weather/x", "-m", "21");
      String prefix = Site.SITE.replace('.', '/');
      here.run("mosquitto_pub", "-q", "1", "-t", prefix + "/secret/y", "-m", "\"no\"");
      here.run("mosquitto_pub", "-q", "1", "-t", prefix + "/count/y", "-m", "5");
      await().atMost(LONG).until(() -> inside.has(prefix + "/weather/x 21"));
      await().atMost(LONG).until(() -> outside.has("line1/count/y 5"));
      assertFalse(inside.has("secret/x") || inside.has("level no"), inside.lines().toString());
      assertFalse(outside.has("secret/y"), outside.lines().toString());
    }
  }

  @Test
  void afterTheBrokerWasKilledEverythingPublishedMeanwhileArrivesAndItListensAgain()
      throws Exception {
    String prefix = Site.SITE.replace('.', '/');
    broker.kill();
    for (int i = 0; i < 5; i++) {
      Mosquitto.Ended pub =
          here.run("mosquitto_pub", "-q", "1", "-t", prefix + "/count/" + i, "-m", "" + i);
      assertEquals(0, pub.status(), pub.output());
    }
    broker.start();
    // the broker forgot everything: what is there now, the gateway has brought
    try (Mosquitto.Listening outside = there.listen("-q", "1", "-t", "line1/count/+");
        Mosquitto.Listening inside = here.listen("-t", prefix + "/weather/+")) {
      List<String> all = IntStream.range(0, 5).mapToObj(i -> "line1/count/" + i + " " + i).toList();
      await().atMost(LONG).until(() -> all.stream().allMatch(outside::has));
      awaitOnline();
      await().atMost(LONG).until(() -> inside.has("Subscribed"));
      there.run("mosquitto_pub", "-q", "1", "-t", "line1/weather/x", "-m", "7");
      await().atMost(LONG).until(() -> inside.has("/weather/x 7"));
    }
  }

  @Test
  void theBrokerIsToldWhenTheGatewayEnds() {
    gateway.close();
    gateway = null;
    Mosquitto.Ended sub =
        there.run("mosquitto_sub", "-t", "junctor/edge/status", "-C", "1", "-W", "5");
    assertTrue(sub.output().contains("\"offline\""), sub.output());
    // and that the things on it are not there any more
    Mosquitto.Ended fridge =
        there.run("mosquitto_sub", "-t", "line1/fridge/status", "-C", "1", "-W", "5");
    assertTrue(fridge.output().contains("\"offline\""), fridge.output());
  }
}
