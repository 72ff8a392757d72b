package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Journal;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishers that send faster than readers read, on real threads. */
class FloodTest {

  private static final String REALM = TestServer.REALM;
  private static final String TOPIC = "com.example.topic";

  /** Many times what may wait anywhere on the way. */
  private static final int COUNT = 20_000;

  /** Long for a machine that is busy: who reads at all is never given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private RouterServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  @BeforeEach
  void start() {
    start(PATIENCE);
  }

  @Test
  void whoReadsGetsEverythingHoweverFastOthersPublish() throws Exception {
    // Given
    TestPeer first = subscriber();
    TestPeer second = subscriber();
    TestPeer publisher = TestPeer.joined(server.localConnector(), REALM);
    // When
    publish(publisher, Dict.EMPTY);
    // Then
    expectAll(first);
    expectAll(second);
    assertEquals(0, server.droppedEvents());
  }

  @Test
  void whoReadsGetsEverythingAlsoWhenSomebodyElseDoesNot() throws Exception {
    // Given
    server.close();
    start(Duration.ofMillis(100));
    TestPeer stalled = subscriber();
    stalled.gate = new CountDownLatch(1);
    TestPeer healthy = subscriber();
    TestPeer publisher = TestPeer.joined(server.localConnector(), REALM);
    // When
    publish(publisher, Dict.EMPTY);
    // Then
    expectAll(healthy);
    assertTrue(server.droppedEvents() > 0);
    stalled.gate.countDown();
  }

  @Test
  void whatAPublisherSentBeforeItsLinkEndedStillArrives() throws Exception {
    // Given
    TestPeer subscriber = subscriber();
    TestPeer publisher = TestPeer.joined(server.localConnector(), REALM);
    // When
    publish(publisher, Dict.EMPTY);
    publisher.transport.close(CloseCause.NORMAL);
    // Then
    expectAll(subscriber);
  }

  @Test
  void twoThatFloodEachOtherBothGetEverything() throws Exception {
    // Given
    TestPeer one = subscriber();
    TestPeer other = subscriber();
    // When
    Thread flood = Thread.ofVirtual().start(() -> publish(one, Dict.EMPTY));
    publish(other, Dict.EMPTY);
    flood.join();
    // Then
    expectAll(one);
    expectAll(other);
  }

  @Test
  void whoFloodsItselfGetsEverything() throws Exception {
    // Given
    TestPeer peer = subscriber();
    // When
    publish(peer, Dict.of("exclude_me", false));
    // Then
    expectAll(peer);
  }

  @Test
  void acknowledgementsOfWhoIsHeldBackComeLaterAndInOrder() throws Exception {
    // Given
    TestPeer subscriber = subscriber();
    TestPeer publisher = TestPeer.joined(server.localConnector(), REALM);
    // When
    publish(publisher, Dict.of("acknowledge", true));
    // Then
    for (int i = 1; i <= COUNT; i++) {
      assertEquals(i, publisher.expect(Published.class).request());
    }
    expectAll(subscriber);
  }

  private void start(Duration patience) {
    OutboxLimits outbox = new OutboxLimits(64, 1 << 20, 1 << 24, patience);
    server = TestServer.start(TestServer.limits(outbox), Journal.NONE, "com.");
  }

  private TestPeer subscriber() throws Exception {
    TestPeer peer = TestPeer.joined(server.localConnector(), REALM);
    peer.send(new Subscribe(1, Dict.EMPTY, TOPIC));
    peer.expect(Subscribed.class);
    return peer;
  }

  private static void publish(TestPeer publisher, Dict options) {
    for (int i = 1; i <= COUNT; i++) {
      Payload payload = Serializers.of(Format.JSON).payload(List.of(i), Map.of());
      publisher.send(new Publish(i, options, TOPIC, payload));
    }
  }

  private static void expectAll(TestPeer subscriber) throws InterruptedException {
    for (long i = 1; i <= COUNT; i++) {
      Event event = subscriber.expect(Event.class);
      assertEquals(List.of(i), Serializers.of(Format.JSON).args(event.payload()));
    }
  }
}
