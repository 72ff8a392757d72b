package io.junctor.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code junctor router}. */
@Command(
    name = "router",
    description = {
      "Runs the router and the listeners of a configuration without its things.",
      "The things join from junctor worker over the socket of workers. Prints one line when",
      "everything is open: ready websocket=... workers=unix:..."
    },
    mixinStandardHelpOptions = true)
public final class RouterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration.")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new Service(spec.commandLine().getOut(), spec.commandLine().getErr()).router(file);
  }
}
