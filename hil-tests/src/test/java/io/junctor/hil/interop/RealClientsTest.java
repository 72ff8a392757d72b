package io.junctor.hil.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.junctor.hil.harness.ClientProgram;
import io.junctor.hil.harness.ClientProgram.Outcome;
import io.junctor.hil.harness.Endpoints;
import io.junctor.hil.harness.GatewayUnderTest;
import io.junctor.hil.harness.Gateways;
import io.junctor.hil.harness.JavaClient;
import io.junctor.hil.harness.NodeProject;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * AutobahnJS, wampy, Autobahn|Python, autobahn-java and jawampa, each by itself over every link and
 * serialization it has, and each with each: all of them serve, in different serializations, and all
 * call all.
 */
@ExtendWith(Gateways.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsTest {

  private static final Path CLIENTS = Path.of("clients");

  /** Debian's interpreter, for which Debian's python3-autobahn is installed. */
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private final GatewayUnderTest gateway;
  private final Map<RealClient, List<String>> commands = new EnumMap<>(RealClient.class);
  private final List<ClientProgram> programs = new ArrayList<>();
  private final List<Service> services = new ArrayList<>();

  RealClientsTest(Gateways gateways) {
    gateway = gateways.process();
  }

  @BeforeAll
  void installAndServe() {
    NodeProject node = NodeProject.in(CLIENTS.resolve("js"));
    commands.put(RealClient.AUTOBAHN_JS, node.script("autobahn.js"));
    commands.put(RealClient.WAMPY, node.script("wampy.js"));
    Tools.require(
        Files.isExecutable(PYTHON) && hasAutobahn(), "needs: apt-get install python3-autobahn");
    commands.put(
        RealClient.PYTHON,
        List.of(PYTHON.toString(), "-B", CLIENTS.resolve("python/autobahn_client.py").toString()));
    commands.put(
        RealClient.AUTOBAHN_JAVA, JavaClient.command("autobahn-java", "AutobahnJava.java"));
    commands.put(RealClient.JAWAMPA, JavaClient.command("jawampa", "Jawampa.java"));
    serve(RealClient.AUTOBAHN_JS, "serializer", "cbor", true, true, true, false);
    serve(RealClient.WAMPY, "serializer", "msgpack", true, true, false, false);
    serve(RealClient.PYTHON, "wire", "rawsocket-msgpack", true, true, true, true);
    serve(RealClient.AUTOBAHN_JAVA, "wire", "cbor", false, true, true, false);
    serve(RealClient.JAWAMPA, "wire", "json", true, false, false, false);
  }

  private static boolean hasAutobahn() {
    return Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/autobahn"));
  }

  private void serve(
      RealClient client,
      String key,
      String wire,
      boolean errors,
      boolean binary,
      boolean retain,
      boolean progress) {
    Service service =
        new Service(
            client.id(),
            "com.example.serve." + client.id() + ".",
            errors,
            binary,
            retain,
            progress,
            client == RealClient.PYTHON); // of the five only it does
    Map<String, Object> config = config(service.prefix());
    config.put(key, wire);
    services.add(service);
    programs.add(ClientProgram.serve(command(client), config));
  }

  private List<String> command(RealClient client) {
    return java.util.Objects.requireNonNull(commands.get(client));
  }

  @AfterAll
  void endServices() {
    programs.forEach(ClientProgram::close);
  }

  @TestFactory
  Stream<DynamicTest> autobahnJs() {
    return checks(RealClient.AUTOBAHN_JS, RealClient.AUTOBAHN_JS.wires());
  }

  @TestFactory
  Stream<DynamicTest> wampy() {
    return checks(RealClient.WAMPY, RealClient.WAMPY.wires());
  }

  @TestFactory
  Stream<DynamicTest> autobahnPython() {
    Set<String> installed = new HashSet<>();
    JsonNode answer = ClientProgram.ask(command(RealClient.PYTHON), "probe");
    answer.get("serializers").forEach(format -> installed.add(format.asText()));
    List<String> wires =
        RealClient.PYTHON.wires().stream()
            .filter(wire -> installed.contains(RealClient.format(wire)))
            .toList();
    return Stream.concat(
        Stream.of(
            dynamicTest(
                "all serializations are installed",
                () ->
                    Tools.require(
                        wires.size() == RealClient.PYTHON.wires().size(),
                        "needs: apt-get install python3-cbor2"))),
        checks(RealClient.PYTHON, wires));
  }

  @TestFactory
  Stream<DynamicTest> autobahnJava() {
    return checks(RealClient.AUTOBAHN_JAVA, RealClient.AUTOBAHN_JAVA.wires());
  }

  @TestFactory
  Stream<DynamicTest> jawampa() {
    return checks(RealClient.JAWAMPA, RealClient.JAWAMPA.wires());
  }

  /** A test for each check there must be, and one that nothing else went wrong. */
  private Stream<DynamicTest> checks(RealClient client, List<String> wires) {
    Map<String, Object> config = config("com.example.check." + client.id() + ".");
    config.put("name", client.id());
    config.put("wires", wires);
    config.put("peers", services);
    List<String> expected =
        wires.stream().flatMap(wire -> client.expected(wire, services).stream()).toList();
    Map<String, Outcome> outcomes = ClientProgram.check(command(client), config);
    List<String> unexpected =
        outcomes.entrySet().stream()
            .filter(entry -> !expected.contains(entry.getKey()) && !entry.getValue().ok())
            .map(entry -> entry.getKey() + ": " + entry.getValue().detail())
            .toList();
    return Stream.concat(
        expected.stream().map(check -> dynamicTest(check, () -> assertGood(check, outcomes))),
        Stream.of(dynamicTest("nothing else fails", () -> assertEquals(List.of(), unexpected))));
  }

  private Map<String, Object> config(String prefix) {
    Endpoints endpoints = gateway.endpoints();
    Site site = gateway.site();
    Map<String, Object> config = new HashMap<>();
    config.put("websocket", endpoints.websocket().toString());
    config.put("universal", String.valueOf(endpoints.universal()));
    config.put("longpoll", String.valueOf(endpoints.longPoll()));
    config.put("host", endpoints.rawsocket().getHostString());
    config.put("port", endpoints.rawsocket().getPort());
    config.put("unix", endpoints.unix().toString());
    config.put("realm", Site.REALM);
    config.put("authid", site.memberTicket().authid());
    config.put("ticket", site.memberTicket().ticket());
    config.put("seed", site.member().seedHex());
    config.put("pubkey", site.member().publicHex());
    config.put("prefix", prefix);
    return config;
  }

  private static void assertGood(String check, Map<String, Outcome> outcomes) {
    Outcome outcome = outcomes.get(check);
    assertNotNull(outcome, () -> check + " was not reported; reported: " + outcomes.keySet());
    assertTrue(outcome.ok(), () -> check + ": " + outcome.detail());
  }
}
