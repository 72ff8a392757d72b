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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What commands that run until they are told to stop have in common. */
final class Service {

  /** How a plan is brought to life. */
  @FunctionalInterface
  interface Start {
    RunningNode start(GatewayPlan plan) throws IOException;
  }

  /** Somebody who uses what has been started. */
  @FunctionalInterface
  interface Visitor {
    void visit(RunningNode node) throws IOException;
  }

  private final PrintWriter out;
  private final PrintWriter err;

  Service(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Router, listeners and things in one process.
   *
   * @param outputs where to write what is to be done with the outputs when this process is dead;
   *     null for nowhere.
   * @throws ConfigException when the configuration is not good; nothing was opened. So do the
   *     others.
   */
  int gateway(Path file, @Nullable Path outputs)
      throws IOException, InterruptedException, ConfigException {
    return run(GatewayPlan.read(file), whole(outputs));
  }

  /** Router and listeners; the things join from workers. */
  int router(Path file) throws IOException, InterruptedException, ConfigException {
    return run(withWorkers(file), GatewayNode::startRouter);
  }

  /**
   * Things, joined to a router over the socket of workers.
   *
   * @param outputs as of {@link #gateway}.
   */
  int worker(Path file, Placement placement, @Nullable Path outputs)
      throws IOException, InterruptedException, ConfigException {
    return run(withWorkers(file), plan -> WorkerNode.start(plan, placement, outputs));
  }

  /** A gateway without things. */
  int cloud(Path file) throws IOException, InterruptedException, ConfigException {
    GatewayPlan plan = GatewayPlan.read(file);
    Set<String> things = plan.config().things().keySet();
    if (!things.isEmpty()) {
      throw ConfigException.of(
          file,
          "things",
          "expected none on a cloud router, got %s; use junctor run"
              .formatted(String.join(", ", things)));
    }
    return run(plan, GatewayNode::start);
  }

  private static GatewayPlan withWorkers(Path file) throws ConfigException {
    GatewayPlan plan = GatewayPlan.read(file);
    if (plan.config().workers() == null) {
      throw ConfigException.of(
          file,
          "workers",
          "expected the socket between router and workers, got nothing; or have all in one process"
              + " with junctor run");
    }
    return plan;
  }

  /**
   * Starts, says so in one line to standard output and to the service manager, and waits for the
   * end.
   */
  private int run(GatewayPlan plan, Start start) throws IOException, InterruptedException {
    warn(plan);
    try (StopSignal signal = StopSignal.install()) {
      signal.await(begin(plan, start));
    }
    return 0;
  }

  private static Start whole(@Nullable Path outputs) {
    return plan -> GatewayNode.start(plan, outputs);
  }

  private void warn(GatewayPlan plan) {
    for (String text : plan.warnings()) {
      err.println("warning: " + text);
    }
  }

  /**
   * A gateway as {@link #gateway} starts it, which ends after a visit.
   *
   * @return 0.
   */
  int rehearse(Path file, @Nullable Path outputs, Visitor visitor)
      throws IOException, InterruptedException, ConfigException {
    GatewayPlan plan = GatewayPlan.read(file);
    warn(plan);
    try (StopSignal _ = StopSignal.install();
        Running running = begin(plan, whole(outputs))) {
      visitor.visit(running.node());
    }
    return 0;
  }

  private Running begin(GatewayPlan plan, Start start) throws IOException {
    Notifier notifier = Notifier.ofEnvironment();
    RunningNode node = start.start(plan);
    out.println("ready " + String.join(" ", node.addresses()));
    out.flush();
    notifier.ready(node.status());
    return new Running(node, notifier, Watchdog.start(notifier, node));
  }

  /** What has been started. */
  private record Running(RunningNode node, Notifier notifier, Watchdog watchdog)
      implements AutoCloseable {
    @Override
    public void close() {
      notifier.stopping();
      watchdog.close();
      node.close();
    }
  }
}
