package io.junctor.app.node;

import io.junctor.app.config.WorkersConfig;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Things in a process of their own, joined to the router over its Unix socket.
 *
 * <p>They work before the router is there, go to safe when it is lost, and join again by
 * themselves. Any thread.
 */
public final class WorkerNode implements RunningNode {

  private static final Logger log = LoggerFactory.getLogger(WorkerNode.class);

  /** Opening lines and chips takes milliseconds, on a bus that hangs a second for each transfer. */
  private static final Duration START_MAX = Duration.ofSeconds(20);

  private final String socket;
  private final NettyLoops loops;
  private final Health health = new Health();
  private @Nullable Things things; // set while opening

  private WorkerNode(String socket, NettyLoops loops) {
    this.socket = socket;
    this.loops = loops;
  }

  /**
   * Starts the things; returns when all their outputs are at their safe values, whether the router
   * is there or not.
   *
   * @param outputs where to write what {@code outputs-safe} is to do; null for nowhere.
   * @throws IOException when something cannot be opened, or a device does not answer; says what,
   *     and nothing stays open.
   * @throws IllegalArgumentException when the configuration has no workers.
   */
  public static WorkerNode start(GatewayPlan plan, Placement placement, @Nullable Path outputs)
      throws IOException {
    WorkersConfig workers = plan.config().workers();
    if (workers == null) {
      throw new IllegalArgumentException(
          "workers: expected the socket to join the router over, got nothing");
    }
    // NIO: a worker asks nothing of its peer, and needs no native library for the link
    WorkerNode node = new WorkerNode(workers.socket(), NettyLoops.startNio("net", 1));
    try {
      node.open(plan, placement, workers, outputs);
      return node;
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void open(
      GatewayPlan plan, Placement placement, WorkersConfig workers, @Nullable Path outputs)
      throws IOException {
    NettyConnector connector = new NettyConnector(loops, WorkerLink.connector(workers));
    Things started = Things.start(plan, placement, connector, WorkerLink.RETRY_MAX, outputs);
    things = started;
    started.addTo(health);
    health.add("event loop", loops::probe);
    requireStarted();
    if (started.names().isEmpty()) {
      log.info("nothing to do: the configuration has no {}", placement.words());
    }
  }

  /** A device switches its outputs to safe in its first task; what runs after that is after it. */
  private void requireStarted() throws IOException {
    List<String> silent = health.silent(START_MAX).join();
    if (!silent.isEmpty()) {
      throw new IOException(
          "not started within %d s: %s"
              .formatted(START_MAX.toSeconds(), String.join(", ", silent)));
    }
  }

  @Override
  public List<String> addresses() {
    return List.of(
        "things=" + (things == null ? "" : String.join(",", things.names())),
        "router=unix:" + socket);
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public String status() {
    Things running = things;
    return running == null
        ? "starting"
        : "%d things, %d joined".formatted(running.names().size(), running.joined());
  }

  @Override
  public void close() {
    if (things != null) {
      things.close();
    }
    loops.close();
  }
}
