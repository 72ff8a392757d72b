package io.junctor.hil.processes;

import io.junctor.hil.harness.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program {@code outputs-safe}, built from {@code systemd/outputs-safe} for a test. */
record OutputsSafe(Path program) {

  /** The units and what belongs to them. */
  static final Path SYSTEMD = Path.of("..", "systemd").toAbsolutePath().normalize();

  private static final int SECONDS_MAX = 30;

  /**
   * One run.
   *
   * @param millis how long it took.
   */
  record Run(int status, String output, long millis) {}

  /** Builds it as the packages do. */
  static OutputsSafe build(Path folder) {
    Tools.require("cc", "apt-get install gcc libc6-dev");
    Run built = execute(List.of(SYSTEMD.resolve("build").toString(), folder.toString()));
    if (built.status != 0) {
      throw new AssertionError("systemd/build: " + built);
    }
    return new OutputsSafe(folder.resolve("outputs-safe"));
  }

  /** Runs it to its end. */
  Run run(String... words) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    return execute(command);
  }

  static Run execute(List<String> command) {
    try {
      long begin = System.nanoTime();
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end; it printed: " + output);
      }
      return new Run(process.exitValue(), output, (System.nanoTime() - begin) / 1_000_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
