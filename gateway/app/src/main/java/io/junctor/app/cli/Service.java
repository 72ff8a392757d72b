package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.GatewayPlan;
import io.junctor.app.node.RunningNode;
import io.junctor.app.systemd.Notifier;
import io.junctor.app.systemd.Watchdog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** What commands that run until they are told to stop have in common. */
final class Service {

  /** How a plan is brought to life. */
  @FunctionalInterface
  interface Start {
    RunningNode start(GatewayPlan plan) throws IOException;
  }

  private final CommandSpec spec;

  Service(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * Reads the configuration, starts, says so in one line to standard output and to the service
   * manager, and waits for the end.
   *
   * @param requiresWorkers whether the configuration must say how router and workers meet.
   * @throws ConfigException when the configuration is not good; nothing was opened.
   */
  int run(Path file, boolean requiresWorkers, Start start)
      throws IOException, InterruptedException, ConfigException {
    GatewayPlan plan = GatewayPlan.read(file);
    if (requiresWorkers && plan.config().workers() == null) {
      throw ConfigException.of(
          file,
          "workers",
          "expected the socket between router and workers, got nothing; or have all in one process"
              + " with junctor run");
    }
    return run(plan, start);
  }

  /** The same with a configuration that was read. */
  int run(GatewayPlan plan, Start start) throws IOException, InterruptedException {
    plan.warnings().forEach(text -> spec.commandLine().getErr().println("warning: " + text));
    try (StopSignal signal = StopSignal.install()) {
      run(plan, start, signal);
    }
    return 0;
  }

  private void run(GatewayPlan plan, Start start, StopSignal signal)
      throws IOException, InterruptedException {
    Notifier notifier = Notifier.ofEnvironment();
    RunningNode node = start.start(plan);
    PrintWriter out = spec.commandLine().getOut();
    out.println("ready " + String.join(" ", node.addresses()));
    out.flush();
    notifier.ready(node.status());
    Watchdog watchdog = Watchdog.start(notifier, node);
    signal.await(
        () -> {
          notifier.stopping();
          watchdog.close();
          node.close();
        });
  }
}
