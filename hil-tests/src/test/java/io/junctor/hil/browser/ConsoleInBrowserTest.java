package io.junctor.hil.browser;

import io.junctor.hil.harness.CheckingProgram;
import io.junctor.hil.harness.Dist;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A person at the console of the packaged gateway: {@code hil-tests/browser/console.checks.js}. */
class ConsoleInBrowserTest {

  /** It takes a quarter of that on two idle processors. */
  private static final Duration LIMIT = Duration.ofSeconds(180);

  private static final List<String> CHECKS =
      List.of(
          "oneTimeLinkOfTheDemoSignsInOnce",
          "wrongTicketLeadsBackToTheSignInForm",
          "wrongTokenLeadsToTheSignInForm",
          "nameAndTicketSignInAndTheThingsAreThere",
          "valuesChangeByThemselves",
          "knobTurnsByPointerAndTheReportedValueFollows",
          "knobTurnsByKeysAndTheReportedValueFollows",
          "dispensedBottleLeavesItsSlot",
          "cutConnectionIsShownAndResyncedWhenMended",
          "restartedGatewayIsJoinedAgain",
          "webSocketOfAnotherOriginIsRefused",
          "nothingBreaksScriptsOrTheContentSecurityPolicy");

  @TestFactory
  Stream<DynamicTest> personAtTheConsole() throws Exception {
    return CheckingProgram.orSkipped(ConsoleInBrowserTest::operate);
  }

  private static Stream<DynamicTest> operate() {
    String node = Browser.requireNode().toString();
    Path script = Path.of("browser", "console.checks.js").toAbsolutePath();
    return CheckingProgram.of(LIMIT, List.of(node, script.toString()))
        .with("JAVA_HOME", System.getProperty("java.home"))
        .with("JUNCTOR_DIST", Dist.folder().toString())
        .run(CHECKS);
  }
}
