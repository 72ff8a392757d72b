package io.junctor.hil.browser;

import io.junctor.hil.harness.CheckingProgram;
import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.NodeProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A browser whose WebSockets are compressed: {@code hil-tests/browser/deflate.checks.js}. */
class DeflateInBrowserTest {

  /** It takes a tenth of that on two idle processors. */
  private static final Duration LIMIT = Duration.ofSeconds(180);

  private static final Path JS = Path.of("clients", "js");

  private static final List<String> CHECKS =
      List.of(
          "byDefaultNothingIsCompressed",
          "consoleWorksCompressed",
          "callsAndEventsAreCompressedInOneContext",
          "consoleWorksCompressedWithoutContexts",
          "callsAndEventsAreCompressedEachByItself");

  @TestFactory
  Stream<DynamicTest> browserThatCompresses() throws Exception {
    return CheckingProgram.orSkipped(DeflateInBrowserTest::operate);
  }

  private static Stream<DynamicTest> operate() {
    String node = Browser.requireNode().toString();
    NodeProject.in(JS); // with wampy
    Path script = Path.of("browser", "deflate.checks.js").toAbsolutePath();
    return CheckingProgram.of(LIMIT, List.of(node, script.toString()))
        .with("JAVA_HOME", System.getProperty("java.home"))
        .with("JUNCTOR_DIST", Dist.folder().toString())
        .with("WAMPY", JS.toAbsolutePath().toString())
        .run(CHECKS);
  }
}
