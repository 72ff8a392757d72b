package io.junctor.drivers.linux;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Two pseudo terminals joined by socat, under fixed names; closing it hangs both up. */
final class PtyPair implements AutoCloseable {

  private static final long START_WAIT_SECONDS = 10;

  private final Process socat;
  private final Path board;
  private final Path instrument;

  private PtyPair(Process socat, Path board, Path instrument) {
    this.socat = socat;
    this.board = board;
    this.instrument = instrument;
  }

  /** Starts socat; without it the test is skipped, or fails where CI=true promises it. */
  static PtyPair open(Path directory) throws Exception {
    Path board = directory.resolve("board");
    Path instrument = directory.resolve("instrument");
    Process socat;
    try {
      socat =
          new ProcessBuilder("socat", pty(board), pty(instrument))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("socat.log").toFile())
              .start();
    } catch (IOException e) {
      String reason =
          "socat is not installed: serial lines are not tested (" + e.getMessage() + ")";
      return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_WAIT_SECONDS);
    while (!Files.exists(board) || !Files.exists(instrument)) {
      if (System.nanoTime() > deadline || socat.waitFor(5, TimeUnit.MILLISECONDS)) {
        socat.destroyForcibly();
        throw new IOException(
            "socat made no terminals: " + Files.readString(directory.resolve("socat.log")));
      }
    }
    return new PtyPair(socat, board, instrument);
  }

  private static String pty(Path link) {
    return "PTY,raw,echo=0,link=" + link;
  }

  String board() {
    return board.toString();
  }

  String instrument() {
    return instrument.toString();
  }

  @Override
  public void close() throws Exception {
    socat.destroy();
    if (!socat.waitFor(START_WAIT_SECONDS, TimeUnit.SECONDS)) {
      socat.destroyForcibly().waitFor();
    }
  }
}
