package io.junctor.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.store.DirectoryFiles;
import io.junctor.store.Outbox;
import io.junctor.store.StoreLimits;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableTest {

  private static final String TOPIC = "com.example.edge.log.level";
  private static final Predicate<String> DURABLE =
      topic -> topic.startsWith("com.example.edge.log.");

  @TempDir private Path directory;

  private final Node cloud = new Node();
  private final CuttableConnector line = new CuttableConnector(cloud.connector());
  private Outbox outbox;
  private Node edge;
  private Uplink uplink;

  @BeforeEach
  void open() throws IOException {
    outbox = Outbox.open(new DirectoryFiles(directory), StoreLimits.DEFAULT, 7);
    edge = new Node(outbox.journal(DURABLE));
    UplinkSettings.Side side =
        new UplinkSettings.Side(Node.REALM, OpenAuthenticator.local("uplink"));
    UplinkSettings settings =
        new UplinkSettings(
            UplinkFixture.ID, side, side, UplinkFixture.EDGE_TOPICS, Rules.NONE, DURABLE);
    uplink = Uplink.start(settings, edge.connector(), line, outbox);
  }

  @AfterEach
  void close() {
    uplink.close();
    edge.close();
    outbox.close();
    cloud.close();
  }

  private void awaitBacklog(long records) {
    Awaitility.await().untilAsserted(() -> assertEquals(records, uplink.state().backlog()));
  }

  @Test
  void whatWasPublishedWhileTheLineWasDownArrivesInOrderWithItsTime() {
    // Given
    UplinkFixture.awaitOnline(uplink);
    Peer.Inbox inbox = cloud.peer("recorder").subscribe("com.example.edge.log.");
    Peer fridge = edge.peer("fridge");
    fridge.publish(TOPIC, 0);
    Event live = inbox.next();
    awaitBacklog(0);
    line.cut();
    UplinkFixture.awaitOffline(uplink);
    for (int i = 1; i <= 200; i++) {
      fridge.publish(TOPIC, i);
    }
    assertEquals(200, uplink.state().backlog());
    // When
    line.mend();
    // Then
    List<Object> values = new ArrayList<>();
    Event last = live;
    for (int i = 1; i <= 200; i++) {
      last = inbox.next();
      assertTrue(last.details().bool("_junctor_replayed", false));
      values.add(Peer.VALUES.args(last.payload()).getFirst());
    }
    assertEquals(LongStream.rangeClosed(1, 200).boxed().toList(), values);
    assertFalse(live.details().bool("_junctor_replayed", false));
    assertNotNull(last.details().string("_junctor_time"));
    assertEquals(201, last.details().dict("_junctor_record").integer("seq", 0));
    assertEquals("0000000000000007", last.details().dict("_junctor_record").string("store"));
    Dict hop = (Dict) last.details().list("forward_for").getFirst();
    assertEquals("fridge", hop.string("authid"));
    awaitBacklog(0);
  }

  @Test
  void whatTheOtherSideHasIsNotSentAgainByTheNextRun() throws IOException {
    // Given
    UplinkFixture.awaitOnline(uplink);
    Peer.Inbox inbox = cloud.peer("recorder").subscribe("com.example.edge.log.");
    edge.peer("fridge").publish(TOPIC, 1);
    assertEquals(1L, inbox.value());
    uplink.close();
    edge.close();
    outbox.close();
    // When
    open();
    edge.peer("fridge").publish(TOPIC, 2);
    // Then
    assertEquals(2L, inbox.value());
  }

  @Test
  void aDurableTopicCrossesOnceAndARetainedOneStaysRetained() {
    // Given
    UplinkFixture.awaitOnline(uplink);
    Peer.Inbox inbox = cloud.peer("recorder").subscribe("com.example.edge.log.");
    // When
    edge.peer("fridge").publish(TOPIC, Dict.of("retain", true), Peer.args(1));
    edge.peer("fridge").publish(TOPIC, 2);
    // Then
    assertEquals(1L, inbox.value());
    assertEquals(2L, inbox.value());
    assertEquals(1L, cloud.peer("late").subscribe(TOPIC).value());
  }

  @Test
  void whatIsMeantForSomebodyHereDoesNotCross() {
    // Given
    UplinkFixture.awaitOnline(uplink);
    Peer.Inbox inbox = cloud.peer("recorder").subscribe("com.example.edge.log.");
    Peer fridge = edge.peer("fridge");
    // When
    fridge.publish(TOPIC, Dict.of("eligible_authid", List.of("anna")), Peer.args("for anna"));
    fridge.publish(TOPIC, Dict.of("exclude_authid", List.of("uplink")), Peer.args("not for you"));
    fridge.publish(TOPIC, "for all");
    // Then
    assertEquals("for all", inbox.value());
    awaitBacklog(0);
  }
}
