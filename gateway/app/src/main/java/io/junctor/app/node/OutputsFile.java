package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig.DriverSet;
import io.junctor.devices.config.SafeOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The plain file that {@code outputs-safe} (systemd/outputs-safe) reads when this process is dead:
 * one step a line, see {@link SafeOutput#text}.
 *
 * <p>It is there before the first output can be switched on, and a reader sees the old file or the
 * new one, never a part.
 */
final class OutputsFile {

  /** What the reader takes; a board has a few outputs. */
  static final int LINES_MAX = 256;

  private static final String HEAD =
      "# Written by junctor at its start; read by outputs-safe when it is dead.\n";

  private OutputsFile() {}

  /**
   * Writes the file for the things that will run.
   *
   * @throws IOException when it cannot be written; then no output may be switched on.
   */
  static void write(Path file, GatewayPlan plan, Placement placement) throws IOException {
    List<SafeOutput> outputs =
        plan.config().drivers() == DriverSet.SIM
            ? List.of() // what is configured is simulated; the real chips are not ours
            : plan.things(placement).stream()
                .flatMap(thing -> thing.config().safeOutputs().stream())
                .toList();
    write(file, outputs);
  }

  static void write(Path file, List<SafeOutput> outputs) throws IOException {
    if (outputs.size() > LINES_MAX) {
      throw new IOException(
          "%s: expected at most %d outputs, got %d".formatted(file, LINES_MAX, outputs.size()));
    }
    StringBuilder text = new StringBuilder(HEAD);
    outputs.forEach(output -> text.append(output.text()).append('\n'));
    Path next = file.resolveSibling(file.getFileName() + "~");
    Files.writeString(next, text, StandardCharsets.US_ASCII);
    try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
