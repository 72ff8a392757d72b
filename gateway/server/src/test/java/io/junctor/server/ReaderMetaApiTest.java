package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Journal;
import io.junctor.router.ReaderPolicy;
import io.junctor.router.ReaderRule;
import io.junctor.router.RealmPolicy;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.MissedEvents;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that do not keep up, seen by others in their realm. */
class ReaderMetaApiTest {

  private static final String REALM = TestServer.REALM;
  private static final String TOPIC = "com.example.topic";
  private static final Serializer JSON = Serializers.of(Format.JSON);

  /** Beyond what a link inside the process holds, 1024, and the bound of the outbox. */
  private static final int FLOOD = 3_000;

  private static final int BOUND = 64;

  private RouterServer server;
  private TestPeer publisher;
  private TestPeer slow;

  @BeforeEach
  void start() throws Exception {
    OutboxLimits outbox =
        new OutboxLimits(BOUND, 1 << 20, 1 << 24, Duration.ofMillis(50), Duration.ofSeconds(60));
    server = new RouterServer(TestServer.limits(outbox));
    ReaderRule anyPolicy =
        new ReaderRule(
            TestServer.ROLE,
            ReaderPolicy.DROP_OLDEST,
            EnumSet.allOf(ReaderPolicy.class),
            ReaderPolicy.DROP_OLDEST);
    RealmPolicy policy = new RealmPolicy(List.of(), List.of(), List.of(anyPolicy));
    server.addRealm(TestServer.realm(Journal.NONE, policy, "com.", "junctor."));
    publisher = TestPeer.joined(server.localConnector(), REALM);
    slow = TestPeer.joined(server.localConnector(), REALM);
  }

  @AfterEach
  void stop() {
    slow.gate.countDown();
    server.close();
  }

  @Test
  void whoSubscribedHearsOfASessionThatMissesEventsAndCanAskHowManyThereAre() throws Exception {
    // Given
    TestPeer watcher = TestPeer.joined(server.localConnector(), REALM);
    watcher.send(new Subscribe(1, Dict.EMPTY, ReaderMetaApi.ON_DROP));
    watcher.expect(Subscribed.class);
    stall(ReaderPolicy.DROP_OLDEST);
    // When
    flood();
    Map<?, ?> told = (Map<?, ?>) JSON.args(watcher.expect(Event.class).payload()).getFirst();
    // Then
    assertEquals("drop-oldest", told.get("policy"));
    assertEquals("slow", told.get("state"));
    assertTrue((Long) told.get("dropped") > 0, told.toString());
    Long session = (Long) told.get("session");
    watcher.send(
        new Call(2, Dict.EMPTY, ReaderMetaApi.GET, JSON.payload(List.of(session), Map.of())));
    Map<?, ?> asked = (Map<?, ?>) result(watcher).getFirst();
    assertEquals(session, asked.get("session"));
    watcher.send(new Call(3, Dict.EMPTY, ReaderMetaApi.LIST, Payload.NONE));
    assertTrue(((List<?>) result(watcher).getFirst()).toString().contains("session=" + session));
  }

  @Test
  void askingForASessionThatIsNotThereIsAnError() throws Exception {
    // When
    publisher.send(new Call(1, Dict.EMPTY, ReaderMetaApi.GET, JSON.payload(List.of(1), Map.of())));
    // Then
    assertEquals(ErrorUri.NO_SUCH_SESSION, publisher.expect(ErrorMessage.class).error());
  }

  @Test
  void aSessionThatIsToMissNothingEndsWithAReasonAndOthersHearOfIt() throws Exception {
    // Given
    TestPeer watcher = TestPeer.joined(server.localConnector(), REALM);
    watcher.send(new Subscribe(1, Dict.EMPTY, ReaderMetaApi.ON_DROP));
    watcher.expect(Subscribed.class);
    stall(ReaderPolicy.DISCONNECT);
    // When
    flood();
    Map<?, ?> told = (Map<?, ?>) JSON.args(watcher.expect(Event.class).payload()).getFirst();
    slow.gate.countDown();
    // Then
    assertTrue((Long) told.get("dropped") > 0, told.toString());
    Message last = slow.expect(Message.class);
    while (last instanceof Event) {
      last = slow.expect(Message.class);
    }
    Goodbye goodbye = (Goodbye) last;
    assertEquals(ReaderMetaApi.CLOSED, goodbye.reason());
    assertEquals("disconnect", goodbye.details().string("policy"));
    assertEquals(told.get("dropped"), goodbye.details().integer("dropped"));
  }

  @Test
  void ofATopicTheNewestEventWaitsAndSaysHowManyItReplaces() throws Exception {
    // Given
    stall(ReaderPolicy.KEEP_NEWEST);
    // When
    flood();
    publisher.send(new Call(1, Dict.EMPTY, ReaderMetaApi.LIST, Payload.NONE));
    result(publisher); // all that was published is handled now
    slow.gate.countDown();
    // Then
    long seen = 0;
    long value = 0;
    while (seen < FLOOD) {
      Event event = slow.expect(Event.class);
      seen += 1 + event.details().integer(MissedEvents.CONFLATED, 0);
      value = (Long) JSON.args(event.payload()).getFirst();
    }
    assertEquals(FLOOD, value);
    assertEquals(0, server.droppedEvents());
  }

  @Test
  void whatIsAskedForInHelloHoldsForEverySubscription() throws Exception {
    // Given
    slow = TestPeer.connected(server.localConnector());
    Dict asking = TestPeer.hello(REALM).details().with(ReaderPolicy.OPTION, "keep-newest");
    slow.send(new Hello(REALM, asking));
    assertEquals("keep-newest", slow.expect(Welcome.class).details().string(ReaderPolicy.OPTION));
    slow.send(new Subscribe(1, Dict.EMPTY, TOPIC));
    slow.expect(Subscribed.class);
    slow.gate = new CountDownLatch(1);
    // When
    flood();
    publisher.send(new Call(1, Dict.EMPTY, ReaderMetaApi.LIST, Payload.NONE));
    result(publisher); // all that was published is handled now
    slow.gate.countDown();
    // Then
    long seen = 0;
    while (seen < FLOOD) {
      seen += 1 + slow.expect(Event.class).details().integer(MissedEvents.CONFLATED, 0);
    }
    assertEquals(0, server.droppedEvents());
  }

  @Test
  void whatDoesNotExistIsRefusedInHello() throws Exception {
    // Given
    TestPeer peer = TestPeer.connected(server.localConnector());
    // When
    peer.send(
        new Hello(REALM, TestPeer.hello(REALM).details().with(ReaderPolicy.OPTION, "keep-all")));
    // Then
    assertEquals(ErrorUri.INVALID_ARGUMENT, peer.expect(Abort.class).reason());
    peer.expectClosed();
  }

  @Test
  void whoIsBlockedGoesOnWhenTheReaderReadsAndOthersAreNotBlocked() throws Exception {
    // Given
    stall(ReaderPolicy.BLOCK_PUBLISHER);
    TestPeer other = TestPeer.joined(server.localConnector(), REALM);
    flood();
    // When
    publisher.send(new Call(1, Dict.EMPTY, ReaderMetaApi.LIST, Payload.NONE));
    for (int i = 1; i <= 100; i++) {
      other.send(new Call(i, Dict.EMPTY, ReaderMetaApi.LIST, Payload.NONE));
      result(other);
    }
    assertTrue(publisher.received.isEmpty(), "the publisher is not blocked");
    slow.gate.countDown();
    // Then
    for (long i = 1; i <= FLOOD; i++) {
      assertEquals(List.of(i), JSON.args(slow.expect(Event.class).payload()));
    }
    result(publisher);
  }

  private void stall(ReaderPolicy policy) throws InterruptedException {
    slow.send(new Subscribe(1, Dict.of(ReaderPolicy.OPTION, policy.id()), TOPIC));
    slow.expect(Subscribed.class);
    slow.gate = new CountDownLatch(1);
  }

  private void flood() {
    for (int i = 1; i <= FLOOD; i++) {
      publisher.send(new Publish(i, Dict.EMPTY, TOPIC, JSON.payload(List.of(i), Map.of())));
    }
  }

  private static List<Object> result(TestPeer peer) throws InterruptedException {
    return JSON.args(peer.expect(Result.class).payload());
  }
}
