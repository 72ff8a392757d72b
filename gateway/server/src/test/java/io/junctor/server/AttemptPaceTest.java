package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Journal;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.wamp.auth.OpenAccess;
import io.junctor.wamp.auth.Principal;
import io.junctor.wamp.auth.StaticAuthenticator;
import io.junctor.wamp.auth.TicketHash;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions whose attempts to log in wait; the test says how much time passes. */
class AttemptPaceTest {

  private static final String REALM = "test";
  private static final String SECRET = "correct horse";

  /** Ten times as long as a peer has to join. */
  private static final Duration PACE = Duration.ofSeconds(100);

  private final FakeTime time = new FakeTime();
  private final RouterServer server =
      new RouterServer(
          new ServerLimits(
              100,
              64,
              4,
              Duration.ofSeconds(10),
              InboundLimits.DEFAULT,
              OutboxLimits.DEFAULT,
              Duration.ofSeconds(2),
              new AttemptLimits(1, Duration.ofDays(1), 1, Duration.ofDays(1), PACE, 2, 100)),
          time);

  AttemptPaceTest() {
    TicketHash ticket =
        TicketHash.of(SECRET, new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN);
    StaticAuthenticator authenticator =
        new StaticAuthenticator(
            List.of(new Principal("anna", "user", ticket, List.of())),
            OpenAccess.NONE,
            byte[]::new);
    server.addRealm(
        new RealmSetup(
            REALM,
            authenticator,
            new StaticAuthorizer(Map.of("user", List.of())),
            Journal.NONE,
            RouterLimits.DEFAULT));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoWaitsForItsTurnLosesNoTimeOfItsHandshake() throws Exception {
    // Given
    TestPeer waiting = waitingBehindTwoFailures("10.0.0.7:1", SECRET);
    // When
    time.pass(PACE.minusSeconds(1));
    assertNull(waiting.received.peek());
    time.pass(Duration.ofSeconds(1));
    // Then
    waiting.expect(Welcome.class);
  }

  @Test
  void whoFailsAfterItsTurnIsTold() throws Exception {
    // Given
    TestPeer waiting = waitingBehindTwoFailures("10.0.0.7:1", "wrong");
    // When
    time.pass(PACE);
    // Then
    assertEquals("wamp.error.authentication_failed", waiting.expect(Abort.class).reason());
  }

  @Test
  void whoLeavesMakesRoomAtOnce() throws Exception {
    // Given
    TestPeer waiting = waitingBehindTwoFailures("10.0.0.7:1", SECRET);
    // When
    waiting.transport.close(CloseCause.NORMAL);
    // Then
    until(() -> server.attemptQueue().waiting("10.0.0.7") == 0);
  }

  @Test
  void whoFindsTheLineFullIsTold() throws Exception {
    // Given
    var _ = waitingBehindTwoFailures("10.0.0.7:1", SECRET);
    var _ = attempt("10.0.0.7:2", SECRET);
    until(() -> server.attemptQueue().waiting("10.0.0.7") == 2);
    // When
    TestPeer late = attempt("10.0.0.7:3", SECRET);
    // Then
    assertEquals("wamp.error.unavailable", late.expect(Abort.class).reason());
  }

  @Test
  void theNetworkOfAnIpv6AddressHasOneLineAndOthersDoNotWait() throws Exception {
    // Given
    var _ = waitingBehindTwoFailures("[2001:db8::1]:1", SECRET);
    // When
    TestPeer same = attempt("[2001:db8::ffff:1]:1", SECRET);
    TestPeer other = attempt("[2001:db8:0:1::1]:1", SECRET);
    // Then
    other.expect(Welcome.class);
    until(() -> server.attemptQueue().waiting("[20010db800000000/64]") == 2);
    assertNull(same.received.peek());
  }

  /** A peer that knows how to answer may not take for ever for it. */
  @Test
  void whoDoesNotAnswerIsStillEnded() throws Exception {
    // Given
    TestPeer silent = TestPeer.connected(server.localConnector("10.0.0.7:1", true));
    silent.send(hello());
    silent.expect(Challenge.class);
    // When
    time.pass(Duration.ofSeconds(10));
    // Then
    assertEquals("wamp.error.timeout", silent.expect(Abort.class).reason());
  }

  /** The first failure makes the host wait, the second opens its line. */
  private TestPeer waitingBehindTwoFailures(String peer, String ticket) throws Exception {
    attempt(peer, "wrong").expect(Abort.class);
    attempt(peer, "wrong").expect(Abort.class);
    TestPeer waiting = attempt(peer, ticket);
    until(() -> server.attemptQueue().waiting(PeerHost.of(peer)) == 1);
    // the line's timer alone: those of the others ended with their links, that of this one stands
    until(() -> time.waiting() == 1);
    return waiting;
  }

  private TestPeer attempt(String peer, String ticket) throws Exception {
    TestPeer client = TestPeer.connected(server.localConnector(peer, true));
    client.send(hello());
    client.expect(Challenge.class);
    client.send(new Authenticate(ticket, Dict.EMPTY));
    return client;
  }

  private static Hello hello() {
    Dict details = TestPeer.hello(REALM).details();
    return new Hello(REALM, details.with("authmethods", List.of("ticket")).with("authid", "anna"));
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not within 10 s");
      Thread.sleep(1);
    }
  }
}
