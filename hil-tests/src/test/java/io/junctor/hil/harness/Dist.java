package io.junctor.hil.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged product, as {@code gateway/app} leaves it: jars and the flags of its JVM. */
public final class Dist {

  /** Property that names another distribution. */
  private static final String PROPERTY = "junctor.dist";

  private static final Path DEFAULT = Path.of("..", "gateway", "app", "target", "dist");

  private static final int COMMAND_SECONDS_MAX = 60;

  private Dist() {}

  /** Its folder, absolute. */
  public static Path folder() {
    return Path.of(System.getProperty(PROPERTY, DEFAULT.toString())).toAbsolutePath().normalize();
  }

  /** The command that runs the product; its own arguments follow. */
  public static List<String> java() {
    return java(List.of());
  }

  /** The same with further flags of the JVM, which win over the product's. */
  public static List<String> java(List<String> flags) {
    Path dist = folder();
    Path options = dist.resolve("jvm.options");
    if (!Files.isRegularFile(options)) {
      throw new AssertionError(
          "expected the packaged product in %s; build it with: mvn -pl gateway/app -am package"
              .formatted(dist));
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    try {
      Files.readAllLines(options).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(command::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    command.addAll(flags);
    command.addAll(List.of("-cp", dist.resolve("lib") + "/*", "io.junctor.app.Main"));
    return command;
  }

  /** Hashes a ticket as a user would: {@code echo secret | junctor hash-ticket}. */
  public static String hashTicket(String ticket) {
    List<String> command = new ArrayList<>(java());
    command.add("hash-ticket");
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
        input.write(ticket + "\n");
      }
      String hash = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("junctor hash-ticket failed; it printed: " + hash);
      }
      return hash.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
