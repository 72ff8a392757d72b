package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.EventReceived;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSessionTest {

  private static final int REQUESTS_MAX = 3;
  private static final int INVOCATIONS_MAX = 2;
  private static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "test", true);
  private static final Welcome WELCOME = new Welcome(7, Dict.EMPTY);

  private final List<ClientOutput> out = new ArrayList<>();
  private ClientSession session = session(null);

  // ---- joining

  @Test
  void helloAnnouncesTheFourClientRolesAndNoAuthentication() {
    // When
    session.onOpen(LINK, out::add);

    // Then
    Hello hello = assertInstanceOf(Hello.class, onlySent());
    assertEquals("factory", hello.realm());
    assertEquals(
        List.of("caller", "callee", "publisher", "subscriber"),
        List.copyOf(hello.details().dict("roles").keys()));
    Dict callee = hello.details().dict("roles").dict("callee").dict("features");
    assertTrue(callee.bool("call_canceling", false));
    assertTrue(callee.bool("progressive_call_invocations", false));
    assertFalse(callee.has("call_reroute"));
    assertFalse(hello.details().has("authmethods"));
  }

  @Test
  void helloNamesTheMethodAndThePrincipalOfTheAuthenticator() {
    // Given
    session = session(new Ticket("ticket"));

    // When
    session.onOpen(LINK, out::add);

    // Then
    Hello hello = assertInstanceOf(Hello.class, onlySent());
    assertEquals(List.of("ticket"), hello.details().list("authmethods"));
    assertEquals("fridge", hello.details().string("authid"));
    assertFalse(hello.details().has("authextra"));
  }

  @Test
  void aChallengeIsAnsweredByTheAuthenticatorAndWelcomeFollows() {
    // Given
    session = session(new Ticket("ticket"));

    // When
    session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);
    session.onMessage(WELCOME, out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.Send(new Authenticate("secret", Dict.EMPTY)),
            new ClientOutput.Joined(WELCOME)),
        out);
  }

  @Test
  void aChallengeOfAnotherMethodIsAborted() {
    // Given
    session = session(new Ticket("ticket"));

    // When
    session.onMessage(new Challenge("cryptosign", Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.NO_MATCHING_AUTH_METHOD, CloseCause.REFUSED);
  }

  @Test
  void aChallengeWithoutAnAuthenticatorIsAborted() {
    // When
    session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.NO_MATCHING_AUTH_METHOD, CloseCause.REFUSED);
  }

  @Test
  void anAuthenticatorThatFailsAbortsTheSession() {
    // Given
    session = session(new Ticket("broken"));

    // When
    session.onMessage(new Challenge("broken", Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.AUTHENTICATION_FAILED, CloseCause.REFUSED);
  }

  @Test
  void aRouterThatChallengesWithoutEndIsAborted() {
    // Given
    session = session(new Ticket("ticket"));
    for (int i = 0; i < 4; i++) {
      session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);
    }
    out.clear();

    // When
    session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.PROTOCOL_VIOLATION, CloseCause.PROTOCOL_VIOLATION);
  }

  @Test
  void abortWhileJoiningIsARefusalWithItsReason() {
    // When
    session.onMessage(
        new Abort(Dict.of("message", "no such"), ErrorUri.NO_SUCH_REALM, Payload.NONE), out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.Left(CloseCause.REFUSED, ErrorUri.NO_SUCH_REALM, "no such"),
            new ClientOutput.CloseTransport(CloseCause.REFUSED)),
        out);
  }

  // ---- the table: each state, each message a router could send

  /** What became of a message: violation, left, handled, ignored. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # message,      joining,   challenged, established, closing, closed
          welcome,        handled,   handled,    violation,   ignored, ignored
          challenge,      handled,   handled,    violation,   ignored, ignored
          abort,          left,      left,       left,        left,    ignored
          goodbye,        violation, violation,  left,        left,    ignored
          event,          violation, violation,  handled,     ignored, ignored
          invocation,     violation, violation,  handled,     ignored, ignored
          interrupt,      violation, violation,  ignored,     ignored, ignored
          published,      violation, violation,  violation,   ignored, ignored
          subscribed,     violation, violation,  violation,   ignored, ignored
          unsubscribed,   violation, violation,  violation,   ignored, ignored
          registered,     violation, violation,  violation,   ignored, ignored
          unregistered,   violation, violation,  violation,   ignored, ignored
          result,         violation, violation,  violation,   ignored, ignored
          error,          violation, violation,  violation,   ignored, ignored
          revoked,        violation, violation,  handled,     ignored, ignored
          eventReceived,  violation, violation,  violation,   ignored, ignored
          hello,          violation, violation,  violation,   ignored, ignored
          authenticate,   violation, violation,  violation,   ignored, ignored
          publish,        violation, violation,  violation,   ignored, ignored
          call,           violation, violation,  violation,   ignored, ignored
          yield,          violation, violation,  violation,   ignored, ignored
          """)
  void everyMessageHasItsPlaceInEveryState(
      String message,
      String joining,
      String challenged,
      String established,
      String closing,
      String closed) {
    assertEquals(joining, outcome("joining", message), "joining");
    assertEquals(challenged, outcome("challenged", message), "challenged");
    assertEquals(established, outcome("established", message), "established");
    assertEquals(closing, outcome("closing", message), "closing");
    assertEquals(closed, outcome("closed", message), "closed");
  }

  private String outcome(String state, String name) {
    session = session(new Ticket("ticket"));
    switch (state) {
      case "challenged" -> session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);
      case "established" -> session.onMessage(WELCOME, out::add);
      case "closing" -> {
        session.onMessage(WELCOME, out::add);
        session.leave(CloseUri.CLOSE_REALM, out::add);
      }
      case "closed" -> session.close(CloseCause.SHUTDOWN, out::add);
      default -> {}
    }
    out.clear();
    session.onMessage(MESSAGES.get(name), out::add);
    if (out.isEmpty()) {
      return "ignored";
    }
    return out.stream()
        .filter(ClientOutput.Left.class::isInstance)
        .map(ClientOutput.Left.class::cast)
        .map(left -> left.cause() == CloseCause.PROTOCOL_VIOLATION ? "violation" : "left")
        .findFirst()
        .orElse("handled");
  }

  private static final Map<String, Message> MESSAGES =
      Map.ofEntries(
          Map.entry("welcome", WELCOME),
          Map.entry("challenge", new Challenge("ticket", Dict.EMPTY)),
          Map.entry("abort", new Abort(Dict.EMPTY, CloseUri.SYSTEM_SHUTDOWN, Payload.NONE)),
          Map.entry("goodbye", new Goodbye(Dict.EMPTY, CloseUri.KILLED)),
          Map.entry("event", new Event(1, 2, Dict.EMPTY, Payload.NONE)),
          Map.entry("invocation", new Invocation(1, 2, Dict.EMPTY, Payload.NONE)),
          Map.entry("interrupt", new Interrupt(1, Dict.EMPTY)),
          Map.entry("published", new Published(1, 2)),
          Map.entry("subscribed", new Subscribed(1, 2)),
          Map.entry("unsubscribed", new Unsubscribed(1, Dict.EMPTY)),
          Map.entry("registered", new Registered(1, 2)),
          Map.entry("unregistered", new Unregistered(1, Dict.EMPTY)),
          Map.entry("result", new Result(1, Dict.EMPTY, Payload.NONE)),
          Map.entry("error", new ErrorMessage(48, 1, Dict.EMPTY, "com.error", Payload.NONE)),
          Map.entry("revoked", new Unregistered(0, Dict.of("registration", 9L))),
          Map.entry("eventReceived", new EventReceived(1, Dict.EMPTY)),
          Map.entry("hello", new Hello("factory", Dict.EMPTY)),
          Map.entry("authenticate", new Authenticate("x", Dict.EMPTY)),
          Map.entry("publish", new Publish(1, Dict.EMPTY, "com.topic", Payload.NONE)),
          Map.entry("call", new Call(1, Dict.EMPTY, "com.procedure", Payload.NONE)),
          Map.entry("yield", new Yield(1, Dict.EMPTY, Payload.NONE)));

  // ---- requests and answers

  @Test
  void requestIdsCountUpByOneFromOne() {
    // Given
    establish();

    // When
    long first = call();
    long second = publish(Dict.EMPTY);
    long third = call();

    // Then
    assertEquals(List.of(1L, 2L, 3L), List.of(first, second, third));
  }

  @Test
  void everyKindOfRequestIsSettledByItsAnswer() {
    // Given
    session = new ClientSession("factory", null, 16, 1, false);
    establish();
    session.request(id -> new Subscribe(id, Dict.EMPTY, "com.topic"), out::add);
    session.request(id -> new Unsubscribe(id, 5), out::add);
    session.request(id -> new Register(id, Dict.EMPTY, "com.procedure"), out::add);
    session.request(id -> new Unregister(id, 6), out::add);
    publish(Dict.of("acknowledge", true));
    call();
    call();
    out.clear();
    List<Message> answers =
        List.of(
            new Subscribed(1, 5),
            new Unsubscribed(2, Dict.EMPTY),
            new Registered(3, 6),
            new Unregistered(4, Dict.EMPTY),
            new Published(5, 9),
            new Result(6, Dict.EMPTY, Payload.NONE),
            new ErrorMessage(Call.CODE, 7, Dict.EMPTY, "com.error", Payload.NONE));

    // When
    answers.forEach(answer -> session.onMessage(answer, out::add));

    // Then
    List<ClientOutput> expected = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      expected.add(new ClientOutput.Answered(i + 1L, answers.get(i)));
    }
    assertEquals(expected, out);
  }

  @Test
  void anAnswerOfTheWrongKindIsAViolation() {
    // Given
    establish();
    call();
    out.clear();

    // When
    session.onMessage(new Registered(1, 2), out::add);

    // Then
    assertAborted(ErrorUri.PROTOCOL_VIOLATION, CloseCause.PROTOCOL_VIOLATION);
  }

  @Test
  void aLateAnswerToASettledRequestIsIgnored() {
    // Given
    establish();
    call();
    session.onMessage(
        new ErrorMessage(Call.CODE, 1, Dict.EMPTY, ErrorUri.CANCELED, Payload.NONE), out::add);
    out.clear();

    // When
    session.onMessage(new Result(1, Dict.EMPTY, Payload.NONE), out::add);

    // Then
    assertEquals(List.of(), out);
    assertTrue(session.isEstablished());
  }

  @Test
  void progressiveResultsLeaveTheCallOpen() {
    // Given
    establish();
    call();
    out.clear();
    Result progress = new Result(1, Dict.of("progress", true), Payload.NONE);
    Result last = new Result(1, Dict.EMPTY, Payload.NONE);

    // When
    session.onMessage(progress, out::add);
    session.onMessage(progress, out::add);
    session.onMessage(last, out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.Progressed(progress),
            new ClientOutput.Progressed(progress),
            new ClientOutput.Answered(1, last)),
        out);
  }

  @Test
  void noMoreRequestsWaitThanAllowed() {
    // Given
    establish();
    for (int i = 0; i < REQUESTS_MAX; i++) {
      call();
    }

    // When
    assertThrows(IllegalStateException.class, this::call);
    session.onMessage(new Result(2, Dict.EMPTY, Payload.NONE), out::add);

    // Then
    assertEquals(REQUESTS_MAX + 1L, call());
  }

  @Test
  void anUnacknowledgedPublicationTakesNoRoom() {
    // Given
    establish();

    // When
    for (int i = 0; i < 2 * REQUESTS_MAX; i++) {
      publish(Dict.EMPTY);
    }

    // Then
    assertTrue(session.hasRoom());
  }

  @Test
  void requestsNeedAnEstablishedSession() {
    assertThrows(IllegalStateException.class, this::call);
  }

  @Test
  void aSettledCallIsNotCancelled() {
    // Given
    establish();
    call();
    call();
    session.onMessage(new Result(1, Dict.EMPTY, Payload.NONE), out::add);
    out.clear();

    // When
    session.cancel(1, Dict.of("mode", "kill"), out::add);
    session.cancel(2, Dict.of("mode", "kill"), out::add);

    // Then
    assertEquals(List.of(new ClientOutput.Send(new Cancel(2, Dict.of("mode", "kill")))), out);
  }

  // ---- invocations

  @Test
  void anInvocationIsAnsweredOnce() {
    // Given
    establish();
    session.onMessage(new Invocation(4, 9, Dict.EMPTY, Payload.NONE), out::add);
    out.clear();
    Yield yield = new Yield(4, Dict.EMPTY, Payload.NONE);

    // When
    boolean first = session.reply(yield, out::add);
    boolean second = session.reply(yield, out::add);

    // Then
    assertTrue(first);
    assertFalse(second);
    assertEquals(List.of(new ClientOutput.Send(yield)), out);
  }

  @Test
  void aProgressiveYieldLeavesTheInvocationOpen() {
    // Given
    establish();
    session.onMessage(new Invocation(4, 9, Dict.EMPTY, Payload.NONE), out::add);

    // When
    boolean progress =
        session.reply(new Yield(4, Dict.of("progress", true), Payload.NONE), out::add);

    // Then
    assertTrue(progress);
    assertTrue(session.reply(new Yield(4, Dict.EMPTY, Payload.NONE), out::add));
  }

  @Test
  void anInterruptReachesOnlyAnOpenInvocation() {
    // Given
    establish();
    session.onMessage(new Invocation(4, 9, Dict.EMPTY, Payload.NONE), out::add);
    out.clear();
    Interrupt interrupt = new Interrupt(4, Dict.of("mode", "kill"));

    // When
    session.onMessage(interrupt, out::add);
    session.onMessage(new Interrupt(5, Dict.EMPTY), out::add);

    // Then
    assertEquals(List.of(new ClientOutput.Interrupted(interrupt)), out);
  }

  @Test
  void oneInvocationTooManyIsAnsweredUnavailable() {
    // Given
    establish();
    session.onMessage(new Invocation(1, 9, Dict.EMPTY, Payload.NONE), out::add);
    session.onMessage(new Invocation(2, 9, Dict.EMPTY, Payload.NONE), out::add);
    out.clear();

    // When
    session.onMessage(new Invocation(3, 9, Dict.EMPTY, Payload.NONE), out::add);

    // Then
    ErrorMessage error = assertInstanceOf(ErrorMessage.class, onlySent());
    assertEquals(3, error.request());
    assertEquals(Invocation.CODE, error.requestType());
    assertEquals(ErrorUri.UNAVAILABLE, error.error());
  }

  private static Invocation part(long request, boolean more) {
    return new Invocation(request, 9, Dict.of("progress", more), Payload.NONE);
  }

  @Test
  void furtherArgumentsOfAnInvocationAreHandedOn() {
    // Given
    establish();
    session.onMessage(part(1, true), out::add);

    // When
    session.onMessage(part(1, true), out::add);
    session.onMessage(part(1, false), out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.Invoked(part(1, true)),
            new ClientOutput.InvocationContinued(part(1, true)),
            new ClientOutput.InvocationContinued(part(1, false))),
        out);
  }

  @Test
  void argumentsAfterTheLastAreAViolation() {
    // Given
    establish();
    session.onMessage(part(1, true), out::add);
    session.onMessage(part(1, false), out::add);
    out.clear();

    // When
    session.onMessage(part(1, false), out::add);

    // Then
    assertAborted(ErrorUri.PROTOCOL_VIOLATION, CloseCause.PROTOCOL_VIOLATION);
  }

  @Test
  void argumentsAfterOurAnswerAreIgnored() {
    // Given
    establish();
    session.onMessage(part(1, true), out::add);
    session.reply(new Yield(1, Dict.EMPTY, Payload.NONE), out::add);
    out.clear();

    // When
    session.onMessage(part(1, true), out::add);
    session.onMessage(part(1, false), out::add);

    // Then
    assertEquals(List.of(), out);
  }

  @Test
  void argumentsOfAnInvocationTooManyAreIgnored() {
    // Given
    establish();
    session.onMessage(part(1, false), out::add);
    session.onMessage(part(2, false), out::add);
    session.onMessage(part(3, true), out::add);
    out.clear();

    // When
    session.onMessage(part(3, false), out::add);

    // Then
    assertEquals(List.of(), out);
  }

  @Test
  void furtherArgumentsOfACallGoOutUntilItIsSettled() {
    // Given
    establish();
    Dict more = Dict.of("progress", true);
    long request = session.request(id -> new Call(id, more, "com.p", Payload.NONE), out::add);
    Call last = new Call(request, Dict.EMPTY, "com.p", Payload.NONE);

    // When
    boolean sent = session.proceed(last, out::add);

    // Then
    assertTrue(sent);
    assertEquals(new ClientOutput.Send(last), out.getLast());
    session.onMessage(new Result(request, Dict.EMPTY, Payload.NONE), out::add);
    assertFalse(session.proceed(last, out::add));
  }

  @Test
  void anInvocationIdInUseIsAViolation() {
    // Given
    establish();
    session.onMessage(new Invocation(1, 9, Dict.EMPTY, Payload.NONE), out::add);
    out.clear();

    // When
    session.onMessage(new Invocation(1, 9, Dict.EMPTY, Payload.NONE), out::add);

    // Then
    assertAborted(ErrorUri.PROTOCOL_VIOLATION, CloseCause.PROTOCOL_VIOLATION);
  }

  @Test
  void revocationsNameWhatIsTakenAway() {
    // Given
    establish();
    Dict registration = Dict.of("registration", 11L, "reason", "com.reason");
    Dict subscription = Dict.of("subscription", 12L);

    // When
    session.onMessage(new Unregistered(0, registration), out::add);
    session.onMessage(new Unsubscribed(0, subscription), out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.RegistrationRevoked(11, registration),
            new ClientOutput.SubscriptionRevoked(12, subscription)),
        out);
  }

  @Test
  void aRevocationOfNothingIsAViolation() {
    // Given
    establish();

    // When
    session.onMessage(new Unsubscribed(0, Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.PROTOCOL_VIOLATION, CloseCause.PROTOCOL_VIOLATION);
  }

  // ---- the end

  @ParameterizedTest
  @CsvSource({
    "wamp.close.killed, KILLED",
    "wamp.close.system_shutdown, SHUTDOWN",
    "wamp.close.close_realm, SHUTDOWN",
    "wamp.close.normal, NORMAL",
    "com.example.own_reason, NORMAL"
  })
  void goodbyeIsAnsweredAndItsReasonGivesTheCause(String reason, CloseCause cause) {
    // Given
    establish();

    // When
    session.onMessage(new Goodbye(Dict.EMPTY, reason), out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.Send(new Goodbye(Dict.EMPTY, CloseUri.GOODBYE_AND_OUT)),
            new ClientOutput.Left(cause, reason, ""),
            new ClientOutput.CloseTransport(cause)),
        out);
  }

  @Test
  void leavingSaysGoodbyeOnceAndEndsWithTheAnswer() {
    // Given
    establish();

    // When
    session.leave(CloseUri.CLOSE_REALM, out::add);
    session.leave(CloseUri.CLOSE_REALM, out::add);
    session.onMessage(new Goodbye(Dict.EMPTY, CloseUri.GOODBYE_AND_OUT), out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.Send(new Goodbye(Dict.EMPTY, CloseUri.CLOSE_REALM)),
            new ClientOutput.Left(CloseCause.NORMAL, CloseUri.GOODBYE_AND_OUT, ""),
            new ClientOutput.CloseTransport(CloseCause.NORMAL)),
        out);
  }

  @Test
  void aRouterThatClosesInsteadOfAnsweringGoodbyeIsNoLoss() {
    // Given
    establish();
    session.leave(CloseUri.CLOSE_REALM, out::add);
    out.clear();

    // When
    session.onLinkClosed(CloseCause.PEER_CLOSED, "EOF", out::add);

    // Then
    assertEquals(List.of(new ClientOutput.Left(CloseCause.NORMAL, "", "EOF")), out);
  }

  @Test
  void leavingWhileJoiningAborts() {
    // When
    session.leave(CloseUri.CLOSE_REALM, out::add);

    // Then
    assertAborted(CloseUri.CLOSE_REALM, CloseCause.SHUTDOWN);
  }

  @Test
  void theEndIsToldOnce() {
    // Given
    establish();

    // When
    session.onLinkClosed(CloseCause.PING_TIMEOUT, "no pong", out::add);
    session.onLinkClosed(CloseCause.IO_ERROR, "again", out::add);
    session.close(CloseCause.SHUTDOWN, out::add);
    session.onViolation(new ProtocolViolation("late"), out::add);

    // Then
    assertEquals(List.of(new ClientOutput.Left(CloseCause.PING_TIMEOUT, "", "no pong")), out);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterTheEndNothingIsSent(boolean lost) {
    // Given
    establish();
    session.onMessage(new Invocation(1, 9, Dict.EMPTY, Payload.NONE), out::add);
    if (lost) {
      session.onLinkClosed(CloseCause.IO_ERROR, "", out::add);
    } else {
      session.close(CloseCause.SHUTDOWN, out::add);
    }
    out.clear();

    // When
    boolean replied = session.reply(new Yield(1, Dict.EMPTY, Payload.NONE), out::add);

    // Then
    assertFalse(replied);
    assertEquals(List.of(), out);
  }

  @Test
  void aFrameThatIsNoMessageAborts() {
    // Given
    establish();

    // When
    session.onViolation(new ProtocolViolation("frame: expected a list"), out::add);

    // Then
    assertAborted(ErrorUri.PROTOCOL_VIOLATION, CloseCause.PROTOCOL_VIOLATION);
  }

  // ---- helpers

  private static ClientSession session(ClientAuthenticator authenticator) {
    return new ClientSession("factory", authenticator, REQUESTS_MAX, INVOCATIONS_MAX, false);
  }

  private void establish() {
    session.onMessage(WELCOME, out::add);
    out.clear();
  }

  private long call() {
    return session.request(id -> new Call(id, Dict.EMPTY, "com.p", Payload.NONE), out::add);
  }

  private long publish(Dict options) {
    return session.request(id -> new Publish(id, options, "com.t", Payload.NONE), out::add);
  }

  private Message onlySent() {
    assertEquals(1, out.size(), () -> "outputs: " + out);
    return assertInstanceOf(ClientOutput.Send.class, out.getFirst()).message();
  }

  private void assertAborted(String reason, CloseCause cause) {
    assertEquals(3, out.size(), () -> "outputs: " + out);
    Message sent = assertInstanceOf(ClientOutput.Send.class, out.get(0)).message();
    assertEquals(reason, assertInstanceOf(Abort.class, sent).reason());
    assertEquals(cause, assertInstanceOf(ClientOutput.Left.class, out.get(1)).cause());
    assertEquals(new ClientOutput.CloseTransport(cause), out.get(2));
    assertTrue(session.isClosed());
  }

  /** A method that says a constant, or fails when it is called broken. */
  private record Ticket(String method) implements ClientAuthenticator {

    @Override
    public String authid() {
      return "fridge";
    }

    @Override
    public Dict authextra() {
      return Dict.EMPTY;
    }

    @Override
    public Authenticate answer(Challenge challenge) {
      if (method.equals("broken")) {
        throw new IllegalStateException("the key does not fit");
      }
      return new Authenticate("secret", Dict.EMPTY);
    }
  }
}
