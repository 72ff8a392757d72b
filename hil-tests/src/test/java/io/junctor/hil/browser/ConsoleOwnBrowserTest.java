package io.junctor.hil.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.CheckingProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The console's own browser tests, with an invented gateway that can do what a real one does not:
 * freeze, withdraw a ticket, update itself. They are run here because Maven's build of that module
 * needs no browser.
 */
class ConsoleOwnBrowserTest {

  /** It takes a minute on two idle processors. */
  private static final Duration LIMIT = Duration.ofSeconds(240);

  @Test
  void consoleWorksInABrowser() {
    // Given
    Browser.requireNode();
    Path script = Path.of("..", "gateway", "console", "build", "console.sh").toAbsolutePath();
    // When
    CheckingProgram.Ended run =
        CheckingProgram.of(LIMIT, List.of("sh", script.toString(), "browser")).runToItsEnd();
    // Then
    assertEquals(0, run.status(), run::outputTail);
    assertTrue(
        run.output().stream().anyMatch(line -> line.matches(".*pass [1-9]\\d*")), run::outputTail);
  }
}
