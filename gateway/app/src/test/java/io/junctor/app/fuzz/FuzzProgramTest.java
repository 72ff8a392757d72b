package io.junctor.app.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code ./junctor fuzz} as a process. */
class FuzzProgramTest {

  private static final int END_SECONDS_MAX = 120;

  /**
   * Signals as a terminal's child gets them: a build in the background ignores SIGINT, and so would
   * this.
   */
  private static Process start(String... options) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", java));
    command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FuzzProgram.class.getName());
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void ctrlCEndsItWithItsSummaryAndStatus0WhenNothingWasFound() throws Exception {
    Process process = start("--frames", "1000000000");
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      while (line != null && !line.contains("a second")) { // it is at work
        lines.add(line);
        line = output.readLine();
      }
      // When
      new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();

      // Then
      output.lines().forEach(lines::add);
      assertTrue(process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS), lines::toString);
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.matches(" +sessions .*")), lines::toString);
    assertTrue(lines.getLast().matches("fuzz: [\\d,]+ frames, 0 found"), lines::toString);
  }

  @Test
  void wrongOptionsAreRefusedWithStatus2() throws Exception {
    Process process = start("--frames", "many");

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS));
    assertEquals(2, process.exitValue(), output);
    assertTrue(output.contains("usage: ./junctor fuzz"), output);
  }
}
