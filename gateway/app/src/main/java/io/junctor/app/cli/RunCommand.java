package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private ConfigOption config = new ConfigOption();

  @Mixin private final OutputsOption outputs = new OutputsOption();

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    return new Service(spec.commandLine().getOut(), spec.commandLine().getErr())
        .gateway(config.file(), outputs.file());
  }
}
