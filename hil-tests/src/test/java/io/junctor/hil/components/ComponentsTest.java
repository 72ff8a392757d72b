package io.junctor.hil.components;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.NodeProject;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.Tools;
import io.junctor.hil.harness.Wiring;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.TopicWatch;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A Python script and a Node program as components of the packaged gateway. */
@TestInstance(Lifecycle.PER_CLASS)
class ComponentsTest {

  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String COUNTER = Site.SITE + ".counter.";

  private GatewayProcess gateway;

  @BeforeAll
  void startGateway() {
    Path python = Path.of("/usr/bin/python3"); // where Debian's Autobahn is
    Tools.require(python.toFile().canExecute(), "needs python3: apt-get install python3-autobahn");
    NodeProject node = NodeProject.in(Path.of("clients/js"));
    String components =
        """
        counter:
          command: [%s, %s]
          role: member
          directory: /tmp
        shouter:
          command: ["%s"]
          role: member
          memoryMegabytes: 4096 # V8 reserves much more than it uses
        stranger:
          command: [/bin/false]
          role: member
        """
            .formatted(
                python,
                Path.of("clients/components/counter.py").toAbsolutePath(),
                String.join("\", \"", node.script("shouter.js")));
    gateway = GatewayProcess.start(Site.create(), Wiring.components(components));
  }

  @AfterAll
  void stopGateway() {
    gateway.close();
  }

  private Peer peer() {
    return peer(gateway);
  }

  private static Peer peer(GatewayProcess of) {
    Wire wire = new Wire(LinkKind.WEBSOCKET, Format.JSON);
    return new Peer(of.open(wire), wire).join(Site.REALM, of.site().memberTicket());
  }

  /** Calls until it is there. */
  private static Object call(Peer peer, String procedure, Object... arguments) {
    long end = System.nanoTime() + LONG.toNanos();
    while (true) {
      peer.call(procedure, arguments);
      Message answer = peer.receive(Message.class);
      if (answer instanceof Result result) {
        return peer.args(result).getFirst();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(procedure + ": " + answer);
      }
      await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    }
  }

  @Test
  void aScriptInPythonJoinsWithAnIdentityOfItsOwn() {
    try (Peer peer = peer()) {
      assertEquals("counter member", call(peer, COUNTER + "who"));
    }
  }

  @Test
  void aProgramInNodeJoinsTheSameWay() {
    try (Peer peer = peer()) {
      assertEquals("HALLO", call(peer, Site.SITE + ".shouter.shout", "hallo"));
    }
  }

  @Test
  void oneThatDiesIsStartedAgainAndSaysSo() {
    try (Peer peer = peer();
        Peer watcher = peer();
        TopicWatch status = TopicWatch.of(watcher, Site.SITE + ".components.counter.status")) {
      call(peer, COUNTER + "next");
      Object first =
          status.until("running", event -> "running".equals(event.get("value"))).get("pid");
      // When
      peer.call(COUNTER + "die");
      ErrorMessage gone = peer.receive(ErrorMessage.class);
      // Then
      assertEquals("wamp.error.canceled", gone.error());
      status.until("why", event -> "exit status 7".equals(event.get("reason")));
      Map<String, Object> again =
          status.until("running", event -> "running".equals(event.get("value")));
      assertNotEquals(first, again.get("pid"));
      assertEquals(1L, ((Number) call(peer, COUNTER + "next")).longValue());
    }
  }

  @Test
  void oneThatCannotStayIsReportedAndDisturbsNobody() {
    try (Peer watcher = peer();
        TopicWatch status = TopicWatch.of(watcher, Site.SITE + ".components.stranger.status")) {
      Map<String, Object> waiting =
          status.until("waiting", event -> "waiting".equals(event.get("value")));
      assertEquals("exit status 1", waiting.get("reason"));
    }
  }

  @Test
  void whatAProgramPrintsIsInTheGatewaysLogAndItsTicketIsNot() {
    try (Peer peer = peer()) {
      call(peer, COUNTER + "who");
      String log = gateway.logTail();
      assertTrue(log.contains("component=counter the counter is there"), log);
      assertFalse(log.contains("JUNCTOR_TICKET"), log);
    }
  }

  @Test
  void theyEndWithTheGateway() {
    String components = "sleeper: {command: [/bin/sleep, \"4242\"], role: member}";
    GatewayProcess other = GatewayProcess.start(Site.create(), Wiring.components(components));
    List<ProcessHandle> sleepers;
    try (Peer watcher = peer(other);
        TopicWatch status = TopicWatch.of(watcher, Site.SITE + ".components.sleeper.status")) {
      Map<String, Object> running =
          status.until("running", event -> "running".equals(event.get("value")));
      long pid = ((Number) running.get("pid")).longValue();
      sleepers = ProcessHandle.of(pid).stream().toList();
      assertEquals(1, sleepers.size());
    }
    // When
    other.close();
    // Then
    assertFalse(sleepers.getFirst().isAlive());
  }
}
