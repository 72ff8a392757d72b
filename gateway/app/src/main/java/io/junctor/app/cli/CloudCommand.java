package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.config.GatewayConfig;
import io.junctor.app.node.GatewayNode;
import io.junctor.app.node.GatewayPlan;
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
    GatewayPlan plan;
    try {
      plan = GatewayPlan.read(file);
    } catch (ConfigException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 2;
    }
    GatewayConfig config = plan.config();
    if (!config.things().isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "%s: things: expected none on a cloud router, got %s; use junctor run"
                  .formatted(file, String.join(", ", config.things().keySet())));
      return 2;
    }
    return new Service(spec).run(plan, GatewayNode::start);
  }
}
