package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.GatewayPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code junctor check}. */
@Command(
    name = "check",
    description = "Validates a configuration and opens nothing.",
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws ConfigException {
    GatewayPlan plan = GatewayPlan.read(config.file());
    spec.commandLine().getOut().println(config.file() + ": good. " + plan.summary());
    plan.warnings().forEach(text -> spec.commandLine().getErr().println("warning: " + text));
    return 0;
  }
}
