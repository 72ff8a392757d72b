package io.junctor.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What is logged in a process of its own: slf4j and the JDK's log begin once in each. */
class LoggingTest {

  private static final int SECONDS_MAX = 60;

  /** Logs by each of the ways that libraries take. */
  static final class Talker {

    private Talker() {}

    public static void main(String[] args) {
      Logging.install();
      if (args.length > 0) {
        Logging.quiet();
      }
      LoggerFactory.getLogger("io.junctor.Own").debug("own {}", "debug");
      LoggerFactory.getLogger("io.junctor.Own").info("own {}", "info");
      LoggerFactory.getLogger("org.example.Library").debug("not this");
      Logger java = Logger.getLogger("org.eclipse.paho.Client");
      java.warning("by java.util.logging");
      java.log(Level.FINE, "not this");
      System.getLogger("jdk.Something").log(System.Logger.Level.ERROR, "by System.Logger");
    }
  }

  /** The lines on standard error without the time. */
  private static List<String> talk(String level, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classPath = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classPath)));
    command.add(Talker.class.getName());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("JOURNAL_STREAM", "JUNCTOR_LOG"));
    if (!level.isEmpty()) {
      builder.environment().put("JUNCTOR_LOG", level);
    }
    Process process = builder.start();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + SECONDS_MAX + " s");
    }
    assertEquals(0, process.exitValue(), said);
    return said.lines().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  @Test
  void whateverALibraryLogsToEndsInTheSameLines() throws Exception {
    // When
    List<String> lines = talk("debug");

    // Then
    assertEquals(
        List.of(
            "DEBUG Own: own debug",
            "INFO  Own: own info",
            "WARN  Client: by java.util.logging",
            "ERROR Something: by System.Logger"),
        lines);
  }

  @ParameterizedTest
  @CsvSource({"'', WARN  Client: by java.util.logging", "info, INFO  Own: own info"})
  void quietIsOverruledByTheEnvironment(String level, String first) throws Exception {
    // When
    List<String> lines = talk(level, "quietly");

    // Then
    assertEquals(first, lines.getFirst());
  }
}
