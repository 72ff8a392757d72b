package io.junctor.hil.uplink;

import io.junctor.hil.harness.Dist;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An edge gateway as a process, to be killed. Its directory outlives it. */
final class EdgeProcess {

  /** A cold JVM on a busy two-core machine; a start takes about a second otherwise. */
  private static final int START_SECONDS_MAX = 60;

  private final Process process;
  private final String url;

  private EdgeProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one and waits until it is open.
   *
   * @param eager the negative control instead of the product.
   */
  static EdgeProcess start(Path directory, boolean eager) throws Exception {
    List<String> command = new ArrayList<>(Dist.java());
    Path config = directory.resolve("junctor.yaml");
    if (eager) {
      Path tests =
          Path.of(EagerGateway.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      int classPath = command.indexOf("-cp") + 1;
      command.set(classPath, command.get(classPath) + ":" + tests);
      command.set(classPath + 1, EagerGateway.class.getName());
      command.add(config.toString());
    } else {
      command.addAll(List.of("run", "-c", config.toString()));
    }
    Path log = directory.resolve("junctor.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    try {
      return new EdgeProcess(process, url(process));
    } catch (Exception e) {
      process.destroyForcibly();
      throw new AssertionError("the edge did not start; its log:\n" + Files.readString(log), e);
    }
  }

  private static String url(Process process) throws Exception {
    CompletableFuture<String> ready = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                ready.complete(output.readLine());
              } catch (IOException e) {
                ready.completeExceptionally(e);
              }
            });
    String line = ready.get(START_SECONDS_MAX, TimeUnit.SECONDS);
    if (line == null) {
      throw new IOException("expected the ready line, got nothing");
    }
    for (String word : line.split(" ")) {
      if (word.startsWith("rawsocket=")) {
        return word.substring("rawsocket=".length());
      }
    }
    throw new IOException("expected rawsocket= in the ready line, got " + line);
  }

  /** Where publishers connect: {@code rs://host:port}. */
  String url() {
    return url;
  }

  /** Sends SIGKILL and waits for the end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
