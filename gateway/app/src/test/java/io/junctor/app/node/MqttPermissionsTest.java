package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.app.config.GatewayConfig;
import io.junctor.router.Action;
import io.junctor.router.Decision;
import io.junctor.router.StaticAuthorizer;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.session.PeerRoles;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.EnumMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The adapter to a broker has the rights its filters say, whatever it would try. */
class MqttPermissionsTest {

  private static final String YAML =
      """
      site: com.example.berlin
      drivers: sim
      mqtt:
        brokers:
          - url: mqtt://host
            clientId: edge
            publish: [{filter: "fridge/#"}]
            subscribe: ["weather/+"]
            call: ["knob/position/set"]
      """;

  @ParameterizedTest
  @CsvSource({
    "SUBSCRIBE, com.example.berlin.fridge., PREFIX, true",
    "SUBSCRIBE, com.example.berlin.fridge, EXACT, true",
    "SUBSCRIBE, com.example.berlin., PREFIX, false",
    "SUBSCRIBE, com.example.berlin.fridges., PREFIX, false",
    "PUBLISH, com.example.berlin.weather.x, EXACT, true",
    "PUBLISH, com.example.berlin.weather.x.y, EXACT, false",
    "PUBLISH, com.example.berlin.fridge.level, EXACT, false",
    "PUBLISH, com.example.berlin.mqtt.edge.link, EXACT, true",
    "CALL, com.example.berlin.knob.position.set, EXACT, true",
    "CALL, com.example.berlin.fridge.dispense, EXACT, false",
    "CALL, wamp.session.kill, EXACT, false",
    "REGISTER, com.example.berlin.knob.position.set, EXACT, false",
  })
  void itMayDoWhatItsFiltersSayAndNothingElse(
      Action action, String uri, MatchPolicy match, boolean allowed) throws Exception {
    GatewayConfig config = GatewayPlan.parse("test.yaml", YAML).config();
    Decision decision =
        new StaticAuthorizer(Permissions.ownRoles(config))
            .decide(session("junctor-mqtt-edge"), action, uri, match);
    assertEquals(allowed, decision instanceof Decision.Allow);
  }

  @Test
  void withoutABrokerThereIsNoSuchRole() throws Exception {
    GatewayConfig config =
        GatewayPlan.parse("test.yaml", "site: com.example.berlin\ndrivers: sim\n").config();
    assertEquals(java.util.Set.of(Permissions.THING_ROLE), Permissions.ownRoles(config).keySet());
  }

  private static SessionDetails session(String role) {
    return new SessionDetails(
        1,
        "junctor",
        new Identity(role, role, "ticket", "console"),
        PeerRoles.of(new EnumMap<>(Role.class)),
        new TransportDetails(TransportDetails.Kind.LOCAL, Format.MSGPACK, "local", true));
  }
}
