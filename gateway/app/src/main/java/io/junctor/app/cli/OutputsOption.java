package io.junctor.app.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --outputs}, for the commands that drive outputs. */
final class OutputsOption {

  @Option(
      names = "--outputs",
      paramLabel = "FILE",
      description = {
        "Where to write what outputs-safe is to do when this process is dead.",
        "Default: outputs in RUNTIME_DIRECTORY, where the service manager set it."
      })
  private @Nullable Path file;

  /** The file; null for none. */
  @Nullable Path file() {
    return file != null ? file : inRuntimeDirectory(System.getenv());
  }

  static @Nullable Path inRuntimeDirectory(Map<String, String> environment) {
    String folders = environment.getOrDefault("RUNTIME_DIRECTORY", "");
    // several are separated by colons
    return folders.isEmpty() ? null : Path.of(folders.split(":", 2)[0], "outputs");
  }
}
