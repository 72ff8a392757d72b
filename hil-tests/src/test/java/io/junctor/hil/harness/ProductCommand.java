package io.junctor.hil.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One command of the packaged product, ended.
 *
 * @param status its exit status.
 * @param output what it printed, on both streams.
 */
public record ProductCommand(int status, String output) {

  private static final int SECONDS_MAX = 60;

  /** Runs a command such as {@code probe gpio}. */
  public static ProductCommand run(String... words) {
    List<String> command = new ArrayList<>(Dist.java());
    command.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end; it printed: " + output);
      }
      return new ProductCommand(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Its output; fails unless it ended well. */
  public String outputOfSuccess() {
    if (status != 0) {
      throw new AssertionError("expected status 0, got " + this);
    }
    return output;
  }
}
