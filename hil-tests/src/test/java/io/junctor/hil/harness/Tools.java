package io.junctor.hil.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests need and a machine may not have. */
public final class Tools {

  private Tools() {}

  /** The program's path; without it the test is skipped, or fails where {@code CI=true}. */
  public static Path require(String program, String howToInstall) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(directory -> Path.of(directory, program))
            .filter(Files::isExecutable)
            .findFirst();
    require(found.isPresent(), "needs " + program + ": " + howToInstall);
    return found.orElseThrow();
  }

  /** Skips the test with the reason unless the condition holds, or fails where {@code CI=true}. */
  public static void require(boolean condition, String reason) {
    if ("true".equals(System.getenv("CI"))) {
      Assertions.assertTrue(condition, reason);
    } else {
      if (!condition) {
        System.err.println("skipped: " + reason); // the reason is in the reports only
      }
      Assumptions.assumeTrue(condition, reason);
    }
  }
}
