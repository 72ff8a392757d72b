package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.config.ConfigException;
import io.junctor.router.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UplinkConfigTest {

  private static final String GOOD =
      """
      site: com.example.edge
      drivers: sim
      uplink:
        url: wss://cloud.example.com/ws
        authid: edge
        key: /etc/junctor/uplink.key
        toRemote:
          events:
            - {uri: com.example.edge., match: prefix, as: site.one.}
          calls:
            - {uri: com.example.cloud.price}
        fromRemote:
          events:
            - {uri: com.example.cloud., match: prefix}
          calls:
            - {uri: site.one., match: prefix, as: com.example.edge.}
        durable:
          - {uri: com.example.edge.log., match: prefix}
        store: {directory: /var/lib/junctor/outbox, megabytes: 8}
      """;

  private static GatewayPlan plan(String yaml) throws ConfigException {
    return GatewayPlan.parse("test.yaml", yaml);
  }

  private static void assertProblem(String yaml, String expected) {
    ConfigException problem = assertThrows(ConfigException.class, () -> plan(yaml));
    assertEquals(expected, problem.getMessage());
  }

  @Test
  void theUplinksSessionMayDoWhatItsRulesSayAndNothingElse() throws Exception {
    // When
    Map<String, List<Permission>> roles = Permissions.ownRoles(plan(GOOD).config());
    // Then
    Set<String> allowed =
        roles.get(Permissions.UPLINK_ROLE).stream()
            .map(
                one ->
                    one.uri()
                        + " "
                        + one.match().id()
                        + " "
                        + one.allow().stream().sorted().toList())
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "com.example.edge. prefix [SUBSCRIBE]",
            "com.example.cloud.price exact [REGISTER]",
            "com.example.cloud. prefix [PUBLISH, FORWARD]",
            "com.example.edge. prefix [CALL, FORWARD]",
            "com.example.edge.uplink.status exact [PUBLISH]",
            "wamp.session.add_testament exact [CALL]"),
        allowed);
  }

  @Test
  void whatMakesNoSenseIsSaidWithItsPlace() {
    assertProblem(
        GOOD.replace("  key: /etc/junctor/uplink.key\n", ""),
        "test.yaml:3:1: uplink.key: expected one of key (junctor keygen), ticketFile, wampcraFile"
            + " and scramFile, got none");
    assertProblem(
        GOOD.replace("  store: {directory: /var/lib/junctor/outbox, megabytes: 8}\n", ""),
        "test.yaml:3:1: uplink.store: expected the directory where durable events wait, got"
            + " nothing");
    assertProblem(
        GOOD.replace("wss://", "https://"),
        "test.yaml:4:3: uplink.url: expected ws:, wss:, rs:, rss: or unix:, got"
            + " https://cloud.example.com/ws");
    assertProblem(
        GOOD.replace("megabytes: 8", "megabytes: 0"),
        "test.yaml:19:47: uplink.store.megabytes: expected 1 to 16384, got 0");
    assertProblem(
        GOOD.replace("com.example.cloud.price", "wamp.session.kill"),
        "test.yaml:3:1: uplink: uri: expected a URI to be matched by exact, not below wamp, got"
            + " \"wamp.session.kill\"");
  }

  @Test
  void aThingCannotBeCalledLikeTheUplink() {
    assertProblem(
        GOOD + "things:\n  uplink: {kind: knob}\n",
        "test.yaml:20:1: things: expected another name than uplink, which shows the uplink itself");
  }

  @Test
  void aLineThatCanBeReadAndOneThatCarriesNothingAreWarnedOf() throws Exception {
    // Given
    String yaml =
        """
        site: com.example.edge
        drivers: sim
        listen: [{kind: rawsocket, address: "127.0.0.1:0"}]
        uplink: {url: "ws://cloud.example.com/ws", authid: edge, ticketFile: /t}
        """;
    // When
    List<String> warnings = plan(yaml).warnings();
    // Then
    assertEquals(
        List.of(
            "uplink ws://cloud.example.com/ws: can be read on the network; use wss or rss",
            "uplink: neither toRemote nor fromRemote has rules, so nothing crosses"),
        warnings);
  }

  @Test
  void theCloudsExampleIsGoodOnceTheKeyAndTheTicketAreIn() throws IOException, ConfigException {
    // Given
    String example = Files.readString(Path.of("junctor.cloud.example.yaml"));
    assertThrows(ConfigException.class, () -> plan(example));
    String filled =
        example
            .replace("put what ./junctor keygen prints here", "0".repeat(64))
            .replace(
                "put what ./junctor hash-ticket prints here",
                io.junctor.wamp.auth.TicketHash.of(
                        "x",
                        new byte[io.junctor.wamp.auth.TicketHash.SALT_BYTES],
                        io.junctor.wamp.auth.TicketHash.ITERATIONS_MIN)
                    .toText());
    // When
    GatewayPlan plan = plan(filled);
    // Then
    assertTrue(plan.config().things().isEmpty());
    assertEquals(List.of("com.example.berlin."), plan.config().console().prefixes());
  }
}
