package io.junctor.hil.mqtt;

import static org.awaitility.Awaitility.await;

import io.junctor.hil.harness.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Mosquitto's command line clients, run against one port. */
final class Mosquitto {

  private static final String INSTALL = "apt-get install mosquitto-clients";

  private static final int SECONDS_MAX = 30;

  private final List<String> where;

  /**
   * Clients.
   *
   * @param credentials such as {@code -u name -P secret}; nothing for nobody.
   */
  Mosquitto(int port, String... credentials) {
    List<String> words = new ArrayList<>(List.of("-h", "127.0.0.1", "-p", "" + port));
    words.addAll(List.of(credentials));
    this.where = List.copyOf(words);
  }

  /** A program that has ended. */
  record Ended(int status, String output) {}

  /** Runs {@code mosquitto_sub}, {@code mosquitto_pub} or {@code mosquitto_rr} to its end. */
  Ended run(String program, String... words) {
    try {
      Process process = start(program, words);
      CompletableFuture.delayedExecutor(SECONDS_MAX, TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(program + " did not end; it printed: " + output);
      }
      return new Ended(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Process start(String program, String... words) throws IOException {
    Path path = Tools.require(program, INSTALL);
    // into a pipe it would print only when four kilobytes have come together
    List<String> command = new ArrayList<>(List.of("stdbuf", "-oL", path.toString()));
    command.addAll(where);
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Starts {@code mosquitto_sub} in the background, told to say when it has subscribed. */
  Listening listen(String... words) {
    List<String> all = new ArrayList<>(List.of("-d", "-v"));
    all.addAll(List.of(words));
    try {
      return new Listening(start("mosquitto_sub", all.toArray(String[]::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A subscriber that runs. */
  static final class Listening implements AutoCloseable {

    private final Process process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private Listening(Process process) {
      this.process = process;
      Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        output.lines().forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        lines.add("ended: " + e);
      }
    }

    /** Everything it printed so far. */
    List<String> lines() {
      return List.copyOf(lines);
    }

    boolean has(String text) {
      return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** Ends it without a goodbye, as a power cut does. */
    void kill() {
      process.destroyForcibly();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  /** A mosquitto broker on a port of its own. */
  static final class Broker implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(20);

    private final Path program;
    private final Path directory;
    private final int port;
    private Process process;

    /** Starts one that keeps nothing on disk. */
    Broker(Path directory, int port) throws IOException {
      this.program = requireBroker();
      this.directory = directory;
      this.port = port;
      Files.writeString(
          directory.resolve("mosquitto.conf"),
          "listener %d 127.0.0.1%nallow_anonymous true%n".formatted(port));
      start();
    }

    /** Debian keeps it where only root's PATH looks. */
    private static Path requireBroker() {
      Path debian = Path.of("/usr/sbin/mosquitto");
      return Files.isExecutable(debian)
          ? debian
          : Tools.require("mosquitto", "apt-get install mosquitto");
    }

    int port() {
      return port;
    }

    /** Starts it and waits until it can be reached: its clients do not try twice. */
    void start() throws IOException {
      process =
          new ProcessBuilder(
                  program.toString(), "-c", directory.resolve("mosquitto.conf").toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("mosquitto.log").toFile())
              .start();
      await().atMost(START_MAX).until(this::isReachable);
    }

    private boolean isReachable() {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        return false;
      }
    }

    /** Kills it: nobody is told anything. */
    void kill() throws InterruptedException {
      process.destroyForcibly();
      process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
