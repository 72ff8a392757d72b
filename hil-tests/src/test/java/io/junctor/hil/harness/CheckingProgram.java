package io.junctor.hil.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs a program that prints {@link ReportedCheck}s and makes a test of each.
 *
 * <p>The program runs below coreutils' {@code timeout}, which gives it a process group of its own
 * and kills all of it when the time is over, so that nothing can stay behind, even when this JVM
 * dies.
 */
public final class CheckingProgram {

  /** How long a program that was told to end may take before it is killed. */
  private static final int GRACE_SECONDS = 5;

  private static final int OUTPUT_TAIL_LINES = 80;

  /** The test that carries the output, once, instead of each failed one. */
  private static final String COMPLETENESS = "reportsTheseChecksAndNoOther";

  private final List<String> command = new ArrayList<>();
  private final ProcessBuilder builder;

  private CheckingProgram(Duration limit, List<String> program) {
    Path timeout = Tools.require("timeout", "apt-get install coreutils");
    command.addAll(List.of(timeout.toString(), "-k", "" + GRACE_SECONDS, "" + limit.toSeconds()));
    command.addAll(program);
    builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
  }

  /** A program and the longest it may take. */
  public static CheckingProgram of(Duration limit, List<String> program) {
    return new CheckingProgram(limit, program);
  }

  /** The same in a folder. */
  public CheckingProgram in(Path folder) {
    builder.directory(folder.toFile());
    return this;
  }

  /** The same with an environment variable. */
  public CheckingProgram with(String variable, String value) {
    builder.environment().put(variable, value);
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @param expected the names of all checks, in their order: one that is not reported fails, and so
   *     does one more.
   */
  public Stream<DynamicTest> run(List<String> expected) {
    List<String> output = output();
    List<ReportedCheck> reported =
        output.stream().filter(ReportedCheck::isOne).map(ReportedCheck::parse).toList();
    String tail =
        String.join(
            "\n", output.subList(Math.max(0, output.size() - OUTPUT_TAIL_LINES), output.size()));
    Stream<DynamicTest> each =
        expected.stream().map(name -> DynamicTest.dynamicTest(name, () -> verify(name, reported)));
    DynamicTest nothingElse =
        DynamicTest.dynamicTest(
            COMPLETENESS,
            () ->
                assertEquals(
                    expected,
                    reported.stream().map(ReportedCheck::name).toList(),
                    () -> "its output ends:\n" + tail));
    return Stream.concat(each, Stream.of(nothingElse));
  }

  private static void verify(String name, List<ReportedCheck> reported) {
    ReportedCheck check =
        reported.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseGet(() -> fail("was not reported; the output is with " + COMPLETENESS));
    if (!check.isOk()) {
      fail(check.detail());
    }
  }

  private List<String> output() {
    List<String> lines = new ArrayList<>();
    try {
      Process process = builder.start();
      try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line.stripTrailing());
        }
      } finally {
        process.destroy(); // timeout passes it on to the group
      }
      lines.add("(ended with status " + process.waitFor() + ")");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return lines;
  }
}
