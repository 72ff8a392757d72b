package io.junctor.hil.uplink;

import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.TempFiles;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Routers in a ring, a process each, every one with an uplink to the next: what nobody wants and
 * everybody builds once. Events and calls below {@code com.example.ring.} cross every line.
 *
 * <pre>
 *   0 ──uplink──► 1 ──uplink──► 2 ──uplink──► 0
 * </pre>
 */
final class Ring implements AutoCloseable {

  private static final String TICKET = "correct horse";

  private final NettyLoops loops = NettyLoops.start("ring", 1);
  private final Path directory;
  private final List<ProductProcess> routers = new ArrayList<>();

  private Ring(Path directory) {
    this.directory = directory;
  }

  private static final String ROUTER =
      """
      site: com.example.router%1$d
      drivers: sim
      listen:
        - {kind: unix, path: %2$s/%1$d.sock}
      roles:
        edge:
          - {uri: com.example.ring., match: prefix, allow: [publish, subscribe, call, register, forward]}
        member:
          - {uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}
      principals:
        edge: {role: edge, ticket: "%3$s"}
        anna: {role: member, ticket: "%3$s"}
      uplink:
        url: unix:%2$s/%4$d.sock
        authid: edge
        ticketFile: %2$s/ticket
        toRemote:
          events: [{uri: com.example.ring., match: prefix}]
        fromRemote:
          calls: [{uri: com.example.ring., match: prefix}]
      """;

  /** Starts so many and waits until every line is up. */
  static Ring of(int count) throws IOException {
    Ring ring = new Ring(Files.createTempDirectory("junctor-ring"));
    String hash =
        TicketHash.of(TICKET, new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN).toText();
    Files.writeString(ring.directory.resolve("ticket"), TICKET);
    try {
      for (int i = 0; i < count; i++) {
        Path config = ring.directory.resolve(i + ".yaml");
        int next = (i + 1) % count;
        Files.writeString(config, ROUTER.formatted(i, ring.directory, hash, next));
        ring.routers.add(
            ProductProcess.start(ring.directory, Map.of(), "run", "-c", config.toString()));
      }
      for (int i = 0; i < count; i++) {
        Client client = ring.at(i);
        String status = "com.example.router%d.uplink.status".formatted(i);
        client.subscribe(status, "exact").untilValue("online");
        client.close();
      }
    } catch (IOException | RuntimeException | Error e) {
      ring.close();
      throw e;
    }
    return ring;
  }

  /** A new session at a router. */
  Client at(int router) throws IOException {
    return Client.join(loops, "unix:" + directory.resolve(router + ".sock"), "anna", TICKET);
  }

  @Override
  public void close() {
    loops.close();
    routers.forEach(ProductProcess::kill);
    TempFiles.delete(directory);
  }
}
