package io.junctor.hil.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The suite's fuzzing client, in a Python for the JVM and a process of its own. */
final class AutobahnSuite {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AGENT = "junctor";

  private AutobahnSuite() {}

  /**
   * What a case found.
   *
   * @param behavior OK, NON-STRICT, INFORMATIONAL, FAILED or UNIMPLEMENTED.
   * @param behaviorClose the same of the closing handshake, or UNCLEAN.
   * @param report what was said on the wire.
   */
  record Result(String behavior, String behaviorClose, Path report) {}

  /**
   * Runs cases against an echo at a URI; returns case -> result.
   *
   * @param cases such as {@code 1.*}.
   */
  static Map<String, Result> run(
      String uri, List<String> cases, List<String> excluded, Path reports, Duration timeout)
      throws IOException, InterruptedException {
    Map<String, ?> spec =
        Map.of(
            "outdir",
            reports.toString(),
            "servers",
            List.of(
                Map.of(
                    "agent",
                    AGENT,
                    "url",
                    uri,
                    "protocols",
                    List.of("wamp.2.json"),
                    "options",
                    Map.of("version", 18, "failByDrop", false))),
            "cases",
            cases,
            "exclude-cases",
            excluded,
            "exclude-agent-cases",
            Map.of());
    Files.createDirectories(reports);
    Path log = reports.resolve("suite.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dpython.import.site=false",
                "-Dpython.cachedir.skip=true",
                "-cp",
                suitePath(),
                "org.python.util.jython",
                Path.of("clients/websocket/run_suite.py").toAbsolutePath().toString(),
                JSON.writeValueAsString(spec))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the suite did not end within " + timeout + ", see " + log);
      }
    } finally {
      process.destroyForcibly();
    }
    Path index = reports.resolve("index.json");
    if (!Files.exists(index)) {
      throw new AssertionError("the suite left no results:\n" + Files.readString(log));
    }
    return results(JSON.readTree(index.toFile()).get(AGENT), reports);
  }

  private static Map<String, Result> results(JsonNode cases, Path reports) {
    Map<String, Result> results = new TreeMap<>();
    cases
        .properties()
        .forEach(
            entry ->
                results.put(
                    entry.getKey(),
                    new Result(
                        entry.getValue().get("behavior").asText(),
                        entry.getValue().get("behaviorClose").asText(),
                        reports.resolve(entry.getValue().get("reportfile").asText()))));
    return results;
  }

  // Nothing of ours: the suite brings Twisted and half a Python library.
  private static String suitePath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(jar -> jar.contains("autobahntestsuite") || jar.contains("jython-standalone"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
