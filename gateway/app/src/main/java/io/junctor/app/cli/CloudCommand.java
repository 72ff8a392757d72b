package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    return new Service(spec.commandLine().getOut(), spec.commandLine().getErr())
        .cloud(config.file());
  }
}
