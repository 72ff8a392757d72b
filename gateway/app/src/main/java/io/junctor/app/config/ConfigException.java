package io.junctor.app.config;

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

  /** All problems that were found, in the order of the file. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
