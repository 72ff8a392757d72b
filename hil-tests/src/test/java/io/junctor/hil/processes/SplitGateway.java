package io.junctor.hil.processes;

import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.harness.Wiring;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.TopicWatch;
import io.junctor.hil.peer.WebSocketLink;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A router and a worker of the packaged product, each in a process of its own, over one
 * configuration in a new directory. One thread.
 */
final class SplitGateway implements AutoCloseable {

  private static final Wire WEBSOCKET = new Wire(LinkKind.WEBSOCKET, Format.JSON);
  private static final Pattern WEBSOCKET_ADDRESS = Pattern.compile("websocket=(\\S+)");

  private final Site site = Site.create();
  private final Path directory;
  private final boolean isNetwork;
  private @Nullable ProductProcess router;
  private @Nullable ProductProcess worker;

  private SplitGateway(Path directory, boolean isNetwork) {
    this.directory = directory;
    this.isNetwork = isNetwork;
  }

  /**
   * Writes the configuration; nothing runs yet.
   *
   * @param workerUser the number of the user whose processes may be the things.
   */
  static SplitGateway of(Wiring wiring, long workerUser) throws IOException {
    return of(wiring, workerUser, false);
  }

  /** The same with a worker for the things that are reached over the network. */
  static SplitGateway ofNetwork(Wiring wiring, long workerUser) throws IOException {
    return of(wiring, workerUser, true);
  }

  private static SplitGateway of(Wiring wiring, long workerUser, boolean isNetwork)
      throws IOException {
    // short: a Unix socket's path has 107 bytes at most
    SplitGateway gateway = new SplitGateway(Files.createTempDirectory("junctor-split"), isNetwork);
    Files.writeString(gateway.config(), gateway.yaml(wiring, workerUser));
    return gateway;
  }

  /** The number of the user that the tests run as. */
  static long ownUser() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String yaml(Wiring wiring, long workerUser) {
    return """
    site: %s
    drivers: %s
    listen:
      - {kind: websocket, address: "127.0.0.1:0"}
    roles:
      member:
        - {uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}
    principals:
      member: {role: member, ticket: "%s", keys: ["%s"]}
    workers: {socket: %s, %s: ["%d"]}
    things:
    %s"""
        .formatted(
            Site.SITE,
            wiring.drivers(),
            Dist.hashTicket(site.memberTicket().ticket()),
            site.member().publicHex(),
            socket(),
            isNetwork ? "network" : "devices",
            workerUser,
            wiring.things().indent(2));
  }

  private Path config() {
    return directory.resolve("junctor.yaml");
  }

  Path directory() {
    return directory;
  }

  /** The socket between router and worker. */
  Path socket() {
    return directory.resolve("workers.sock");
  }

  /** What the worker writes for {@code outputs-safe}. */
  Path outputs() {
    return directory.resolve("outputs");
  }

  ProductProcess startRouter() throws IOException {
    return startRouter(Map.of());
  }

  ProductProcess startRouter(Map<String, String> environment) throws IOException {
    router = ProductProcess.start(directory, environment, "router", "-c", config().toString());
    return router;
  }

  ProductProcess startWorker() throws IOException {
    return startWorker(Map.of());
  }

  ProductProcess startWorker(Map<String, String> environment) throws IOException {
    return startWorker(environment, List.of());
  }

  /**
   * A worker as the unit starts it: what is started is its guard, and the worker is its child.
   *
   * @param holdMillis how long the guard keeps the lines of a dead worker.
   */
  ProductProcess startGuardedWorker(OutputsSafe safe, int holdMillis) throws IOException {
    String program = safe.program().toString();
    return startWorker(
        Map.of(),
        List.of(program, "--guard", outputs().toString(), "--hold", "" + holdMillis, "--"));
  }

  private ProductProcess startWorker(Map<String, String> environment, List<String> wrapper)
      throws IOException {
    List<String> words =
        new ArrayList<>(List.of("worker", "-c", config().toString(), "--outputs", "" + outputs()));
    if (isNetwork) {
      words.add("--network");
    }
    worker = ProductProcess.start(directory, environment, wrapper, words.toArray(String[]::new));
    return worker;
  }

  /** Ends the worker, or its guard and with it the worker, if one was started. */
  void killWorker() {
    if (worker != null) {
      worker.kill();
    }
  }

  /** Joins the router as a person. */
  Peer join() {
    return new Peer(WebSocketLink.open(websocket(), WEBSOCKET.format()), WEBSOCKET)
        .join(Site.REALM, site.member());
  }

  private URI websocket() {
    Matcher address = WEBSOCKET_ADDRESS.matcher(running(router).readyLine());
    if (!address.find()) {
      throw new AssertionError("expected websocket= in " + running(router).readyLine());
    }
    return URI.create(address.group(1));
  }

  /** Where it answers HTTP, such as {@code http://127.0.0.1:8080}. */
  URI http() {
    return URI.create("http://" + websocket().getAuthority());
  }

  TopicWatch watch(String topic) {
    return TopicWatch.of(join(), topic);
  }

  /** Waits until a thing says that it is as wanted. */
  void awaitStatus(String thing, String availability) {
    try (TopicWatch status = watch(Site.SITE + "." + thing + ".status")) {
      status.until(availability, kwargs -> availability.equals(kwargs.get("value")));
    }
  }

  /** Calls a procedure of the site and returns the keyword arguments of its result. */
  Map<String, Object> call(String procedure, Object... args) {
    try (Peer peer = join()) {
      peer.call(Site.SITE + "." + procedure, args);
      return peer.kwargs(peer.receive(Result.class));
    }
  }

  /** Both logs, for failures. */
  String logs() {
    return (router == null ? "" : "router:\n" + router.logTail())
        + (worker == null ? "" : "\nworker:\n" + worker.logTail());
  }

  private static ProductProcess running(@Nullable ProductProcess process) {
    if (process == null) {
      throw new AssertionError("it was not started");
    }
    return process;
  }

  @Override
  public void close() {
    killWorker();
    if (router != null) {
      router.kill();
    }
    TempFiles.delete(directory);
  }
}
