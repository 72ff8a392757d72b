package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.Placement;
import io.junctor.app.node.WorkerNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--outputs",
      paramLabel = "FILE",
      description = {
        "Where to write what outputs-safe is to do when this process is dead.",
        "Default: outputs in RUNTIME_DIRECTORY, where the service manager set it."
      })
  private @Nullable Path outputs;

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    Placement placement = network ? Placement.NETWORK : Placement.DEVICES;
    return new Service(spec)
        .run(config.file(), true, plan -> WorkerNode.start(plan, placement, outputsFile()));
  }

  private @Nullable Path outputsFile() {
    String runtime = System.getenv("RUNTIME_DIRECTORY");
    if (outputs != null || runtime == null || runtime.isEmpty()) {
      return outputs;
    }
    return Path.of(runtime.split(":", 2)[0], "outputs"); // several are separated by colons
  }
}
