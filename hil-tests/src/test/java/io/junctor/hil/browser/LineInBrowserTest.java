package io.junctor.hil.browser;

import io.junctor.hil.harness.CheckingProgram;
import io.junctor.hil.harness.Dist;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A person at the two consoles of the demo, the edge's and the cloud's, and the switch that cuts
 * the line between them: {@code hil-tests/browser/line.checks.js}.
 */
class LineInBrowserTest {

  /** It takes a quarter of that on two idle processors. */
  private static final Duration LIMIT = Duration.ofSeconds(150);

  private static final List<String> CHECKS =
      List.of(
          "fridgeAndKnobAreOperatedFromTheCloudsPage",
          "switchOnTheCloudsPageCutsTheLineForAWhileAndBothPagesSaySo",
          "switchOnTheEdgesPageCutsTheLineAndTheBacklogGrows",
          "historyIsCompleteWhenTheLineIsMended",
          "nothingBreaksScriptsOrTheContentSecurityPolicy");

  @TestFactory
  Stream<DynamicTest> personAtBothConsoles() throws Exception {
    return CheckingProgram.orSkipped(LineInBrowserTest::operate);
  }

  private static Stream<DynamicTest> operate() {
    String node = Browser.requireNode().toString();
    Path script = Path.of("browser", "line.checks.js").toAbsolutePath();
    return CheckingProgram.of(LIMIT, List.of(node, script.toString()))
        .with("JAVA_HOME", System.getProperty("java.home"))
        .with("JUNCTOR_DIST", Dist.folder().toString())
        .run(CHECKS);
  }
}
