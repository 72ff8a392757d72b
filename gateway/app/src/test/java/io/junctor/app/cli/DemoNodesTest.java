package io.junctor.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.node.GatewayNode;
import io.junctor.component.Arguments;
import io.junctor.component.CallOptions;
import io.junctor.component.Component;
import io.junctor.component.SubscribeOptions;
import io.junctor.component.WampError;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.uri.MatchPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo as its two consoles see it: the same things here and behind the uplink. */
class DemoNodesTest {

  private static final String DEMO = "com.example.demo.";
  private static final Logger LOG = Logger.getLogger("io.junctor"); // kept: loggers are forgotten
  private static final String ENABLED = DEMO + "uplink.enabled.set";

  private final NettyLoops loops = NettyLoops.start("test", 1);
  private final List<Component> components = new ArrayList<>();
  private DemoNodes nodes;

  @BeforeEach
  void start() throws Exception {
    LOG.setLevel(Level.WARNING);
    nodes = DemoNodes.start(0, "");
  }

  @AfterEach
  void stop() throws IOException {
    components.forEach(Component::close);
    nodes.close();
    loops.close();
  }

  /** An operator of a node, and the newest value of each topic it sees. */
  private final class Operator {
    final Map<String, Object> values = new ConcurrentHashMap<>(); // topic -> newest value
    final Component component;

    Operator(GatewayNode node) throws IOException {
      String url = DemoNodes.address(node, "websocket=");
      String ticket = node.access().newTicket("test", "operator");
      component =
          Component.builder(new NettyConnector(loops, ConnectorConfig.of(url, Format.JSON)))
              .realm(node.realm())
              .authenticator(new TicketAuthenticator("test", ticket))
              .connect();
      components.add(component);
      component.subscribe(
          DEMO,
          new SubscribeOptions(MatchPolicy.PREFIX, true, io.junctor.wamp.message.Dict.EMPTY),
          (event, details) -> {
            Object value = event.kwargs().get("value");
            if (value != null) {
              values.put(details.topic(), value);
            }
          });
    }

    void await(String topic, Object value) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertEquals(value, values.get(DEMO + topic), values::toString));
    }
  }

  @Test
  void theKnobIsTurnedFromTheCloud() throws IOException {
    // Given
    Operator cloud = new Operator(nodes.cloud());
    cloud.await("knob.status", "online");
    List<Double> progress = new ArrayList<>();
    // When
    Arguments result =
        cloud.component.call(
            DEMO + "knob.position.set",
            CallOptions.DEFAULT.withProgress(
                one -> progress.add(((Number) one.kwargs().get("value")).doubleValue())),
            40);
    // Then
    assertEquals(40, ((Number) result.kwargs().get("value")).doubleValue(), 1.0);
    assertFalse(progress.isEmpty());
    WampError refused =
        assertThrows(WampError.class, () -> cloud.component.call(DEMO + "knob.position.set", 4000));
    assertEquals("wamp.error.invalid_argument", refused.uri());
  }

  @Test
  void theLineIsCutAndMendedBySwitchAndTheThingsSayWhatIsTrue() throws IOException {
    // Given
    Operator edge = new Operator(nodes.edge());
    Operator cloud = new Operator(nodes.cloud());
    cloud.await("fridge.status", "online");
    edge.await("uplink.status", "online");
    // When
    edge.component.call(ENABLED, false);
    // Then: nothing behind the line is shown as reachable there, and all of it here
    cloud.await("fridge.status", "offline");
    cloud.await("knob.status", "offline");
    cloud.await("uplink.status", "offline");
    edge.await("uplink.status", "offline");
    edge.await("uplink.enabled", false);
    edge.await("fridge.status", "online");
    WampError down =
        assertThrows(WampError.class, () -> cloud.component.call(DEMO + "knob.position.set", 10));
    assertEquals("wamp.error.unavailable", down.uri());
    // and what happens meanwhile waits on disk and arrives
    edge.component.call(DEMO + "fridge.dispense", Map.of("slot", 1));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> edge.values.get(DEMO + "uplink.backlog") instanceof Number n && n.intValue() > 0);
    edge.component.call(ENABLED, true);
    cloud.await("fridge.status", "online");
    edge.await("uplink.status", "online");
    edge.await("uplink.backlog", 0L);
  }

  // That it mends itself, as nobody there could, takes too long for here: the browser's tests wait.
  @Test
  void whoCutsTheLineFromItsOtherEndHasTheAnswerFirst() throws IOException {
    // Given
    Operator edge = new Operator(nodes.edge());
    Operator cloud = new Operator(nodes.cloud());
    cloud.await("uplink.status", "online");
    // When
    Arguments answer = cloud.component.call(ENABLED, false);
    // Then
    assertEquals(false, answer.kwargs().get("desired"));
    assertNotNull(answer.kwargs().get("pending"));
    cloud.await("fridge.status", "offline");
    edge.await("uplink.status", "offline");
    Arguments cut = edge.component.call(DEMO + "uplink.enabled.get");
    assertEquals(false, cut.kwargs().get("value"));
    assertEquals(true, cut.kwargs().get("desired"), "it will mend itself");
    edge.component.call(ENABLED, true);
    cloud.await("fridge.status", "online");
  }

  @Test
  void theCloudsConsoleLooksForTheThingsOfItsGateways() throws Exception {
    // Given
    String console = DemoNodes.address(nodes.cloud(), "console=");
    // When
    HttpResponse<String> settings =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(console + "console.json")).build(),
                HttpResponse.BodyHandlers.ofString());
    // Then
    assertEquals(200, settings.statusCode());
    assertTrue(settings.body().contains("\"prefixes\":[\"com.example.demo.\"]"), settings.body());
  }
}
