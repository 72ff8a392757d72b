package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    return new Service(spec.commandLine().getOut(), spec.commandLine().getErr())
        .router(config.file());
  }
}
