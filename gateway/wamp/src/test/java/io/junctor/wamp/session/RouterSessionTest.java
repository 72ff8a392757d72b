package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The ways through the router's side of a session; {@code SESSIONS.md} has what each message does.
 */
class RouterSessionTest {

  private static final Identity ALICE = new Identity("alice", "user", "ticket", "static");
  private static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "127.0.0.1:5", false);
  private static final Dict ROLES =
      Dict.of("roles", Dict.of("caller", Dict.EMPTY, "callee", Dict.EMPTY));
  private static final Hello OPEN = new Hello("open", ROLES);
  private static final Hello CLOSED = new Hello("closed", ROLES);

  private static final Message AUTHENTICATE = new Authenticate("secret", Dict.EMPTY);
  private static final Message GOODBYE = new Goodbye(Dict.EMPTY, CloseUri.NORMAL);
  private static final Message ABORT = new Abort(Dict.EMPTY, CloseUri.NORMAL, Payload.NONE);

  private final List<SessionOutput> outputs = new ArrayList<>();
  private final RouterSession session =
      new RouterSession(RouterSessionTest::authenticator, () -> 4711, LINK);

  private static Authenticator authenticator(String realm) {
    return switch (realm) {
      case "open" -> (_, _) -> new AuthStep.Accept(ALICE);
      case "closed" -> (_, _) -> ask(RouterSessionTest::judge);
      case "forbidden" -> (_, _) -> new AuthStep.Deny(ErrorUri.NO_MATCHING_AUTH_METHOD, "no");
      case "endless" -> (_, _) -> endless();
      case "asked" -> (_, _) -> new AuthStep.Later(new CompletableFuture<>());
      default -> null;
    };
  }

  private static AuthStep judge(Authenticate answer) {
    return answer.signature().equals("secret")
        ? new AuthStep.Accept(ALICE)
        : new AuthStep.Deny(ErrorUri.AUTHENTICATION_FAILED, "wrong");
  }

  private static AuthStep ask(AuthStep.Pending pending) {
    return new AuthStep.Ask(new Challenge("ticket", Dict.EMPTY), pending);
  }

  private static AuthStep endless() {
    return ask(_ -> endless());
  }

  /** What came out since the last time. */
  private List<SessionOutput> taken() {
    List<SessionOutput> taken = List.copyOf(outputs);
    outputs.clear();
    return taken;
  }

  private List<SessionOutput> on(Message message) {
    session.onMessage(message, outputs::add);
    return taken();
  }

  private static void assertAborted(String reason, CloseCause cause, List<SessionOutput> actual) {
    assertEquals(2, actual.size(), actual::toString);
    SessionOutput.Send send = assertInstanceOf(SessionOutput.Send.class, actual.getFirst());
    assertEquals(reason, assertInstanceOf(Abort.class, send.message()).reason());
    assertEquals(new SessionOutput.CloseTransport(cause), actual.get(1));
  }

  // joining

  @Test
  void joinedSessionIsDescribed() {
    // Given
    Dict features = Dict.of("features", Dict.of("call_canceling", true));
    Hello hello = new Hello("open", Dict.of("roles", Dict.of("callee", features)));
    // When
    List<SessionOutput> actual = on(hello);
    // Then
    SessionDetails details = ((SessionOutput.Joined) actual.getFirst()).details();
    assertEquals(4711, details.session());
    assertEquals("open", details.realm());
    assertEquals(ALICE, details.identity());
    assertEquals(LINK, details.transport());
    assertEquals(Format.JSON, details.format());
    assertTrue(details.supports(Role.CALLEE, Feature.CALL_CANCELING));
    assertFalse(details.supports(Role.CALLER, Feature.CALL_CANCELING));
    assertEquals(1, actual.size());
  }

  @Test
  void identityAfterAChallengeIsTheAuthenticatorsNotTheClaimedOne() {
    // Given
    on(new Hello("closed", ROLES.with("authid", "root")));
    // When
    List<SessionOutput> actual = on(AUTHENTICATE);
    // Then
    assertEquals(ALICE, ((SessionOutput.Joined) actual.getFirst()).details().identity());
  }

  @Test
  void aDecisionThatTakesTimeIsAwaitedAndGoesOnWhereItWas() {
    // Given
    SessionOutput.AwaitStep await =
        assertInstanceOf(SessionOutput.AwaitStep.class, on(new Hello("asked", ROLES)).getFirst());
    assertFalse(await.next().toCompletableFuture().isDone());
    session.onStep(() -> ask(RouterSessionTest::judge), outputs::add);
    assertInstanceOf(SessionOutput.Send.class, taken().getFirst());
    // When
    List<SessionOutput> actual = on(AUTHENTICATE);
    // Then
    assertEquals(ALICE, ((SessionOutput.Joined) actual.getFirst()).details().identity());
  }

  @Test
  void aDecisionThatComesAfterTheEndIsNotTaken() {
    // Given
    on(new Hello("asked", ROLES));
    session.onTimeout(outputs::add);
    assertAborted(ErrorUri.TIMEOUT, CloseCause.HANDSHAKE_TIMEOUT, taken());
    // When
    session.onStep(() -> new AuthStep.Accept(ALICE), outputs::add);
    // Then
    assertEquals(List.of(), taken());
    assertTrue(session.isClosed());
  }

  @Test
  void whatTheMethodPromisedAndProvesReachesWelcome() {
    // Given
    on(new Hello("asked", ROLES));
    Dict proof = Dict.of("verifier", "v=AAAA");
    // When
    session.onStep(() -> new AuthStep.Accept(ALICE, proof, 1234), outputs::add);
    // Then
    SessionDetails details = ((SessionOutput.Joined) taken().getFirst()).details();
    assertEquals(1234, details.welcome().session());
    assertEquals(proof, details.welcome().details().dict("authextra"));
  }

  @Test
  void unknownRealmIsRefused() {
    assertAborted(ErrorUri.NO_SUCH_REALM, CloseCause.REFUSED, on(new Hello("nowhere", ROLES)));
  }

  @Test
  void refusalOfTheAuthenticatorIsTheReason() {
    assertAborted(
        ErrorUri.NO_MATCHING_AUTH_METHOD, CloseCause.REFUSED, on(new Hello("forbidden", ROLES)));
  }

  @Test
  void wrongAnswerToAChallengeIsRefused() {
    // Given
    on(CLOSED);
    // When
    List<SessionOutput> actual = on(new Authenticate("guess", Dict.EMPTY));
    // Then
    assertAborted(ErrorUri.AUTHENTICATION_FAILED, CloseCause.REFUSED, actual);
    assertEquals(List.of(), on(AUTHENTICATE));
  }

  @Test
  void challengesDoNotGoOnForEver() {
    // Given
    on(new Hello("endless", ROLES));
    for (int round = 2; round <= 4; round++) {
      assertInstanceOf(SessionOutput.Send.class, on(AUTHENTICATE).getFirst());
    }
    // When
    List<SessionOutput> actual = on(AUTHENTICATE);
    // Then
    assertAborted(ErrorUri.AUTHENTICATION_FAILED, CloseCause.REFUSED, actual);
  }

  @Test
  void clientWithoutARoleIsRefused() {
    assertAborted(ErrorUri.NO_SUCH_ROLE, CloseCause.REFUSED, on(new Hello("open", Dict.EMPTY)));
  }

  @Test
  void clientWithOnlyARoutersRoleIsRefused() {
    // Given
    Dict details = Dict.of("roles", Dict.of("broker", Dict.EMPTY, "tourist", Dict.EMPTY));
    // When
    List<SessionOutput> actual = on(new Hello("open", details));
    // Then
    assertAborted(ErrorUri.NO_SUCH_ROLE, CloseCause.REFUSED, actual);
  }

  @Test
  void rolesOfAnotherTypeBreakTheProtocol() {
    assertAborted(
        ErrorUri.PROTOCOL_VIOLATION,
        CloseCause.PROTOCOL_VIOLATION,
        on(new Hello("open", Dict.of("roles", "caller"))));
  }

  // leaving

  @Test
  void whoLeavesForGoodIsToBeForgotten() {
    on(OPEN);

    List<SessionOutput> outputs = on(new Goodbye(Dict.EMPTY, CloseUri.LOGOUT));

    assertInstanceOf(SessionOutput.LoggedOut.class, outputs.getFirst());
    assertInstanceOf(SessionOutput.Left.class, outputs.get(1));
  }

  @Test
  void whoIsKilledForGoodIsToBeForgottenToo() {
    on(OPEN);

    session.close(new Goodbye(Dict.EMPTY, CloseUri.LOGOUT), CloseCause.KILLED, outputs::add);

    assertInstanceOf(SessionOutput.LoggedOut.class, taken().getFirst());
  }

  @Test
  void routerSaysGoodbyeAndWaitsForTheAnswer() {
    // Given
    on(OPEN);
    Goodbye goodbye = new Goodbye(Dict.EMPTY, CloseUri.SYSTEM_SHUTDOWN);
    // When
    session.close(goodbye, CloseCause.SHUTDOWN, outputs::add);
    // Then
    assertEquals(
        List.of(
            new SessionOutput.Left(CloseCause.SHUTDOWN),
            new SessionOutput.Send(goodbye),
            new SessionOutput.AwaitGoodbye()),
        taken());
    assertEquals(List.of(new SessionOutput.CloseTransport(CloseCause.SHUTDOWN)), on(GOODBYE));
  }

  @Test
  void goodbyeWithoutAnswerClosesTheLinkInTheEnd() {
    // Given
    on(OPEN);
    session.close(new Goodbye(Dict.EMPTY, CloseUri.KILLED), CloseCause.KILLED, outputs::add);
    outputs.clear();
    // When
    session.onTimeout(outputs::add);
    // Then
    assertEquals(List.of(new SessionOutput.CloseTransport(CloseCause.KILLED)), taken());
  }

  @Test
  void goodbyeBeforeTheSessionIsOpenIsAnAbort() {
    // When
    session.close(
        new Goodbye(Dict.EMPTY, CloseUri.SYSTEM_SHUTDOWN), CloseCause.SHUTDOWN, outputs::add);
    // Then
    assertAborted(CloseUri.SYSTEM_SHUTDOWN, CloseCause.SHUTDOWN, taken());
  }

  @Test
  void closingTwiceIsClosingOnce() {
    // Given
    on(OPEN);
    session.close(new Goodbye(Dict.EMPTY, CloseUri.KILLED), CloseCause.KILLED, outputs::add);
    outputs.clear();
    // When
    session.close(new Goodbye(Dict.EMPTY, CloseUri.KILLED), CloseCause.KILLED, outputs::add);
    // Then
    assertEquals(List.of(), taken());
  }

  @Test
  void abortWhileGoodbyeIsAwaitedDoesNotLeaveTwice() {
    // Given
    on(OPEN);
    session.close(new Goodbye(Dict.EMPTY, CloseUri.KILLED), CloseCause.KILLED, outputs::add);
    outputs.clear();
    // When
    session.close((Abort) ABORT, CloseCause.INTERNAL_ERROR, outputs::add);
    // Then
    assertEquals(
        List.of(
            new SessionOutput.Send(ABORT),
            new SessionOutput.CloseTransport(CloseCause.INTERNAL_ERROR)),
        taken());
  }

  @Test
  void lostLinkLeavesTheRealmOnce() {
    // Given
    on(OPEN);
    // When
    session.onTransportClosed(CloseCause.PING_TIMEOUT, outputs::add);
    session.onTransportClosed(CloseCause.IO_ERROR, outputs::add);
    // Then
    assertEquals(List.of(new SessionOutput.Left(CloseCause.PING_TIMEOUT)), taken());
  }

  @Test
  void lostLinkBeforeTheSessionIsOpenTellsTheRealmNothing() {
    // Given
    on(CLOSED);
    // When
    session.onTransportClosed(CloseCause.PEER_CLOSED, outputs::add);
    // Then
    assertEquals(List.of(), taken());
  }

  @Test
  void slowHandshakeIsAborted() {
    // Given
    on(CLOSED);
    // When
    session.onTimeout(outputs::add);
    // Then
    assertAborted(ErrorUri.TIMEOUT, CloseCause.HANDSHAKE_TIMEOUT, taken());
  }

  @Test
  void timeoutOfAHandshakeThatIsOverDoesNothing() {
    // Given
    on(OPEN);
    // When
    session.onTimeout(outputs::add);
    // Then
    assertEquals(List.of(), taken());
    assertTrue(session.isEstablished());
  }

  @Test
  void bytesThatAreNoMessageAreAnswered() {
    // Given
    on(OPEN);
    // When
    session.onViolation(new ProtocolViolation("not a list"), outputs::add);
    // Then
    List<SessionOutput> actual = taken();
    assertEquals(new SessionOutput.Left(CloseCause.PROTOCOL_VIOLATION), actual.getFirst());
    Abort abort = (Abort) ((SessionOutput.Send) actual.get(1)).message();
    assertEquals("not a list", abort.details().string("message"));
  }

  @Test
  void everyJoinedHasItsLeft() {
    // Given
    List<SessionOutput> all = new ArrayList<>();
    session.onMessage(OPEN, all::add);
    // When
    session.onViolation(new ProtocolViolation("x"), all::add);
    session.close((Abort) ABORT, CloseCause.KILLED, all::add);
    session.onTransportClosed(CloseCause.PEER_CLOSED, all::add);
    // Then
    long left = all.stream().filter(SessionOutput.Left.class::isInstance).count();
    assertEquals(1, left, all::toString);
    assertTrue(session.isClosed());
  }
}
