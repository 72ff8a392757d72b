package io.junctor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

  private static final String GOOD =
      """
      site: com.example.berlin
      drivers: sim
      listen:
        - kind: websocket
          address: 127.0.0.1:8080
      roles:
        operator:
          - uri: com.example.berlin.
            match: prefix
            allow: [call, subscribe]
      """;

  private static final String MQTT =
      """
      mqtt:
        listen:
          - address: 127.0.0.1:1883
        brokers:
          - url: mqtt://host
            clientId: edge
            publish:
              - filter: fridge/#
            subscribe: ["weather/+"]
      """;

  @Test
  void aGoodFileBecomesItsRecords() throws Exception {
    // When
    GatewayConfig config = load(GOOD);
    // Then
    assertEquals("com.example.berlin", config.site());
    assertEquals("junctor", config.realm());
    assertEquals(8080, config.listen().get(0).hostPort().port());
    assertEquals(RuleConfig.Match.PREFIX, config.roles().get("operator").get(0).match());
  }

  @Test
  void aListenerHasSensibleBoundsUnlessSaidOtherwise() throws Exception {
    ListenConfig listen = load(GOOD).listen().getFirst();

    assertEquals(1 << 20, listen.maxMessageBytes());
    assertEquals(PingsConfig.DEFAULT, listen.pings());
    assertTrue(listen.batched());
    assertNull(listen.compression());
    assertNull(listen.longPoll());
  }

  @Test
  void aListenerSpeaksWhatItsEntrySays() throws Exception {
    // When
    ListenConfig listen =
        load(GOOD.replace(
                "kind: websocket\n    address: 127.0.0.1:8080",
                """
                    kind: universal
                        address: 127.0.0.1:8080
                        maxMessageBytes: 4096
                        pings: {interval: 1s, timeout: 500ms, first: true}
                        batched: false
                        compression: {contextTakeover: true, contexts: 7}
                        longPoll: /wamp/poll
                        tls: {certificate: c.pem, key: k.pem, minimum: TLSv1.3}"""))
            .listen()
            .getFirst();

    // Then
    assertEquals(ListenConfig.Kind.UNIVERSAL, listen.kind());
    assertEquals(4096, listen.maxMessageBytes());
    assertEquals(
        new PingsConfig(Duration.ofSeconds(1), Duration.ofMillis(500), true), listen.pings());
    assertEquals(false, listen.batched());
    assertEquals(new CompressionConfig(true, 7), listen.compression());
    assertEquals("/wamp/poll", listen.longPoll());
    assertEquals(ListenConfig.TlsVersion.TLS_1_3, listen.tls().minimum());
  }

  @Test
  void workersAreUsersByNameOrNumber() throws Exception {
    // When
    GatewayConfig config =
        load(
            GOOD + "workers: {socket: /run/junctor/w.sock, devices: [junctor-devices, \"990\"]}\n");
    // Then
    WorkersConfig workers = Objects.requireNonNull(config.workers());
    assertEquals(List.of("junctor-devices", "990"), workers.devices());
    assertEquals(List.of(), workers.network());
  }

  @Test
  void aComponentNeedsACommandAndAKnownRole() throws Exception {
    ComponentConfig good =
        load(GOOD + "components: {counter: {command: [counter], role: operator}}\n")
            .components()
            .get("counter");
    assertEquals(512, good.memoryMegabytes());
    assertProblems(
        GOOD + "components: {counter: {role: operator}}\n",
        "test.yaml:11:14: components.counter.command: expected a program and its arguments, such as"
            + " [python3, counter.py], got nothing");
    assertProblems(
        GOOD + "components: {counter: {command: [counter], role: operater}}\n",
        "test.yaml:11:1: components: counter has the role operater, which is not below roles. Did"
            + " you mean operator?");
    assertProblems(
        GOOD
            + "components: {counter: {command: [counter], role: operator, environment:"
            + " {JUNCTOR_TICKET: x}}}\n",
        "test.yaml:11:60: components.counter.environment: expected names of letters, digits and _"
            + " that do not begin with JUNCTOR_, got 'JUNCTOR_TICKET'");
  }

  @Test
  void workersNeedASocketThatTheKernelTakes() {
    assertProblems(
        GOOD + "workers: {devices: [junctor-devices]}\n",
        "test.yaml:11:1: workers.socket: expected the path of the Unix socket between router and"
            + " workers, got nothing");
    assertProblems(
        GOOD + "workers: {socket: w.sock}\n",
        "test.yaml:11:11: workers.socket: expected an absolute path of letters, digits, . _ and -,"
            + " at most 106 long, got w.sock");
    assertProblems(
        GOOD + "workers: {socket: /run/w.sock, devices: [\"a b\"]}\n",
        "test.yaml:11:32: workers.devices: expected names or numbers of users, got 'a b'");
  }

  @Test
  void historyAndTrustHaveDefaults() throws Exception {
    // When
    GatewayConfig config =
        load(
            GOOD
                + "history: [{uri: a.b, age: 30m}, {uri: a., match: prefix, events: 5, kilobytes: 1}]\n"
                + "trust: [{uri: a.b, level: 0}, {uri: a..c, match: wildcard, role: x, level: 3}]\n");
    // Then
    assertEquals(
        List.of(
            new HistoryConfig("a.b", RuleConfig.Match.EXACT, 1000, 512, Duration.ofMinutes(30)),
            new HistoryConfig("a.", RuleConfig.Match.PREFIX, 5, 1, Duration.ofHours(24))),
        config.history());
    assertEquals(
        List.of(
            new TrustConfig("a.b", RuleConfig.Match.EXACT, null, 0),
            new TrustConfig("a..c", RuleConfig.Match.WILDCARD, "x", 3)),
        config.trust());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "history: [{match: prefix}]           | uri: expected a URI or pattern, got nothing",
        "history: [{uri: a b}]                | uri: expected a URI to be matched by exact, got 'a b'",
        "history: [{uri: a, events: 0}]       | events: expected 1 to 100000, got 0",
        "history: [{uri: a, kilobytes: 20000}] | kilobytes: expected 1 to 16384, got 20000",
        "history: [{uri: a, age: 0s}]         | age: expected more than 0",
        "history: [{uri: a}, {uri: a}]        | history: expected each uri once, got a twice",
        "history: [{uri: a, kilobytes: 9000}, {uri: b, kilobytes: 9000}] | history: expected at most 16384 kilobytes for all",
        "trust: [{uri: a}]                    | level: expected 0 or more, got nothing",
        "trust: [{uri: a, level: -1}]         | level: expected 0 or more, got -1",
        "trust: [{uri: a b, level: 1}]        | uri: expected a URI to be matched by exact",
      })
  void historyAndTrustThatMakeNoSenseAreRefused(String lines, String reason) {
    // When
    ConfigException refused = assertThrows(ConfigException.class, () -> load(GOOD + lines + "\n"));
    // Then
    assertTrue(refused.problems().toString().contains(reason), () -> refused.problems().toString());
  }

  @Test
  void anUnknownKeyIsNamedWithItsPlaceAndWhatWasMeant() {
    assertProblems(
        GOOD.replace("drivers:", "driver:"),
        "test.yaml:2:1: driver: unknown key. Did you mean drivers?");
  }

  @Test
  void anUnknownKeyDeepInAListIsNamedWithItsPlace() {
    assertProblems(
        GOOD.replace("      match:", "      macth:"),
        "test.yaml:9:7: roles.operator.0.macth: unknown key. Did you mean match?");
  }

  @Test
  void allUnknownKeysAreReportedAtOnce() {
    assertProblems(
        GOOD.replace("drivers:", "driver:").replace("address:", "adress:"),
        "test.yaml:2:1: driver: unknown key. Did you mean drivers?",
        "test.yaml:5:5: listen.0.adress: unknown key. Did you mean address?");
  }

  @Test
  void aValueThatIsNotInTheListIsNamedWithTheListAndWhatWasMeant() {
    assertProblems(
        GOOD.replace("drivers: sim", "drivers: simm"),
        "test.yaml:2:1: drivers: expected one of sim, linux, got simm. Did you mean sim?");
  }

  @Test
  void aValueOfTheWrongTypeIsNamedWithItsPlace() {
    assertProblems(
        GOOD.replace("listen:\n  - kind: websocket\n    address: 127.0.0.1:8080", "listen: open"),
        "test.yaml:3:1: listen: expected a list, got another type");
  }

  @Test
  void aPortOutOfRangeIsNamedWithItsPlace() {
    assertProblems(
        GOOD.replace("8080", "80800"),
        "test.yaml:5:5: listen.0.address: expected host:port with a port of 0 to 65535, got"
            + " 127.0.0.1:80800");
  }

  @Test
  void theNumberOfConnectionsIsConfigurableWithinBounds() throws Exception {
    // When
    LimitsConfig limits = load(GOOD + "limits: {connections: 6000}\n").limits();
    // Then
    assertEquals(6000, limits.connections());
    assertEquals(100, limits.connectionsPerAddress());
    assertEquals(LimitsConfig.DEFAULT, load(GOOD).limits());
    assertThrows(ConfigException.class, () -> load(GOOD + "limits: {connections: 0}\n"));
  }

  @Test
  void mqttBrokersAreReadWithTheirDefaults() throws Exception {
    // When
    MqttConfig mqtt = load(GOOD + MQTT).mqtt();
    // Then
    MqttBrokerConfig broker = mqtt.brokers().get(0);
    assertEquals(1883, mqtt.listen().get(0).hostPort().port());
    assertEquals("junctor/edge/status", broker.statusTopic());
    assertEquals("com/example/berlin", broker.map("com.example.berlin").topicPrefix());
    assertEquals(true, broker.publish().get(0).retain());
  }

  @Test
  void mqttFiltersThatCannotBeMappedAreNamedWithTheirPlace() {
    ConfigException problem =
        assertThrows(
            ConfigException.class, () -> load(GOOD + MQTT.replace("weather/+", "weather//+")));
    assertTrue(problem.getMessage().contains("brokers.0.subscribe: "), problem.getMessage());
    assertTrue(problem.getMessage().contains("'weather//+'"), problem.getMessage());
  }

  @Test
  void aBrokersAddressWithAPasswordInItIsRefusedAndNotRepeated() {
    ConfigException problem =
        assertThrows(
            ConfigException.class,
            () -> load(GOOD + MQTT.replace("mqtt://host", "mqtt://me:secret@host")));
    assertTrue(problem.getMessage().contains("brokers.0.url: "), problem.getMessage());
    assertTrue(!problem.getMessage().contains("secret"), problem.getMessage());
  }

  @Test
  void aMissingRequiredKeyIsNamed() {
    assertProblems(
        GOOD.replace("site: com.example.berlin\n", ""),
        "test.yaml:1:1: site: expected the URI prefix of this board, such as com.example.berlin,"
            + " got nothing");
  }

  @Test
  void aPrincipalWithARoleThatDoesNotExistIsNamed() {
    assertProblems(
        GOOD + "principals:\n  alice: {role: operater, keys: [" + "ab".repeat(32) + "]}\n",
        "test.yaml:11:1: principals: alice has the role operater, which is not below roles. Did"
            + " you mean operator?");
  }

  @Test
  void aTicketThatWasWrittenDownItselfIsRefusedAndNotRepeated() {
    assertProblems(
        GOOD + "principals:\n  alice: {role: operator, ticket: secret123}\n",
        "test.yaml:12:27: principals.alice.ticket: expected what junctor hash-ticket prints"
            + " (pbkdf2-sha256$...), got another text; tickets are never written down themselves");
  }

  @Test
  void aSyntaxErrorIsNamedWithItsPlace() {
    // When
    ConfigException refused =
        assertThrows(ConfigException.class, () -> load("site: [com.example\nlisten: {"));
    // Then
    assertEquals(2, refused.problems().get(0).line());
  }

  @Test
  void aWordWithoutQuotesIsATextAsItIsWritten() throws Exception {
    // When
    String realm = load(GOOD + "realm: 007\n").realm();
    // Then
    assertEquals("007", realm);
  }

  @ParameterizedTest
  @CsvSource({"50, 50", "+50, 50", "0x32, 50", "1_00, 100", "017, 15"})
  void wholeNumbersAreReadAsYamlHasThem(String written, int connections) throws Exception {
    // When
    LimitsConfig limits = load(GOOD + "limits: {connections: " + written + "}\n").limits();
    // Then
    assertEquals(connections, limits.connections());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'50'        | expected a whole number, got another type",
        "50.0        | expected a whole number, got '50.0'",
        "99999999999 | expected a whole number, got '99999999999'",
        "-99999999999999999999 | expected a whole number, got '-99999999999999999999'",
        "true        | expected a whole number, got another type",
        "[1]         | expected a whole number, got another type",
      },
      quoteCharacter = '`')
  void whatIsNoWholeNumberDoesNotBecomeOne(String written, String message) {
    // When
    ConfigProblem problem = onlyProblem("limits: {connections: " + written + "}");
    // Then
    assertEquals("limits.connections: " + message, problem.path() + ": " + problem.message());
  }

  @Test
  void aKeyWithNothingBehindItHasItsDefault() throws Exception {
    // When
    LimitsConfig limits = load(GOOD + "limits:\n").limits();
    // Then
    assertEquals(LimitsConfig.DEFAULT, limits);
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    // When
    ConfigException refused =
        assertThrows(ConfigException.class, () -> load(GOOD + "site: com.example.other\n"));
    // Then
    assertEquals(11, refused.problems().get(0).line());
  }

  @Test
  void anEmptyFileIsRefused() {
    assertProblems("", "test.yaml:1:1: expected keys such as site, listen and things, got nothing");
  }

  @Test
  void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
    // Given
    Path file = folder.resolve("absent.yaml");
    // When
    ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.read(file));
    // Then
    assertEquals(file + ": there is no such file", refused.getMessage());
  }

  @Test
  void aFileThatIsFarTooLargeIsRefusedBeforeItIsRead(@TempDir Path folder) throws Exception {
    // Given
    Path file = folder.resolve("large.yaml");
    Files.write(file, new byte[(1 << 20) + 1]);
    // When
    ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.read(file));
    // Then
    assertEquals(file + ": expected at most 1048576 bytes, got more", refused.getMessage());
  }

  @Test
  void bytesThatAreNoUtf8AreNamedWithTheirLine(@TempDir Path folder) throws Exception {
    // Given
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, (GOOD + "# Kühlschrank").getBytes(StandardCharsets.ISO_8859_1));
    // When
    ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.read(file));
    // Then
    assertEquals(file + ":11: expected UTF-8, got 0xfc", refused.getMessage());
  }

  @Test
  void aDirectoryIsNamed(@TempDir Path folder) {
    // When
    ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.read(folder));
    // Then
    assertEquals(folder + ": expected a file, got a directory", refused.getMessage());
  }

  @Test
  void aFileWithoutEndIsRefused() {
    // Given
    Path zeros = Path.of("/dev/zero");
    assumeTrue(Files.exists(zeros), "no /dev/zero");
    // When
    ConfigException refused = assertThrows(ConfigException.class, () -> ConfigLoader.read(zeros));
    // Then
    assertEquals("/dev/zero: expected at most 1048576 bytes, got more", refused.getMessage());
  }

  @Test
  void whatIsYamlButRefusedIsNamedWithItsPlace() {
    assertProblems(
        "site: &a com.example\nrealm: x\nthings: {x: [*a]}\nroles: &b []\nlisten: *b\n",
        "test.yaml:3:14: expected no aliases, got one");
    assertProblems(
        "site:\n  " + "[".repeat(40), "test.yaml:2:34: expected at most 32 levels, got more");
    assertProblems("site: a\u0000b", "test.yaml:1: expected printable text, got U+0000");
    assertProblems("? [a]\n: 1\n", "test.yaml:1:3: expected a word as key, got a list or keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen: [~]                                                            | listen.0
          roles: {operator: ~}                                                   | roles.operator
          roles: {operator: [~]}                                                 | roles.operator.0
          roles: {operator: [{uri: a, allow: [~]}]}                              | roles.operator.0.allow.0
          principals: {alice: ~}                                                 | principals.alice
          """)
  void anEntryWithoutValueIsNamedWithItsPlace(String yaml, String path) {
    // When
    ConfigProblem problem = onlyProblem(yaml);
    // Then
    assertEquals(path, problem.path());
    assertEquals("expected a value, got nothing", problem.message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          realm: ''                                                               | realm
          realm: a b                                                              | realm
          realm: wamp.x                                                           | realm
          roles: {junctor-thing: []}                                              | roles
          roles: {operator: [{uri: a b, allow: [call]}]}                          | roles.operator.0.uri
          roles: {operator: [{uri: '', allow: [call]}]}                           | roles.operator.0.uri
          roles: {operator: [{uri: a}]}                                           | roles.operator.0.allow
          roles: {operator: [{uri: a, allow: [call], deny: [call]}]}              | roles.operator.0.allow
          roles: {operator: [{uri: a, ask: [forward]}]}                           | roles.operator.0.ask
          roles: {operator: [{uri: a, ask: [call]}]}                              | roles
          roles: {operator: [{uri: a, allow: [call], disclose: maybe}]}           | roles.operator.0.disclose
          authorizer: {timeout: 1s}                                               | authorizer.procedure
          authorizer: {procedure: a.b, timeout: 11s}                              | authorizer.timeout
          authorizer: {procedure: a.b, concurrency: 0}                            | authorizer.concurrency
          limits: {connections: 0}                                                | limits.connections
          limits: {link: {frameBytes: 100}}                                       | limits.link.frameBytes
          limits: {link: {pingTimeout: 1ms}}                                      | limits.link.pingTimeout
          limits: {session: {waitingBytes: 2000}}                                 | limits.session.waitingBytes
          limits: {realm: {retainedBytes: -1}}                                    | limits.realm.retainedBytes
          limits: {mqtt: {inFlight: 70000}}                                       | limits.mqtt.inFlight
          realms: {junctor: {}}                                                   | realms
          realms: {wamp.x: {}}                                                    | realms
          realms: {guests: {roles: {junctor-thing: []}}}                          | realms.guests.roles
          realms: {guests: {principals: {a: {role: b, ticket: c}}}}               | realms.guests.principals.a.ticket
          realms: {guests: {things: {}}}                                          | realms.guests.things
          listen: [{kind: websocket, address: 'http://x:80'}]                     | listen.0.address
          listen: [{kind: websocket, address: '[::1:80'}]                         | listen.0.address
          listen: [{kind: websocket, address: 'x:1', path: /x}]                   | listen.0.path
          listen: [{kind: websocket, address: 'x:1', origins: ['*']}]             | listen.0.origins
          listen: [{kind: websocket, address: 'x:1', origins: ['http://x/']}]     | listen.0.origins
          listen: [{kind: websocket, address: 'x:1', hosts: ['']}]                | listen.0.hosts
          listen: [{kind: websocket, address: 'x:1', maxMessageBytes: 511}]       | listen.0.maxMessageBytes
          listen: [{kind: rawsocket, address: 'x:1', maxMessageBytes: 16777217}]  | listen.0.maxMessageBytes
          listen: [{kind: websocket, address: 'x:1', pings: {first: true}}]       | listen.0.pings
          listen: [{kind: rawsocket, address: 'x:1', pings: {timeout: 10ms}}]     | listen.0.pings.timeout
          listen: [{kind: rawsocket, address: 'x:1', batched: true}]              | listen.0.batched
          listen: [{kind: rawsocket, address: 'x:1', longPoll: /lp}]              | listen.0.longPoll
          listen: [{kind: unix, path: /x, compression: {}}]                       | listen.0.compression
          listen: [{kind: universal, address: 'x:1', longPoll: lp}]               | listen.0.longPoll
          listen: [{kind: universal, address: 'x:1', longPoll: '/ws/'}]           | listen.0.longPoll
          listen: [{kind: websocket, address: 'x:1', compression: {contexts: 0}}] | listen.0.compression.contexts
          listen: [{kind: rawsocket, address: 'x:1', origins: ['http://x']}]      | listen.0.origins
          listen: [{kind: unix, path: /x, tls: {certificate: a, key: b}}]         | listen.0.tls
          """)
  void aValueThatCouldNotBeUsedIsNamedWithItsPlace(String yaml, String path) {
    // When
    ConfigProblem problem = onlyProblem(yaml);
    // Then
    assertEquals(path, problem.path());
  }

  private static ConfigProblem onlyProblem(String yaml) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> load("site: com.example.berlin\n" + yaml));
    assertEquals(1, refused.problems().size(), refused::getMessage);
    return refused.problems().get(0);
  }

  private static GatewayConfig load(String yaml) throws ConfigException {
    return new ConfigLoader("test.yaml").load(yaml);
  }

  private static void assertProblems(String yaml, String... expected) {
    // When
    ConfigException refused = assertThrows(ConfigException.class, () -> load(yaml));
    // Then
    assertEquals(
        List.of(expected), refused.problems().stream().map(ConfigProblem::toString).toList());
  }
}
