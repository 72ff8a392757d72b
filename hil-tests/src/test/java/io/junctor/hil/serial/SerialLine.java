package io.junctor.hil.serial;

import io.junctor.hil.harness.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A serial line from this end to the path: socat holds a pseudo terminal and passes on what is
 * written here. Cutting it is what pulling out a USB adapter is: the reader gets a hang-up, and the
 * path is gone until the line is restored. One thread at a time.
 */
public final class SerialLine implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final Path socat = Tools.require("socat", "apt-get install socat");
  private final Path path;
  private Process process;

  private SerialLine(Path path) {
    this.path = path;
    this.process = start();
  }

  /** A line that can be opened at the path. */
  public static SerialLine at(Path path) {
    return new SerialLine(path);
  }

  private Process start() {
    try {
      Process started =
          new ProcessBuilder(
                  List.of(socat.toString(), "-u", "STDIN", "PTY,raw,echo=0,link=" + path))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Awaitility.await("a pseudo terminal at " + path)
          .atMost(START_MAX)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> Files.exists(path));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it can be opened. */
  Path path() {
    return path;
  }

  /** Sends bytes; false when the line is cut. */
  synchronized boolean send(byte[] bytes) {
    try {
      process.getOutputStream().write(bytes);
      process.getOutputStream().flush();
      return true;
    } catch (IOException cut) {
      return false;
    }
  }

  /** Cuts the line; its path is gone. */
  public synchronized void cut() {
    process.destroyForcibly();
    try {
      process.waitFor();
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A new line at the same path. */
  public synchronized void restore() {
    process = start();
  }

  @Override
  public void close() {
    cut();
  }
}
