package io.junctor.hil.uplink;

import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.peer.Credentials;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketHash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The packaged product twice: a cloud router and the edge gateway whose uplink leads to it, a
 * process each, joined by TLS and cryptosign. Tests reach both through Unix sockets, which know no
 * network namespaces.
 *
 * <p>Everything below {@code com.example.edge.} is the edge's and below {@code com.example.cloud.}
 * the cloud's; {@code com.example.edge.log.} is durable.
 */
final class TwoRouters implements AutoCloseable {

  static final String STATUS = "com.example.edge.uplink.status";

  /** Who may do everything below {@code com.example.} at both. */
  static final String AUTHID = "anna";

  static final String TICKET = "correct horse";

  /** An address of this machine that everybody has. */
  static final String LOOPBACK = "127.0.0.1";

  private final NettyLoops loops = NettyLoops.start("two-routers", 1);
  private final Path directory;
  private final Line line;
  private final String hash;
  private @Nullable ProductProcess cloud;
  private @Nullable ProductProcess edge;

  private TwoRouters(Path directory, Line line) {
    this.directory = directory;
    this.line = line;
    this.hash =
        TicketHash.of(TICKET, new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN).toText();
  }

  /**
   * Writes what the cloud needs; nothing runs yet.
   *
   * @param address where the cloud router listens, an IP address.
   */
  static TwoRouters of(Line line, String address) throws IOException {
    // short: a Unix socket's path has 107 bytes at most
    Path directory = Files.createTempDirectory("junctor-line");
    TwoRouters routers = new TwoRouters(directory, line);
    Certificate certificate = Certificate.ofCloud();
    Credentials.Key key = Credentials.Key.generate("edge");
    Files.writeString(directory.resolve("edge.key"), key.seedHex());
    Files.writeString(
        directory.resolve("cloud.yaml"),
        CLOUD.formatted(
            line.kind(),
            address,
            certificate.certificate(),
            certificate.key(),
            directory,
            key.publicHex(),
            routers.hash));
    return routers;
  }

  private static final String CLOUD =
      """
      site: com.example.cloud
      drivers: sim
      listen:
        - {kind: %s, address: "%s:0", tls: {certificate: %s, key: %s}}
        - {kind: unix, path: %s/cloud.sock}
      roles:
        edge:
          - {uri: com.example.edge., match: prefix, allow: [publish, register, forward]}
          - {uri: com.example.cloud., match: prefix, allow: [call, subscribe, forward]}
          - {uri: wamp.session.add_testament, allow: [call]}
        member:
          - {uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}
      principals:
        edge: {role: edge, keys: ["%s"]}
        anna: {role: member, ticket: "%s"}
      """;

  private static final String EDGE =
      """
      site: com.example.edge
      drivers: sim
      listen:
        - {kind: unix, path: %s/edge.sock}
      roles:
        member:
          - {uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}
      principals:
        anna: {role: member, ticket: "%s"}
      uplink:
        url: %s
        authid: edge
        key: %s/edge.key
        authorities: %s
        toRemote:
          events: [{uri: com.example.edge., match: prefix}]
          calls: [{uri: com.example.cloud., match: prefix}]
        fromRemote:
          events: [{uri: com.example.cloud., match: prefix}]
          calls: [{uri: com.example.edge., match: prefix}]
        durable:
          - {uri: com.example.edge.log., match: prefix}
        store: {directory: %s/outbox}
      """;

  /**
   * Starts the cloud router.
   *
   * @param wrapper what puts it where it belongs; empty for here.
   * @return the port of its listener for edges.
   */
  int startCloud(List<String> wrapper) throws IOException {
    cloud = start("cloud", "cloud.yaml", wrapper);
    Pattern address = Pattern.compile(line.kind() + "=(\\S+)");
    Matcher found = address.matcher(cloud.readyLine());
    if (!found.find()) {
      throw new AssertionError("expected %s in %s".formatted(address, cloud.readyLine()));
    }
    return URI.create(found.group(1)).getPort();
  }

  /** Starts the edge with an uplink to an address; does not wait for the line. */
  void startEdge(List<String> wrapper, String host, int port) throws IOException {
    Files.writeString(
        directory.resolve("edge.yaml"),
        EDGE.formatted(
            directory,
            hash,
            line.url(host, port),
            directory,
            Certificate.ofCloud().certificate(),
            directory));
    edge = start("run", "edge.yaml", wrapper);
  }

  private ProductProcess start(String command, String config, List<String> wrapper)
      throws IOException {
    String file = directory.resolve(config).toString();
    return ProductProcess.start(directory, Map.of(), wrapper, command, "-c", file);
  }

  /** Has the edge try at once to bring the line up, however long it would have waited. */
  void tryNow() throws IOException {
    Client client = atEdge();
    client.call("com.example.edge.uplink.enabled.set", true);
    client.close();
  }

  /** Sends SIGKILL to the cloud router. */
  void killCloud() {
    running(cloud).kill();
  }

  /** Where the cloud router is reached from here. */
  String cloudUrl() {
    return "unix:" + directory.resolve("cloud.sock");
  }

  /** Where the edge is reached from here. */
  String edgeUrl() {
    return "unix:" + directory.resolve("edge.sock");
  }

  /** A new session at the cloud router. */
  Client atCloud() throws IOException {
    return Client.join(loops, cloudUrl(), AUTHID, TICKET);
  }

  /** A new session at the edge. */
  Client atEdge() throws IOException {
    return Client.join(loops, edgeUrl(), AUTHID, TICKET);
  }

  /** Waits until the edge says that the line is up. */
  void awaitUp() throws IOException {
    Client client = atEdge();
    client.subscribe(STATUS, "exact").untilValue("online");
    client.close();
  }

  /** Both logs, for failures. */
  String logs() {
    return "cloud:\n" + running(cloud).logTail() + "\nedge:\n" + running(edge).logTail();
  }

  private static ProductProcess running(@Nullable ProductProcess process) {
    if (process == null) {
      throw new AssertionError("it was not started");
    }
    return process;
  }

  @Override
  public void close() {
    loops.close();
    if (edge != null) {
      edge.kill();
    }
    if (cloud != null) {
      cloud.kill();
    }
    TempFiles.delete(directory);
  }
}
