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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

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

  /** What runs away is not worth more memory. */
  private static final int OUTPUT_LINES_MAX = 20_000;

  private static final int OUTPUT_TAIL_LINES = 80;

  /** The test that carries the output, once, instead of each failed one. */
  private static final String COMPLETENESS = "reportsTheseChecksAndNoOther";

  private final ProcessBuilder builder;

  private CheckingProgram(Duration limit, List<String> program) {
    Path timeout = Tools.require("timeout", "apt-get install coreutils");
    List<String> command = new ArrayList<>();
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

  /** The same with an environment variable. */
  public CheckingProgram with(String variable, String value) {
    builder.environment().put(variable, value);
    return this;
  }

  /**
   * A program that has ended.
   *
   * @param status its exit status; 124 or 137 when its time was over.
   * @param output the lines it printed, on both streams.
   */
  public record Ended(int status, List<String> output) {

    /** The end of its output, for failures. */
    public String outputTail() {
      List<String> tail =
          output.subList(Math.max(0, output.size() - OUTPUT_TAIL_LINES), output.size());
      return "its output ends:\n%s\n(ended with status %d)"
          .formatted(String.join("\n", tail), status);
    }
  }

  /**
   * Runs it and makes a test of each check.
   *
   * @param expected the names of all checks, in their order: one that is not reported fails, and so
   *     does one more.
   */
  public Stream<DynamicTest> run(List<String> expected) {
    Ended ended = runToItsEnd();
    List<ReportedCheck> reported =
        ended.output().stream().filter(ReportedCheck::isOne).map(ReportedCheck::parse).toList();
    Stream<DynamicTest> each =
        expected.stream().map(name -> DynamicTest.dynamicTest(name, () -> verify(name, reported)));
    DynamicTest nothingElse =
        DynamicTest.dynamicTest(
            COMPLETENESS,
            () ->
                assertEquals(
                    expected,
                    reported.stream().map(ReportedCheck::name).toList(),
                    ended::outputTail));
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

  /**
   * The tests of a factory; where it was given up because something is missing, one test that is
   * skipped for that reason, as the reports leave out a factory that was.
   */
  public static Stream<DynamicTest> orSkipped(Callable<Stream<DynamicTest>> factory)
      throws Exception {
    try {
      return factory.call();
    } catch (TestAbortedException missing) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "skipped",
              () -> {
                throw missing;
              }));
    }
  }

  /** Runs it, at most as long as it may. */
  public Ended runToItsEnd() {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    try {
      Process process = builder.start();
      Thread reader = Thread.ofVirtual().start(() -> read(process, lines));
      try {
        int status = process.waitFor(); // timeout sees to that
        reader.join(Duration.ofSeconds(GRACE_SECONDS)); // something it left may hold the pipe
        return new Ended(status, List.copyOf(lines));
      } finally {
        process.destroy(); // when interrupted; timeout passes it on to the group
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void read(Process process, List<String> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (lines.size() < OUTPUT_LINES_MAX) {
          lines.add(line.stripTrailing());
        }
      }
    } catch (IOException e) {
      lines.add("(its output could not be read further: " + e + ")");
    }
  }
}
