package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Journal;
import io.junctor.router.JournalEntry;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.MissedEvents;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterServerTest {

  private static final String REALM = TestServer.REALM;
  private static final String TOPIC = "com.example.topic";

  private static final ServerLimits QUICK = TestServer.limits(OutboxLimits.DEFAULT);

  private RouterServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void twoSessionsOfTheProcessTalkThroughTheRouter() throws Exception {
    // Given
    start(QUICK, Journal.NONE);
    TestPeer subscriber = TestPeer.joined(server.localConnector(), REALM);
    TestPeer publisher = TestPeer.joined(server.localConnector(), REALM);
    subscribe(subscriber);
    // When
    publisher.send(publish(1, "hello"));
    // Then
    Event event = subscriber.expect(Event.class);
    assertEquals(List.of("hello"), Serializers.of(Format.JSON).args(event.payload()));
  }

  @Test
  void aRealmThatDoesNotExistIsRefused() throws Exception {
    // Given
    start(QUICK, Journal.NONE);
    TestPeer peer = TestPeer.connected(server.localConnector());
    // When
    peer.send(TestPeer.hello("elsewhere"));
    // Then
    assertEquals(ErrorUri.NO_SUCH_REALM, peer.expect(Abort.class).reason());
    assertEquals(CloseCause.PEER_CLOSED, peer.expectClosed());
  }

  @Test
  void whoDoesNotSayHelloInTimeIsClosed() throws Exception {
    // Given
    start(TestServer.limits(100, Duration.ofMillis(50), OutboxLimits.DEFAULT), Journal.NONE);
    // When
    TestPeer peer = TestPeer.connected(server.localConnector());
    // Then
    peer.expect(Abort.class);
    assertEquals(CloseCause.PEER_CLOSED, peer.expectClosed());
  }

  @Test
  void linksBeyondTheBoundAreClosedAtOnce() throws Exception {
    // Given
    start(TestServer.limits(1, Duration.ofSeconds(10), OutboxLimits.DEFAULT), Journal.NONE);
    TestPeer first = TestPeer.joined(server.localConnector(), REALM);
    // When
    TestPeer second = TestPeer.connected(server.localConnector());
    // Then
    assertEquals(CloseCause.PEER_CLOSED, second.expectClosed());
    first.send(new Subscribe(1, Dict.EMPTY, TOPIC));
    first.expect(Subscribed.class);
  }

  @Test
  void aLinkThatIsGoneLeavesNoTimerBehind() throws Exception {
    // Given
    start(QUICK, Journal.NONE);
    TestPeer peer = TestPeer.connected(server.localConnector());
    // When
    peer.transport.close(CloseCause.NORMAL);
    // Then
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (server.timer().size() > 0) {
      assertTrue(System.nanoTime() < deadline, "the timer stayed");
      Thread.onSpinWait();
    }
  }

  @Test
  void stoppingTheRouterSaysGoodbyeToEverybody() throws Exception {
    // Given
    start(QUICK, Journal.NONE);
    TestPeer peer = TestPeer.joined(server.localConnector(), REALM);
    CountDownLatch answered = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Goodbye goodbye = peer.expect(Goodbye.class);
                assertEquals(CloseUri.SYSTEM_SHUTDOWN, goodbye.reason());
                peer.send(new Goodbye(Dict.EMPTY, CloseUri.GOODBYE_AND_OUT));
                answered.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    // When
    server.close();
    // Then
    assertTrue(answered.await(1, TimeUnit.SECONDS));
    assertEquals(CloseCause.PEER_CLOSED, peer.expectClosed());
  }

  @Test
  void aReaderThatFallsBehindLosesTheOldestEventsAndIsToldHowMany() throws Exception {
    // Given
    start(
        TestServer.limits(
            10,
            Duration.ofSeconds(10),
            new OutboxLimits(50, 1 << 20, 1 << 30, Duration.ofMillis(20))),
        Journal.NONE);
    TestPeer slow = TestPeer.joined(server.localConnector(), REALM);
    TestPeer healthy = TestPeer.joined(server.localConnector(), REALM);
    TestPeer publisher = TestPeer.joined(server.localConnector(), REALM);
    subscribe(slow);
    subscribe(healthy);
    int count = 4_000;
    slow.gate = new CountDownLatch(1);
    // When
    for (int i = 1; i <= count; i++) {
      publisher.send(publish(i, "n" + i));
      healthy.expect(Event.class);
    }
    slow.gate.countDown();
    // Then
    long received = 0;
    long dropped = 0;
    while (received + dropped < count) {
      Event event = slow.expect(Event.class);
      received++;
      dropped += event.details().integer(MissedEvents.DROPPED, 0);
    }
    assertTrue(dropped > 0, "nothing was dropped");
    assertEquals(dropped, server.droppedEvents());
  }

  @Test
  void aPeerThatSendsFasterThanTheRealmWorksWaitsAndLosesNothing() throws Exception {
    // Given
    start(QUICK, Journal.NONE);
    TestPeer publisher = TestPeer.joined(server.localConnector(), REALM);
    int count = 20_000;
    // When
    for (int i = 1; i <= count; i++) {
      publisher.send(new Publish(i, Dict.of("acknowledge", true), TOPIC, Payload.NONE));
    }
    // Then
    long last = 0;
    for (int i = 1; i <= count; i++) {
      last = publisher.expect(Published.class).request();
    }
    assertEquals(count, last);
  }

  @Test
  void aDurablePublicationIsOnlyHeardOfAfterTheJournalConfirmed() throws Exception {
    // Given
    HeldJournal journal = new HeldJournal();
    start(QUICK, journal);
    TestPeer subscriber = TestPeer.joined(server.localConnector(), REALM);
    TestPeer publisher = TestPeer.joined(server.localConnector(), REALM);
    subscribe(subscriber);
    publisher.send(new Publish(1, Dict.of("acknowledge", true), TOPIC, Payload.NONE));
    Journal.Receipt receipt = journal.receipts.poll(10, TimeUnit.SECONDS);
    assertTrue(subscriber.received.isEmpty() && publisher.received.isEmpty());
    // When
    receipt.confirmed();
    // Then
    publisher.expect(Published.class);
    subscriber.expect(Event.class);
  }

  @Test
  void nobodyOfTheProcessGetsALinkToAStoppedRouter() {
    // Given
    start(QUICK, Journal.NONE);
    server.close();
    // When
    ExecutionException refused =
        assertThrows(ExecutionException.class, () -> TestPeer.connected(server.localConnector()));
    // Then
    assertEquals("the router of this process has stopped", refused.getCause().getMessage());
  }

  @Test
  void anEndedSessionIsGoneFromTheRealm() throws Exception {
    // Given
    start(QUICK, Journal.NONE);
    TestPeer peer = TestPeer.joined(server.localConnector(), REALM);
    // When
    peer.transport.close(CloseCause.NORMAL);
    peer.expectClosed();
    // Then
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (server.stats(REALM).get().sessions() > 0) {
      assertTrue(System.nanoTime() < deadline, "the session stayed");
      Thread.onSpinWait();
    }
  }

  private void start(ServerLimits limits, Journal journal) {
    server = TestServer.start(limits, journal, "com.");
  }

  private static void subscribe(TestPeer peer) throws InterruptedException {
    peer.send(new Subscribe(1, Dict.EMPTY, TOPIC));
    peer.expect(Subscribed.class);
  }

  private static Publish publish(long request, String text) {
    Payload payload = Serializers.of(Format.JSON).payload(List.of(text), Map.of());
    return new Publish(request, Dict.EMPTY, TOPIC, payload);
  }

  /** Keeps every receipt for the test to decide. */
  private static final class HeldJournal implements Journal {
    final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();

    @Override
    public boolean isDurable(String topic) {
      return true;
    }

    @Override
    public void append(JournalEntry entry, Receipt receipt) {
      receipts.add(receipt);
    }
  }
}
