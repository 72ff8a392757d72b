package io.junctor.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used. Nothing was opened. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /** With all problems that were found, in the order of the file. */
  public ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** With one problem, of a whole block of a file. */
  public static ConfigException of(Path file, String block, String message) {
    return new ConfigException(List.of(new ConfigProblem(file.toString(), 0, 0, block, message)));
  }

  /** All problems that were found, in the order of the file. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
