package io.junctor.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code junctor cloud}. */
@Command(
    name = "cloud",
    description = {
      "Runs a router that gateways connect to: router and console, no devices.",
      "The same program and configuration as run; things are refused."
    },
    mixinStandardHelpOptions = true)
public final class CloudCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration.")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new Service(spec.commandLine().getOut(), spec.commandLine().getErr()).cloud(file);
  }
}
