package io.junctor.hil.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.ProductCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example is right but for the ticket, and it is wired as the wiring page says. */
class ExampleConfigTest {

  private static final Path EXAMPLE = Path.of("..", "gateway", "app", "junctor.example.yaml");
  private static final Path WIRING = Path.of("WIRING.md");
  private static final String PLACEHOLDER = "put what ./junctor hash-ticket prints here";

  /** Where a thing is connected: {@code line: GPIO17}, {@code address: 0x20} and the like. */
  private static final Pattern CONNECTION =
      Pattern.compile("(?m)^ {6}(?:line|address|bus|port): (\\S+)");

  @TempDir private Path folder;

  @Test
  void exampleIsGoodOnceTheTicketIsIn() throws IOException {
    // Given
    String hash = Dist.hashTicket("correct horse");
    Path file = folder.resolve("junctor.yaml");
    Files.writeString(file, Files.readString(EXAMPLE).replace(PLACEHOLDER, hash));
    // When
    ProductCommand check = ProductCommand.run("check", "-c", file.toString());
    // Then
    assertEquals(0, check.status(), check::toString);
    assertFalse(check.output().contains("warning"), check::toString);
  }

  @Test
  void theTicketIsAllThatIsMissing() throws IOException {
    // When
    ProductCommand check = ProductCommand.run("check", "-c", EXAMPLE.toString());
    // Then
    assertEquals(2, check.status(), check::toString);
    int line = Files.readString(EXAMPLE).lines().toList().indexOf(ticketLine()) + 1;
    List<String> problems = check.output().lines().toList();
    assertEquals(1, problems.size(), check::toString);
    assertTrue(problems.getFirst().contains("yaml:" + line + ":"), check::toString);
    assertTrue(problems.getFirst().contains("junctor hash-ticket"), check::toString);
  }

  private static String ticketLine() throws IOException {
    return Files.readString(EXAMPLE)
        .lines()
        .filter(text -> text.contains(PLACEHOLDER))
        .findFirst()
        .orElseThrow();
  }

  /** What stands behind {@code #} as a default is accepted as a value too. */
  @Test
  void commentedOutKeysOfTheThingsExist() throws IOException {
    // Given
    String all =
        Files.readString(EXAMPLE)
            .replace(PLACEHOLDER, Dist.hashTicket("correct horse"))
            .replaceAll("(?m)^( {4,6})#(\\w+: [\\w.]+)( .*)?$", "$1$2");
    Path file = folder.resolve("junctor.yaml");
    Files.writeString(file, all);
    // When
    ProductCommand check = ProductCommand.run("check", "-c", file.toString());
    // Then
    assertTrue(all.contains("\n      stallMillis: 300") || all.contains("\n    stallMillis: 300"));
    assertEquals(0, check.status(), check::toString);
  }

  @Test
  void everyConnectionOfTheExampleIsOnTheWiringPage() throws IOException {
    // Given
    String wiring = Files.readString(WIRING);
    // When
    List<String> connections =
        CONNECTION
            .matcher(Files.readString(EXAMPLE))
            .results()
            .map((MatchResult match) -> match.group(1))
            .distinct()
            .toList();
    // Then
    assertTrue(connections.size() >= 8, connections::toString);
    for (String connection : connections) {
      assertTrue(wiring.contains("`" + connection + "`"), () -> connection + " is not there");
    }
  }
}
