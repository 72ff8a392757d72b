package io.junctor.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code junctor run}. */
@Command(
    name = "run",
    description = {
      "Runs the gateway with a configuration until it is told to stop (Ctrl-C, SIGTERM).",
      "Prints one line when everything is open: ready websocket=... rawsocket=... unix=..."
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration.")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new Service(spec.commandLine().getOut(), spec.commandLine().getErr()).gateway(file);
  }
}
