package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.Placement;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code junctor worker}. */
@Command(
    name = "worker",
    description = {
      "Runs the things of a configuration, joined to junctor router over the socket of workers.",
      "Prints one line when their outputs are safe: ready things=... router=unix:..."
    },
    mixinStandardHelpOptions = true)
public final class WorkerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--network",
      description =
          "The things reached over the network. Without it: the things wired to this board.")
  private boolean network;

  @Mixin private final OutputsOption outputs = new OutputsOption();

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    Placement placement = network ? Placement.NETWORK : Placement.DEVICES;
    return new Service(spec.commandLine().getOut(), spec.commandLine().getErr())
        .worker(config.file(), placement, outputs.file());
  }
}
