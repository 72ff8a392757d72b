package io.junctor.app.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program to be kept running.
 *
 * @param name for people and logs.
 * @param command the program and its arguments; the program is looked up in PATH.
 * @param directory where it runs.
 * @param environment what is set besides PATH, HOME, LANG and TZ; nothing else of the gateway's
 *     environment is passed on, as it may hold secrets.
 * @param memoryBytes private writable memory, setrlimit(2) RLIMIT_DATA.
 * @param openFilesMax descriptors, RLIMIT_NOFILE.
 * @param stopMax between SIGTERM and SIGKILL.
 */
public record ProgramSettings(
    String name,
    List<String> command,
    Path directory,
    Map<String, String> environment,
    long memoryBytes,
    int openFilesMax,
    Duration stopMax) {

  public ProgramSettings {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Without the arguments and the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "ProgramSettings[" + name + ", " + command.getFirst() + "]";
  }
}
