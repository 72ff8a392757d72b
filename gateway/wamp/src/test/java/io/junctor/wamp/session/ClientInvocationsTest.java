package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client is asked for, and what is taken from it. */
class ClientInvocationsTest extends OneClientSession {

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
}
