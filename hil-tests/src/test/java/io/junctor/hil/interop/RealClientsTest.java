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
import io.junctor.hil.harness.NodeProject;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * AutobahnJS, wampy and Autobahn|Python, each by itself over every link and serialization it has,
 * and each with each: three of them serve, each in another serialization, and all call all.
 */
@ExtendWith(Gateways.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsTest {

  private static final Path CLIENTS = Path.of("clients");

  /** Debian's interpreter, for which Debian's python3-autobahn is installed. */
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static final Service AUTOBAHN_JS =
      new Service("autobahn_js", "com.example.serve.autobahn_js.", true, true, false);
  private static final Service WAMPY =
      new Service("wampy", "com.example.serve.wampy.", true, false, false);
  private static final Service PYTHON_SERVICE =
      new Service("python", "com.example.serve.python.", true, true, true);
  private static final List<Service> SERVICES = List.of(AUTOBAHN_JS, WAMPY, PYTHON_SERVICE);

  private final GatewayUnderTest gateway;
  private final List<ClientProgram> services = new ArrayList<>();
  private List<String> autobahnJs = List.of();
  private List<String> wampy = List.of();
  private List<String> python = List.of();

  RealClientsTest(Gateways gateways) {
    gateway = gateways.process();
  }

  @BeforeAll
  void installAndServe() {
    NodeProject node = NodeProject.in(CLIENTS.resolve("js"));
    autobahnJs = node.script("autobahn.js");
    wampy = node.script("wampy.js");
    Tools.require(
        Files.isExecutable(PYTHON) && hasAutobahn(), "needs: apt-get install python3-autobahn");
    python = List.of(PYTHON.toString(), CLIENTS.resolve("python/autobahn_client.py").toString());
    serve(autobahnJs, AUTOBAHN_JS, "serializer", "cbor");
    serve(wampy, WAMPY, "serializer", "msgpack");
    serve(python, PYTHON_SERVICE, "wire", "rawsocket-msgpack");
  }

  private static boolean hasAutobahn() {
    return Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/autobahn"));
  }

  private void serve(List<String> command, Service service, String key, String wire) {
    Map<String, Object> config = config(service.prefix());
    config.put(key, wire);
    services.add(ClientProgram.serve(command, config));
  }

  @AfterAll
  void endServices() {
    services.forEach(ClientProgram::close);
  }

  @TestFactory
  Stream<DynamicTest> autobahnJs() {
    List<String> wires =
        List.of("json", "msgpack", "cbor", "rawsocket-json", "longpoll-json", "deflate-json");
    Map<String, Object> config = checkConfig("autobahn_js", "serializers", wires);
    List<String> expected = new ArrayList<>();
    for (String wire : wires) {
      boolean binary = !wire.endsWith("json");
      expected.addAll(Expected.ownOfJavaScript(wire, binary, true, false));
      SERVICES.forEach(service -> expected.addAll(Expected.with(service, wire, binary, true)));
    }
    return tests(expected, ClientProgram.check(autobahnJs, config));
  }

  @TestFactory
  Stream<DynamicTest> wampy() {
    List<String> wires = List.of("json", "msgpack", "cbor");
    Map<String, Object> config = checkConfig("wampy", "serializers", wires);
    List<String> expected = new ArrayList<>();
    for (String wire : wires) {
      boolean binary = !wire.equals("json");
      expected.addAll(Expected.ownOfJavaScript(wire, binary, false, binary));
      SERVICES.forEach(service -> expected.addAll(Expected.with(service, wire, binary, true)));
    }
    return tests(expected, ClientProgram.check(wampy, config));
  }

  @TestFactory
  Stream<DynamicTest> autobahnPython() {
    List<String> wires = pythonWires();
    Map<String, Object> config = checkConfig("python", "wires", wires);
    List<String> expected = new ArrayList<>();
    for (String wire : wires) {
      expected.addAll(Expected.ownOfPython(wire));
      SERVICES.forEach(service -> expected.addAll(Expected.with(service, wire, true, false)));
    }
    return tests(expected, ClientProgram.check(python, config));
  }

  /** Every link in the serializations that are installed; Debian's package brings no CBOR. */
  private List<String> pythonWires() {
    JsonNode installed = ClientProgram.ask(python, "probe").get("serializers");
    List<String> formats = new ArrayList<>(List.of("json", "msgpack"));
    installed.forEach(
        format -> {
          if (format.asText().equals("cbor")) {
            formats.add("cbor");
          }
        });
    return Stream.of("websocket", "rawsocket", "unix", "batched", "deflate")
        .flatMap(link -> formats.stream().map(format -> link + "-" + format))
        .toList();
  }

  private Map<String, Object> checkConfig(String client, String key, List<String> wires) {
    Map<String, Object> config = config("com.example.check." + client + ".");
    config.put("name", client);
    config.put(key, wires);
    config.put("peers", SERVICES);
    return config;
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

  /** A test for each check there must be, and one that nothing else went wrong. */
  private static Stream<DynamicTest> tests(List<String> expected, Map<String, Outcome> outcomes) {
    List<String> unexpected =
        outcomes.entrySet().stream()
            .filter(entry -> !expected.contains(entry.getKey()) && !entry.getValue().ok())
            .map(entry -> entry.getKey() + ": " + entry.getValue().detail())
            .toList();
    return Stream.concat(
        expected.stream().map(check -> dynamicTest(check, () -> assertGood(check, outcomes))),
        Stream.of(dynamicTest("nothing else fails", () -> assertEquals(List.of(), unexpected))));
  }

  private static void assertGood(String check, Map<String, Outcome> outcomes) {
    Outcome outcome = outcomes.get(check);
    assertNotNull(outcome, () -> check + " was not reported; reported: " + outcomes.keySet());
    assertTrue(outcome.ok(), outcome::detail);
  }
}
