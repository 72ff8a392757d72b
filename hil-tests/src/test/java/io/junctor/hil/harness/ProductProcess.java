package io.junctor.hil.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A command of the packaged product that runs until it is told to stop, such as {@code run} or
 * {@code worker}; it has printed its ready line. Its log is kept in a file and quoted in failures.
 */
public final class ProductProcess {

  /** A cold JVM on a busy two-core machine; a start takes about a second otherwise. */
  private static final int START_SECONDS_MAX = 60;

  /** The drain of all sessions takes 2 s at most. */
  private static final int STOP_SECONDS_MAX = 20;

  private static final int LOG_TAIL_LINES = 60;

  private final String name;
  private final Process process;
  private final Path log;
  private final String readyLine;

  private ProductProcess(String name, Process process, Path log, String readyLine) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.readyLine = readyLine;
  }

  /**
   * Starts a command and waits for its ready line.
   *
   * @param directory where it runs; its log is added to {@code <command>.log} there.
   * @param environment what is set besides the test's own.
   * @param words the command, such as {@code run -c junctor.yaml}.
   */
  public static ProductProcess start(
      Path directory, Map<String, String> environment, String... words) throws IOException {
    return start(directory, environment, List.of(), words);
  }

  /**
   * The same behind a program that becomes it.
   *
   * @param wrapper such as {@code ip netns exec NAME}; it must execute the rest of its words in its
   *     own place, so that signals reach the product.
   */
  public static ProductProcess start(
      Path directory, Map<String, String> environment, List<String> wrapper, String... words)
      throws IOException {
    return start(directory, environment, wrapper, List.of(), words);
  }

  /**
   * The same with further flags of the JVM.
   *
   * @param flags such as {@code -Xmx64m}; they win over the product's own.
   */
  public static ProductProcess start(
      Path directory,
      Map<String, String> environment,
      List<String> wrapper,
      List<String> flags,
      String... words)
      throws IOException {
    Path log = directory.resolve(words[0] + ".log");
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(Dist.java(flags));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    // a run that is interrupted leaves no product behind
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    try {
      String line = firstLine(process).get(START_SECONDS_MAX, TimeUnit.SECONDS);
      return new ProductProcess(words[0], process, log, line);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError(
          "junctor %s was not ready within %d s; its log ends:%n%s"
              .formatted(words[0], START_SECONDS_MAX, tail(log)),
          e);
    }
  }

  private static CompletableFuture<String> firstLine(Process process) {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("product-stdout")
        .start(
            () -> {
              try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                String first = output.readLine();
                if (first == null || !first.startsWith("ready ")) {
                  line.completeExceptionally(
                      new IOException("expected the ready line, got " + first));
                  return;
                }
                line.complete(first);
                while (output.readLine() != null) {
                  // nothing more is promised there, but a full pipe would stop the process
                }
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            });
    return line;
  }

  /** What it said when it was ready. */
  public String readyLine() {
    return readyLine;
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its number in the system. */
  public long pid() {
    return process.pid();
  }

  /** The end of its log, for failures. */
  public String logTail() {
    return tail(log);
  }

  /** All it has logged. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  /** Sends a signal, such as {@code STOP}. */
  public void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, "" + pid()).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("kill -%s %s of %d failed".formatted(signal, name, pid()));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends SIGKILL and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    waitFor("SIGKILL");
  }

  /** Sends SIGTERM and returns the exit status. */
  public int terminate() {
    process.destroy();
    return waitFor("SIGTERM");
  }

  private int waitFor(String signal) {
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "junctor %s did not end within %d s of %s; its log ends:%n%s"
                .formatted(name, STOP_SECONDS_MAX, signal, logTail()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }
}
