package io.junctor.hil.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.hil.harness.ClientProgram;
import io.junctor.hil.harness.ClientProgram.Outcome;
import io.junctor.hil.harness.Endpoints;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.harness.Tools;
import io.junctor.wamp.auth.TicketHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Autobahn|Python stops reading under a flood, once for each policy: nothing is lost without a
 * counter, a notice to the reader and a meta event; {@code clients/python/slow_reader.py}.
 */
class SlowReaderTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String TICKET = "open sesame";
  private static final List<String> POLICIES =
      List.of("drop-oldest", "keep-newest", "disconnect", "block-publisher");

  @TestFactory
  Stream<DynamicTest> autobahnPython() throws IOException {
    Tools.require(
        Files.isExecutable(PYTHON)
            && Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/autobahn")),
        "needs: apt-get install python3-autobahn");
    Path directory = Files.createTempDirectory("junctor-slow");
    Path config = Files.writeString(directory.resolve("junctor.yaml"), configuration());
    ProductProcess gateway =
        ProductProcess.start(directory, Map.of(), "run", "-c", config.toString());
    Map<String, Outcome> outcomes;
    try {
      outcomes =
          ClientProgram.check(
              List.of(PYTHON.toString(), Path.of("clients/python/slow_reader.py").toString()),
              Map.of(
                  "websocket",
                  Endpoints.values(gateway.readyLine(), "websocket").getFirst(),
                  "realm",
                  "test",
                  "ticket",
                  TICKET,
                  "policies",
                  POLICIES));
    } finally {
      gateway.terminate();
      TempFiles.delete(directory);
    }
    return Stream.concat(
        Stream.of(
            dynamicTest(
                "all of it ran",
                () -> assertEquals(expected(), new TreeSet<>(outcomes.keySet()).toString()))),
        outcomes.entrySet().stream()
            .map(
                one ->
                    dynamicTest(
                        one.getKey(),
                        () -> assertTrue(one.getValue().ok(), one.getValue()::detail))));
  }

  private static String expected() {
    TreeSet<String> checks = new TreeSet<>();
    for (String policy : POLICIES) {
      for (String check : List.of("counter", "notice", "meta event", "who reads misses nothing")) {
        checks.add(policy + ": " + check);
      }
    }
    checks.add("block-publisher: publishers wait");
    return checks.toString();
  }

  /** A role and a principal for each policy. Who does not read answers no pings either. */
  private static String configuration() {
    String hash =
        TicketHash.of(TICKET, new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN).toText();
    return """
        site: com.example.test
        realm: test
        drivers: sim
        listen:
          - {kind: websocket, address: "127.0.0.1:0", pings: {interval: 1h, timeout: 1h}}
        limits: {session: {outboundBytes: 262144, patience: 200ms, blockMax: 1s}}
        roles:
          watcher:
            - {uri: com.example., match: prefix, allow: [publish, subscribe]}
            - {uri: junctor.reader., match: prefix, allow: [call, subscribe]}
        %s
        principals:
          watcher: {role: watcher, ticket: "%s"}
        %s
        readers:
        %s
        """
        .formatted(
            each("  %s: [{uri: com.example., match: prefix, allow: [subscribe]}]"),
            hash,
            each("  %s: {role: %<s, ticket: \"" + hash + "\"}"),
            each("  - {role: %s, policy: %<s}"));
  }

  private static String each(String line) {
    return POLICIES.stream().map(line::formatted).collect(Collectors.joining("\n"));
  }
}
