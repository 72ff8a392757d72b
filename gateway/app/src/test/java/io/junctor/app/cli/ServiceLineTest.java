package io.junctor.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.app.config.ConfigException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLineTest {

  private static final Path UNITS = Path.of("..", "..", "systemd");

  @Test
  void theUnitsNeedNoParser() throws Exception {
    // When
    List<String> lines;
    try (var files = Files.list(UNITS)) {
      lines =
          files
              .filter(file -> file.toString().endsWith(".service"))
              .flatMap(ServiceLineTest::starts)
              .toList();
    }
    // Then
    assertEquals(3, lines.size(), lines::toString);
    lines.forEach(line -> assertNotNull(ServiceLine.of(line.split(" ")), line));
  }

  private static java.util.stream.Stream<String> starts(Path unit) {
    String program = "/usr/lib/junctor/bin/junctor-java ";
    try {
      return Files.readAllLines(unit).stream()
          .filter(line -> line.startsWith("ExecStart=") && !line.endsWith(" archive"))
          .filter(line -> line.contains(program)) // the worker's stands behind its guard's
          .map(line -> line.substring(line.indexOf(program) + program.length()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "run -c",
        "run --help",
        "run -c --help",
        "run -c @file",
        "run -c a b",
        "run --network -c a",
        "worker --network",
        "worker -c a --network",
        "check -c a",
        "demo -c a"
      })
  void anyOtherLineIsTheParsers(String line) {
    // When
    ServiceLine service = ServiceLine.of(line.split(" "));
    // Then
    assertNull(service);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run -c X",
        "run --config X",
        "router -c X",
        "worker -c X",
        "worker --network -c X",
        "cloud -c X"
      })
  void aConfigurationThatIsNotThereIsNamed(String line, @TempDir Path folder) {
    // Given
    String file = folder.resolve("absent.yaml").toString();
    ServiceLine service =
        Objects.requireNonNull(ServiceLine.of(line.replace("X", file).split(" ")));
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    // When
    ConfigException refused =
        assertThrows(ConfigException.class, () -> service.run(nowhere, nowhere));
    // Then
    assertEquals(file + ": there is no such file", refused.getMessage());
  }
}
