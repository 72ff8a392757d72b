package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.GatewayNode;
import io.junctor.app.node.GatewayPlan;
import io.junctor.app.node.Placement;
import io.junctor.app.node.RunningNode;
import io.junctor.app.node.WorkerNode;
import io.junctor.app.systemd.Notifier;
import io.junctor.app.systemd.Watchdog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What commands that run until they are told to stop have in common. */
final class Service {

  /** How a plan is brought to life. */
  @FunctionalInterface
  interface Start {
    RunningNode start(GatewayPlan plan) throws IOException;
  }

  private final PrintWriter out;
  private final PrintWriter err;

  Service(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Router, listeners and things in one process. */
  int gateway(Path file) throws IOException, InterruptedException {
    return run(file, false, GatewayNode::start);
  }

  /** Router and listeners; the things join from workers. */
  int router(Path file) throws IOException, InterruptedException {
    return run(file, true, GatewayNode::startRouter);
  }

  /**
   * Things, joined to a router over the socket of workers.
   *
   * @param outputs where to write what is to be done with the outputs when this process is dead;
   *     null for the folder that the service manager made, where there is one.
   */
  int worker(Path file, Placement placement, @Nullable Path outputs)
      throws IOException, InterruptedException {
    Path written = outputs == null ? outputsOfUnit() : outputs;
    return run(file, true, plan -> WorkerNode.start(plan, placement, written));
  }

  private static @Nullable Path outputsOfUnit() {
    String runtime = System.getenv("RUNTIME_DIRECTORY");
    return runtime == null || runtime.isEmpty()
        ? null
        : Path.of(runtime.split(":", 2)[0], "outputs"); // several are separated by colons
  }

  /** A gateway without things. */
  int cloud(Path file) throws IOException, InterruptedException {
    GatewayPlan plan = read(file, false);
    if (plan == null) {
      return 2;
    }
    if (!plan.config().things().isEmpty()) {
      err.println(
          "%s: things: expected none on a cloud router, got %s; use junctor run"
              .formatted(file, String.join(", ", plan.config().things().keySet())));
      return 2;
    }
    return run(plan, GatewayNode::start);
  }

  /**
   * Reads the configuration, starts, says so in one line to standard output and to the service
   * manager, and waits for the end.
   *
   * @param requiresWorkers whether the configuration must say how router and workers meet.
   * @return the exit status where it does not get that far: 2 for a configuration that is not good.
   */
  private int run(Path file, boolean requiresWorkers, Start start)
      throws IOException, InterruptedException {
    GatewayPlan plan = read(file, requiresWorkers);
    return plan == null ? 2 : run(plan, start);
  }

  private int run(GatewayPlan plan, Start start) throws IOException, InterruptedException {
    plan.warnings().forEach(text -> err.println("warning: " + text));
    try (StopSignal signal = StopSignal.install()) {
      run(plan, start, signal);
    }
    return 0;
  }

  private void run(GatewayPlan plan, Start start, StopSignal signal)
      throws IOException, InterruptedException {
    Notifier notifier = Notifier.ofEnvironment();
    RunningNode node = start.start(plan);
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

  private @Nullable GatewayPlan read(Path file, boolean requiresWorkers) {
    try {
      GatewayPlan plan = GatewayPlan.read(file);
      if (requiresWorkers && plan.config().workers() == null) {
        err.println(
            file
                + ": workers: expected the socket between router and workers, got nothing; or have"
                + " all in one process with junctor run");
        return null;
      }
      return plan;
    } catch (ConfigException e) {
      err.println(e.getMessage());
      return null;
    }
  }
}
