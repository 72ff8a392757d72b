package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Outputs that wait: for the journal on topics that begin with {@code durable}, for a dynamic
 * authorizer on URIs that begin with {@code ask}.
 */
class WaitingTest {

  private static final Dict ACK = Dict.of("acknowledge", true);
  private static final Decision YES = new Decision.Allow(Disclosure.ON_REQUEST);
  private static final Decision NO = new Decision.Deny(ErrorUri.NOT_AUTHORIZED, "no");

  private final TestRealm realm = realm(RouterLimits.DEFAULT);
  private final TestPeer alice = realm.join("alice");
  private final TestPeer bob = realm.join("bob");

  private static TestRealm realm(RouterLimits limits) {
    return new TestRealm(WaitingTest::authorize, topic -> topic.startsWith("durable"), limits);
  }

  private static Decision authorize(
      SessionDetails session, Action action, String uri, MatchPolicy match) {
    if (uri.startsWith("deny") || uri.startsWith("durable.deny")) {
      return NO;
    }
    return uri.startsWith("ask") ? new Decision.Later() : YES;
  }

  // journal

  @Test
  void durablePublicationIsHeardOfOnlyAfterTheJournalConfirmed() {
    // Given
    bob.subscribe("durable.t");
    alice.publish("durable.t", ACK, 1);
    alice.expectNothing();
    bob.expectNothing();
    // When
    realm.confirm();
    // Then
    long publication = alice.take(Published.class).publication();
    assertEquals(publication, bob.take(Event.class).publication());
    assertEquals(0, realm.realm.stats().waiting());
  }

  @Test
  void journalEntryHoldsWhatIsPublished() {
    // When
    alice.publish("durable.t", ACK.with("retain", true), 1);
    // Then
    JournalEntry entry = realm.appends.getFirst().entry();
    assertEquals("realm1", entry.realm());
    assertEquals("durable.t", entry.topic());
    assertEquals(alice.details, entry.publisher());
    assertEquals(ACK.with("retain", true), entry.options());
    assertEquals(List.of(1L), alice.serializer.args(entry.payload()));
    assertEquals(realm.now, entry.time());
    realm.confirm();
    assertEquals(entry.publication(), alice.take(Published.class).publication());
  }

  @Test
  void publicationThatTheJournalRefusedIsNotPublished() {
    // Given
    bob.subscribe("durable.t");
    alice.publish("durable.t", ACK.with("retain", true), 1);
    // When
    realm.fail("disk full");
    // Then
    var error = alice.takeError(RouterErrors.NOT_JOURNALLED);
    assertEquals(List.of("not published, not on disk: disk full"), alice.args(error));
    bob.expectNothing();
    assertEquals(0, realm.realm.stats().retainedEvents());
  }

  @Test
  void refusedPublicationWithoutAcknowledgeIsSilent() {
    // Given
    alice.publish("durable.t", 1);
    // When
    realm.fail("disk full");
    // Then
    alice.expectNothing();
    assertFalse(alice.isKicked());
  }

  @Test
  void otherSessionsGoOn() {
    // Given
    TestPeer carol = realm.join("carol");
    carol.subscribe("t");
    alice.publish("durable.t", ACK);
    // When
    bob.publish("t", ACK);
    // Then
    bob.take(Published.class);
    carol.take(Event.class);
  }

  @Test
  void laterMessagesOfTheSameSessionWaitTheirTurn() {
    // Given
    bob.subscribe("", "prefix");
    bob.clear();
    bob.register("p");
    bob.clear();
    alice.publish("durable.t", 1);
    alice.publish("t", 2);
    alice.call("p");
    alice.trySubscribe("u", Dict.EMPTY);
    alice.expectNothing();
    bob.expectNothing();
    // When
    realm.confirm();
    // Then
    assertEquals(List.of(1L), bob.args(bob.take(Event.class)));
    assertEquals(List.of(2L), bob.args(bob.take(Event.class)));
    bob.take(Invocation.class);
    alice.take(Subscribed.class);
  }

  /** A journal may write many at once, so appends of one session do not wait for each other. */
  @Test
  void appendsOfOneSessionFollowEachOtherWithoutWaiting() {
    // Given
    bob.subscribe("durable.", "prefix");
    // When
    alice.publish("durable.a", 1);
    alice.publish("durable.b", 2);
    // Then
    assertEquals(2, realm.appends.size());
    realm.confirm();
    realm.confirm();
    assertEquals(List.of(1L), bob.args(bob.take(Event.class)));
    assertEquals(List.of(2L), bob.args(bob.take(Event.class)));
  }

  @Test
  void orderIsKeptWhenTheJournalConfirmsOutOfOrder() {
    // Given
    bob.subscribe("durable.", "prefix");
    alice.publish("durable.a", 1);
    alice.publish("durable.b", 2);
    Ticket first = realm.appends.get(0).ticket();
    Ticket second = realm.appends.get(1).ticket();
    realm.realm.onConfirmed(second, realm.now, realm::accept);
    bob.expectNothing();
    // When
    realm.realm.onConfirmed(first, realm.now, realm::accept);
    // Then
    assertEquals(List.of(1L), bob.args(bob.take(Event.class)));
    assertEquals(List.of(2L), bob.args(bob.take(Event.class)));
  }

  @Test
  void appendDoesNotOvertakeAMessageThatWaits() {
    // Given
    alice.publish("durable.a");
    alice.publish("t");
    // When
    alice.publish("durable.b");
    // Then
    assertEquals(1, realm.appends.size());
    realm.confirm();
    assertEquals("durable.b", realm.appends.getFirst().entry().topic());
  }

  @Test
  void refusalDoesNotOvertakeWhatIsInFlight() {
    // Given
    alice.publish("durable.a", ACK);
    alice.publish("durable.deny", ACK);
    alice.expectNothing();
    // When
    realm.confirm();
    // Then
    alice.take(Published.class);
    alice.takeError(ErrorUri.NOT_AUTHORIZED);
  }

  @Test
  void waitingPublicationOutlivesItsPublisher() {
    // Given
    bob.subscribe("durable.", "prefix");
    alice.publish("durable.a", ACK, 1);
    alice.publish("durable.b", ACK, 2);
    realm.leave(alice);
    // When
    realm.confirm();
    realm.confirm();
    // Then
    assertEquals(List.of(1L), bob.args(bob.take(Event.class)));
    assertEquals(List.of(2L), bob.args(bob.take(Event.class)));
    alice.expectNothing();
  }

  @Test
  void whatAGoneSessionPublishedLastIsPublishedAndItsRequestsAreNot() {
    // Given
    bob.subscribe("t");
    bob.register("p");
    alice.publish("durable.a");
    alice.publish("t", 2);
    alice.call("p");
    alice.tryRegister("q", Dict.EMPTY);
    realm.leave(alice);
    // When
    realm.confirm();
    // Then
    assertEquals(List.of(2L), bob.args(bob.take(Event.class)));
    bob.expectNothing();
    assertEquals(1, realm.realm.stats().registrations());
  }

  /** Or a device that was "online" when it died would be retained as online for ever. */
  @Test
  void testamentFollowsWhatItsSessionPublishedBefore() {
    // Given
    bob.subscribe("durable.status");
    alice.meta("wamp.session.add_testament", "durable.status", List.of("offline"));
    alice.publish("durable.status", "online");
    realm.leave(alice);
    // When
    realm.confirm();
    realm.confirm();
    // Then
    assertEquals(List.of("online"), bob.args(bob.take(Event.class)));
    assertEquals(List.of("offline"), bob.args(bob.take(Event.class)));
  }

  @Test
  void violationEndsTheSessionAndWhatWaitedBehind() {
    // Given
    bob.subscribe("t");
    alice.publish("durable.a");
    alice.publish("t", Dict.of("exclude", "not a list"));
    alice.publish("t");
    // When
    realm.confirm();
    // Then
    assertEquals(CloseCause.PROTOCOL_VIOLATION, alice.kicked().cause());
    bob.expectNothing();
  }

  @Test
  void journalThatDoesNotAnswerIsGivenUp() {
    // Given
    alice.publish("durable.a", ACK);
    alice.publish("t", ACK);
    Ticket ticket = realm.appends.getFirst().ticket();
    assertEquals(realm.now.plus(RouterLimits.DEFAULT.answerTimeout()), realm.realm.nextDeadline());
    // When
    realm.pass(RouterLimits.DEFAULT.answerTimeout());
    // Then
    alice.takeError(RouterErrors.NOT_JOURNALLED);
    alice.take(Published.class);
    assertNull(realm.realm.nextDeadline());
    realm.realm.onConfirmed(ticket, realm.now, realm::accept);
    alice.expectNothing();
  }

  @Test
  void tooManyWaitingMessagesEndTheSession() {
    // Given
    TestRealm small = realm(Limits.of(limits -> limits.waitingMessagesPerSessionMax = 3));
    TestPeer peer = small.join("peer");
    peer.publish("durable.a");
    peer.publish("t");
    peer.publish("t");
    assertFalse(peer.isKicked());
    // When
    peer.publish("t");
    // Then
    assertEquals(CloseCause.LIMIT, peer.kicked().cause());
  }

  @Test
  void metaEventsAreNotJournalled() {
    // Given
    TestRealm all = new TestRealm(TestRealm.ALLOW_ALL, _ -> true, RouterLimits.DEFAULT);
    TestPeer watcher = all.join("watcher");
    watcher.subscribe("wamp.session.on_join");
    // When
    all.join("other");
    // Then
    watcher.take(Event.class);
    assertEquals(List.of(), all.appends);
  }

  @Test
  void topicThatIsNotDurableWaitsForNothing() {
    // When
    alice.publish("t", ACK);
    // Then
    alice.take(Published.class);
    assertEquals(List.of(), realm.appends);
    assertNull(realm.realm.nextDeadline());
  }

  // authorizer

  @Test
  void questionNamesTheSessionTheActionAndThePattern() {
    // When
    alice.trySubscribe("ask.", Dict.of("match", "prefix"));
    // Then
    assertEquals(
        new AuthorizationRequest(
            alice.details,
            Action.SUBSCRIBE,
            "ask.",
            MatchPolicy.PREFIX,
            Dict.of("match", "prefix")),
        realm.asks.getFirst().request());
    alice.expectNothing();
  }

  @Test
  void grantedMessageGoesOn() {
    // Given
    alice.trySubscribe("ask.t", Dict.EMPTY);
    alice.tryRegister("ask.p", Dict.EMPTY);
    alice.publish("ask.t", ACK);
    alice.call("ask.p");
    // When
    realm.decide(YES);
    realm.decide(YES);
    realm.decide(YES);
    realm.decide(YES);
    // Then
    alice.take(Subscribed.class);
    alice.take(Registered.class);
    alice.take(Published.class);
    alice.take(Invocation.class);
  }

  @Test
  void deniedMessageIsAnError() {
    // Given
    alice.call("ask.p");
    // When
    realm.decide(NO);
    // Then
    assertEquals(Call.CODE, alice.takeError(ErrorUri.NOT_AUTHORIZED).requestType());
  }

  @Test
  void answerThatDecidesNothingIsNo() {
    // Given
    alice.call("ask.p");
    // When
    realm.decide(new Decision.Later());
    // Then
    alice.takeError(ErrorUri.AUTHORIZATION_FAILED);
  }

  @Test
  void authorizerThatDoesNotAnswerHasSaidNo() {
    // Given
    alice.call("ask.p");
    // When
    realm.pass(Duration.ofSeconds(10));
    // Then
    alice.takeError(ErrorUri.AUTHORIZATION_FAILED);
    realm.decide(YES);
    alice.expectNothing();
  }

  @Test
  void permissionThenJournal() {
    // Given
    TestRealm both =
        new TestRealm((_, _, _, _) -> new Decision.Later(), _ -> true, RouterLimits.DEFAULT);
    TestPeer peer = both.join("peer");
    peer.publish("t", ACK);
    assertEquals(List.of(), both.appends);
    both.decide(YES);
    peer.expectNothing();
    // When
    both.confirm();
    // Then
    peer.take(Published.class);
  }

  @Test
  void grantForASessionThatLeftStartsNothing() {
    // Given
    alice.tryRegister("ask.p", Dict.EMPTY);
    realm.leave(alice);
    // When
    realm.decide(YES);
    // Then
    assertEquals(0, realm.realm.stats().registrations());
    alice.expectNothing();
  }

  @Test
  void messagesBehindAQuestionKeepTheirOrder() {
    // Given
    bob.register("p");
    alice.publish("ask.t", ACK);
    alice.call("p");
    bob.expectNothing();
    // When
    realm.decide(YES);
    // Then
    alice.take(Published.class);
    bob.yields(bob.take(Invocation.class).request(), Dict.EMPTY);
    alice.take(Result.class);
  }

  @Test
  void authorizerThatFailsHasSaidNoAndIsReported() {
    // Given
    TestRealm broken =
        new TestRealm(
            (_, _, _, _) -> {
              throw new IllegalStateException("policy file unreadable");
            });
    TestPeer peer = broken.join("peer");
    // When
    peer.call("p");
    // Then
    peer.takeError(ErrorUri.AUTHORIZATION_FAILED);
    assertEquals("policy file unreadable", broken.faults.getFirst().cause().getMessage());
    assertFalse(peer.isKicked());
  }

  @Test
  void bugEndsTheSessionThatMetItAndNoOther() {
    // Given
    TestRealm buggy =
        new TestRealm(
            TestRealm.ALLOW_ALL,
            _ -> {
              throw new IllegalStateException("a bug");
            },
            RouterLimits.DEFAULT);
    TestPeer unlucky = buggy.join("unlucky");
    TestPeer other = buggy.join("other");
    // When
    unlucky.publish("t");
    // Then
    assertEquals(CloseCause.INTERNAL_ERROR, unlucky.kicked().cause());
    assertEquals("a bug", buggy.faults.getFirst().cause().getMessage());
    other.subscribe("t");
  }

  @Test
  void bugBehindAnAppendShowsInItsTurn() {
    // Given
    TestRealm buggy =
        new TestRealm(
            TestRealm.ALLOW_ALL,
            topic -> {
              if (topic.equals("bug")) {
                throw new IllegalStateException("a bug");
              }
              return true;
            },
            RouterLimits.DEFAULT);
    TestPeer peer = buggy.join("peer");
    peer.publish("t", ACK);
    peer.publish("bug");
    assertFalse(peer.isKicked());
    // When
    buggy.confirm();
    // Then
    peer.take(Published.class);
    assertEquals(CloseCause.INTERNAL_ERROR, peer.kicked().cause());
  }
}
