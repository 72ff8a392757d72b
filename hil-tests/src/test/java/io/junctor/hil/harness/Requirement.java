package io.junctor.hil.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Without it the test is skipped and says what is missing; with
 * {@code CI=true}, where everything has to be there, it fails.
 */
public final class Requirement {

  private Requirement() {}

  /**
   * Needs a command on the PATH; the system's folders are searched too, as users may not have them.
   */
  public static Path command(String name, String debianPackage) {
    List<String> folders =
        List.of((System.getenv("PATH") + ":/usr/local/bin:/usr/bin:/bin").split(":"));
    for (String folder : folders) {
      Path candidate = new File(folder, name).toPath();
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw missing(
        "there is no '%s' here; install it: apt-get install %s".formatted(name, debianPackage));
  }

  /** Needs a file that an environment variable names. */
  public static Path file(String variable, String howToGetIt) {
    String value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      throw missing(variable + " is not set; " + howToGetIt);
    }
    Path file = Path.of(value).toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw missing(variable + " names " + file + ", which cannot be read; " + howToGetIt);
    }
    return file;
  }

  /** Skips or fails; returns only so that a caller can write {@code throw}. */
  public static AssertionError missing(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      return Assertions.<AssertionError>fail(reason);
    }
    return Assumptions.<AssertionError>abort(reason);
  }
}
