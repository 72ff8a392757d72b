package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.GatewayNode;
import io.junctor.app.node.GatewayPlan;
import java.io.IOException;
import java.io.PrintWriter;
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
    PrintWriter err = spec.commandLine().getErr();
    GatewayPlan plan;
    try {
      plan = GatewayPlan.read(file);
    } catch (ConfigException e) {
      err.println(e.getMessage());
      return 2;
    }
    return run(plan, spec);
  }

  /** Runs a checked configuration until the process is told to stop. */
  static int run(GatewayPlan plan, CommandSpec spec) throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    plan.warnings().forEach(text -> err.println("warning: " + text));
    GatewayNode node = GatewayNode.start(plan);
    PrintWriter out = spec.commandLine().getOut();
    out.println("ready " + String.join(" ", node.addresses()));
    out.flush();
    StopSignal.await(node);
    return 0;
  }
}
