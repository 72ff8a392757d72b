package io.junctor.hil.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The packaged product in a process of its own: {@code io.junctor.app.Main run -c junctor.yaml} in
 * a new directory, ports chosen by the system and read from the ready line.
 *
 * <p>It is ended by SIGTERM, and a status other than 0 is a failure. Its log is kept in the
 * directory and quoted in failures.
 */
public final class GatewayProcess implements GatewayUnderTest {

  /** A cold JVM on a busy two-core machine; a start takes about a second otherwise. */
  private static final int START_SECONDS_MAX = 60;

  /** The drain of all sessions takes 2 s at most. */
  private static final int STOP_SECONDS_MAX = 20;

  private static final int LOG_TAIL_LINES = 60;

  private final Process process;
  private final Path directory;
  private final Site site;
  private final Endpoints endpoints;

  private GatewayProcess(Process process, Path directory, Site site, Endpoints endpoints) {
    this.process = process;
    this.directory = directory;
    this.site = site;
    this.endpoints = endpoints;
  }

  /** Starts a gateway without things. */
  public static GatewayProcess start(Site site) {
    return start(site, Wiring.NONE);
  }

  /** Starts a gateway with things. */
  public static GatewayProcess start(Site site, Wiring wiring) {
    try {
      // short: a Unix socket's path has 107 bytes at most
      Path directory = Files.createTempDirectory("junctor-hil");
      Path config = directory.resolve("junctor.yaml");
      String yaml =
          GatewayConfig.of(site, wiring, Dist.hashTicket(site.memberTicket().ticket()), directory);
      Files.writeString(config, yaml);
      return start(site, directory, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GatewayProcess start(Site site, Path directory, Path config) throws IOException {
    List<String> command = new ArrayList<>(Dist.java());
    command.addAll(List.of("run", "-c", config.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(log(directory).toFile())
            .start();
    // a run that is interrupted leaves no gateway behind
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    try {
      String line = firstLine(process).get(START_SECONDS_MAX, TimeUnit.SECONDS);
      return new GatewayProcess(process, directory, site, Endpoints.ofReadyLine(line));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError(
          "the gateway was not ready within %d s; its log ends:%n%s"
              .formatted(START_SECONDS_MAX, tail(log(directory))),
          e);
    }
  }

  private static CompletableFuture<String> firstLine(Process process) {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("gateway-stdout")
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

  @Override
  public Endpoints endpoints() {
    return endpoints;
  }

  @Override
  public Site site() {
    return site;
  }

  /** The end of its log, for failures. */
  public String logTail() {
    return tail(log(directory));
  }

  /** Sends SIGTERM and returns the exit status. */
  public int terminate() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "the gateway did not end within %d s of SIGTERM; its log ends:%n%s"
                .formatted(STOP_SECONDS_MAX, logTail()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    int status = terminate();
    if (status != 0) {
      throw new AssertionError(
          "the gateway ended with status %d; its log ends:%n%s".formatted(status, logTail()));
    }
    TempFiles.delete(directory);
  }

  private static Path log(Path directory) {
    return directory.resolve("junctor.log");
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
