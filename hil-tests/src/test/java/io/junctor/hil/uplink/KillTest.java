package io.junctor.hil.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.node.GatewayNode;
import io.junctor.app.node.GatewayPlan;
import io.junctor.hil.harness.TempFiles;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The edge is killed (SIGKILL) under load, again and again: what it acknowledged arrives in the
 * cloud, once and in order.
 */
class KillTest {

  private static final int CYCLES = Integer.getInteger("junctor.kill.cycles", 20);

  /** The control needs few: a window of publications is on its way at each kill. */
  private static final int CONTROL_CYCLES = 4;

  private static final int LIFE_MILLIS_MIN = 200;
  private static final int LIFE_MILLIS_MAX = 1_200;

  private static final Logger LOG = Logger.getLogger("io.junctor"); // kept: loggers are forgotten

  private final NettyLoops loops = NettyLoops.start("kill-test", 2);
  private final Random random = new Random(1);
  private Path directory;
  private GatewayNode cloud;
  private Recorder recorder;
  private Publisher publisher;

  @BeforeEach
  void start() throws Exception {
    LOG.setLevel(Level.SEVERE);
    directory = Files.createTempDirectory("junctor-kill");
    cloud = GatewayNode.start(GatewayPlan.parse("cloud.yaml", CLOUD));
    String url = address("websocket=");
    recorder = new Recorder();
    recorder.join(loops, url, "recorder", cloud.access().newTicket("recorder", "recorder"));
    publisher = new Publisher(loops, "publisher", "correct horse");
    Files.writeString(directory.resolve("ticket"), cloud.access().newTicket("edge", "edge"));
    String hash =
        TicketHash.of("correct horse", new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN)
            .toText();
    Files.writeString(
        directory.resolve("junctor.yaml"), EDGE.formatted(hash, url, directory, directory));
  }

  @AfterEach
  void stop() {
    cloud.close();
    loops.close();
    TempFiles.delete(directory);
  }

  private static final String CLOUD =
      """
      site: com.example.cloud
      drivers: sim
      listen:
        - {kind: websocket, address: "127.0.0.1:0"}
      roles:
        recorder:
          - {uri: com.example.edge., match: prefix, allow: [subscribe]}
        edge:
          - {uri: com.example.edge., match: prefix, allow: [publish, forward]}
          - {uri: wamp.session.add_testament, allow: [call]}
      """;

  private static final String EDGE =
      """
      site: com.example.edge
      drivers: sim
      listen:
        - {kind: rawsocket, address: "127.0.0.1:0"}
      roles:
        publisher:
          - {uri: com.example.edge., match: prefix, allow: [publish]}
      principals:
        publisher: {role: publisher, ticket: "%s"}
      uplink:
        url: %s
        authid: edge
        ticketFile: %s/ticket
        toRemote:
          events:
            - {uri: com.example.edge., match: prefix}
        durable:
          - {uri: com.example.edge.log., match: prefix}
        store:
          directory: %s/outbox
      """;

  private String address(String key) {
    return cloud.addresses().stream()
        .filter(address -> address.startsWith(key))
        .map(address -> address.substring(key.length()))
        .findFirst()
        .orElseThrow();
  }

  private void killUnderLoad(int cycles, boolean eager) throws Exception {
    for (int cycle = 0; cycle < cycles; cycle++) {
      EdgeProcess edge = EdgeProcess.start(directory, eager);
      int life = random.nextInt(LIFE_MILLIS_MIN, LIFE_MILLIS_MAX);
      publisher.publish(edge.url(), life, edge::kill);
    }
  }

  /** Lets the edge deliver what it has; what then is missing is lost. */
  private Set<Long> missingAfterDelivery(boolean eager) throws Exception {
    EdgeProcess edge = EdgeProcess.start(directory, eager);
    try {
      Awaitility.await()
          .atMost(java.time.Duration.ofSeconds(eager ? 5 : 30))
          .until(() -> recorder.missing(publisher.acknowledged()).isEmpty());
    } catch (ConditionTimeoutException e) {
      // they are counted below
    } finally {
      edge.kill();
    }
    return recorder.missing(publisher.acknowledged());
  }

  @Test
  void whatWasAcknowledgedArrivesOnceAndInOrder() throws Exception {
    // When
    killUnderLoad(CYCLES, false);
    Set<Long> missing = missingAfterDelivery(false);
    // Then
    assertEquals(List.of(), recorder.wrong());
    assertEquals(Set.of(), missing, recorder.figures());
    assertTrue(publisher.acknowledged().size() > CYCLES * 20, recorder.figures());
    assertEquals("", publisher.refusal());
    System.err.printf(
        "kill -9: %d cycles, %d acknowledged; %s%n",
        CYCLES, publisher.acknowledged().size(), recorder.figures());
  }

  // The negative control: kill -9 leaves the page cache, so what must be found out is a journal
  // that confirms before it has written.
  @Test
  void aJournalThatConfirmsTooEarlyIsFoundOut() throws Exception {
    // When
    killUnderLoad(CONTROL_CYCLES, true);
    Set<Long> missing = missingAfterDelivery(true);
    // Then
    assertFalse(missing.isEmpty(), recorder.figures());
    System.err.printf(
        "kill -9, control: %d of %d acknowledged are lost%n",
        missing.size(), publisher.acknowledged().size());
  }
}
