package io.junctor.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Action;
import io.junctor.router.Decision;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.RouterLimits;
import io.junctor.store.DirectoryFiles;
import io.junctor.store.Outbox;
import io.junctor.store.StoreLimits;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Topics that the cloud does not take at the moment. */
  private final Set<String> closed = ConcurrentHashMap.newKeySet();

  private final Node cloud = new Node(Journal.NONE, this::decide, smallPayloads());
  private final CuttableConnector line = new CuttableConnector(cloud.connector());
  private Outbox outbox;
  private Node edge;
  private Uplink uplink;

  private Decision decide(SessionDetails session, Action action, String uri, MatchPolicy match) {
    return action == Action.PUBLISH && closed.contains(uri)
        ? new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "closed for now")
        : new Decision.Allow(Disclosure.ALWAYS);
  }

  private static RouterLimits smallPayloads() {
    RouterLimits all = RouterLimits.DEFAULT;
    return new RouterLimits(
        all.sessionsMax(),
        all.subscriptionsPerSessionMax(),
        all.registrationsPerSessionMax(),
        all.pendingCallsPerSessionMax(),
        all.testamentsPerSessionMax(),
        all.testamentBytesPerSessionMax(),
        all.definitionsPerSessionMax(),
        all.definitionBytesPerSessionMax(),
        all.retainedEventsMax(),
        all.retainedBytesMax(),
        all.heldBytesMax(),
        1000,
        all.optionsBytesMax(),
        all.waitingMessagesPerSessionMax(),
        all.waitingBytesPerSessionMax(),
        all.answerTimeout());
  }

  @BeforeEach
  void open() throws IOException {
    reopen(StoreLimits.DEFAULT);
  }

  private void reopen(StoreLimits limits) throws IOException {
    outbox = Outbox.open(new DirectoryFiles(directory), limits, 7);
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
    List<CompletionStage<OptionalLong>> published = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      published.add(fridge.session.publish(TOPIC, Dict.of("acknowledge", true), Peer.args(i)));
    }
    published.forEach(Peer::await);
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
  void aDurableEventKeepsTheAttributesOfAPayloadThatOnlyTheEndsCanRead() {
    // Given
    UplinkFixture.awaitOnline(uplink);
    Peer.Inbox inbox = cloud.peer("recorder").subscribe("com.example.edge.log.");
    // When
    edge.peer("fridge").publish(TOPIC, Dict.of("ppt_scheme", "x_example"), Peer.args("opaque"));
    // Then
    assertEquals("x_example", inbox.next().details().string("ppt_scheme"));
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
  void whatIsRefusedForNowWaitsAndTheStateSaysWhy() {
    // Given
    UplinkFixture.awaitOnline(uplink);
    Peer.Inbox inbox = cloud.peer("recorder").subscribe("com.example.edge.log.");
    Peer fridge = edge.peer("fridge");
    closed.add(TOPIC);
    // When
    fridge.publish(TOPIC, 1);
    Awaitility.await().until(() -> uplink.state().value() == LinkState.Value.DEGRADED);
    fridge.publish(TOPIC, 2);
    // Then
    assertEquals(
        TOPIC + " is refused: wamp.error.not_authorized: closed for now", uplink.state().reason());
    inbox.expectNothing();
    closed.clear();
    assertEquals(1L, inbox.value());
    assertEquals(2L, inbox.value());
    UplinkFixture.awaitOnline(uplink);
    awaitBacklog(0);
  }

  @Test
  void whatCanNeverBeTakenIsCountedAndLeftBehind() {
    // Given
    UplinkFixture.awaitOnline(uplink);
    Peer.Inbox inbox = cloud.peer("recorder").subscribe("com.example.edge.log.");
    Peer fridge = edge.peer("fridge");
    // When
    fridge.publish(TOPIC, "x".repeat(2000));
    fridge.publish(TOPIC, "small");
    // Then
    assertEquals("small", inbox.value());
    awaitBacklog(0);
    assertEquals(1, uplink.state().refused());
  }

  @Test
  void whatWasDroppedIsToldBeforeWhatFollowsIt() throws IOException {
    // Given: a store that is full soon
    uplink.close();
    edge.close();
    outbox.close();
    reopen(
        StoreLimits.DEFAULT
            .withBytesMax(2L * StoreLimits.DEFAULT.segmentBytes())
            .with(StoreLimits.WhenFull.DROP_OLDEST));
    UplinkFixture.awaitOnline(uplink);
    Peer.Inbox inbox = cloud.peer("recorder").subscribe("com.example.edge.");
    line.cut();
    UplinkFixture.awaitOffline(uplink);
    Peer fridge = edge.peer("fridge");
    List<CompletionStage<OptionalLong>> published = new ArrayList<>();
    for (int i = 1; i <= 900; i++) {
      published.add(
          fridge.session.publish(
              TOPIC, Dict.of("acknowledge", true), Peer.args(i, "x".repeat(800))));
    }
    published.forEach(Peer::await);
    // When
    line.mend();
    // Then
    Event gap = inbox.next(UplinkFixture.ID + ".gap");
    long missing = ((Number) Peer.VALUES.kwargs(gap.payload()).get("missing")).longValue();
    assertTrue(missing > 100 && missing < 900, "missing: " + missing);
    for (long i = missing + 1; i <= 900; i++) {
      Event event = inbox.next(TOPIC);
      assertEquals(i, Peer.VALUES.args(event.payload()).getFirst());
    }
    assertEquals(missing + 1, gap.details().dict("_junctor_before").integer("seq", 0));
    awaitBacklog(0);
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
