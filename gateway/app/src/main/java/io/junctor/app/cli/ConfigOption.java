package io.junctor.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The configuration that a command is about. */
final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration.")
  private Path file;

  Path file() {
    return file;
  }
}
