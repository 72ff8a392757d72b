package io.junctor.hil.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Two pseudo terminals joined by socat: a serial line with both its ends. */
public final class SerialPair implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final Path board;
  private final Path machine;
  private final Process socat;

  private SerialPair(Path folder) {
    board = folder.resolve("board");
    machine = folder.resolve("machine");
    Path program = Tools.require("socat", "apt-get install socat");
    try {
      socat =
          new ProcessBuilder(List.of(program.toString(), end(board), end(machine)))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("two pseudo terminals in " + folder)
        .atMost(START_MAX)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.exists(board) && Files.exists(machine));
  }

  public static SerialPair in(Path folder) {
    return new SerialPair(folder);
  }

  private static String end(Path path) {
    return "PTY,raw,echo=0,link=" + path;
  }

  /** The product's end. */
  public Path board() {
    return board;
  }

  /** The machine's end. */
  public Path machine() {
    return machine;
  }

  @Override
  public void close() {
    socat.destroyForcibly();
    try {
      if (!socat.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("socat cannot be ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
