package io.junctor.component.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Every message by hand, on one thread: the order is what the test says. */
class WampSessionTest {

  private final List<Message> sent = new ArrayList<>();
  private final List<CloseCause> closed = new ArrayList<>();
  private final WampSession session =
      new WampSession(new SessionSettings("factory", null, 2, 4, false));
  private TransportHandler router;

  private void join() {
    session.join(connector());
    router.onMessage(
        new Welcome(
            7,
            Dict.of(
                "roles", Dict.of("dealer", Dict.of("features", Dict.of("call_canceling", true))))));
    sent.clear();
  }

  @Test
  void joiningCompletesWithWhatTheRouterSaid() {
    // Given
    CompletionStage<JoinedSession> joined = session.join(connector());

    // When
    router.onMessage(new Welcome(7, Dict.of("authid", "a", "authrole", "b")));

    // Then
    assertEquals(
        new JoinedSession(7, "factory", "a", "b", Dict.EMPTY), joined.toCompletableFuture().join());
  }

  @Test
  void aRefusalFailsTheJoin() {
    // Given
    CompletionStage<JoinedSession> joined = session.join(connector());

    // When
    router.onMessage(new Abort(Dict.EMPTY, "wamp.error.no_such_realm", Payload.NONE));

    // Then
    assertInstanceOf(JoinRefusedException.class, failure(joined));
    assertEquals(List.of(CloseCause.REFUSED), closed);
  }

  @Test
  void aLinkThatCannotBeOpenedFailsTheJoinWithItsOwnFailure() {
    // When
    CompletionStage<JoinedSession> joined =
        session.join(
            new Connector() {
              @Override
              public CompletionStage<Transport> connect(TransportHandler handler) {
                return CompletableFuture.failedStage(new IllegalStateException("refused"));
              }

              @Override
              public String target() {
                return "nowhere";
              }
            });

    // Then
    assertEquals("refused", failure(joined).getMessage());
    assertTrue(session.left().toCompletableFuture().isDone());
  }

  @Test
  void aResultThatCrossesItsCancellationWins() {
    // Given
    join();
    PendingCall call = session.call("com.p", Dict.EMPTY, Payload.NONE, null);
    Result result = new Result(1, Dict.EMPTY, Payload.NONE);

    // When
    boolean asked = call.cancel(CancelMode.KILL);
    router.onMessage(result);
    router.onMessage(
        new ErrorMessage(Call.CODE, 1, Dict.EMPTY, "wamp.error.canceled", Payload.NONE));

    // Then
    assertTrue(asked);
    assertEquals(new Cancel(1, Dict.of("mode", "kill")), sent.getLast());
    assertEquals(result, call.result().toCompletableFuture().join());
    assertEquals(List.of(), closed);
  }

  @Test
  void aSettledCallIsNotCancelled() {
    // Given
    join();
    PendingCall call = session.call("com.p", Dict.EMPTY, Payload.NONE, null);
    router.onMessage(new Result(1, Dict.EMPTY, Payload.NONE));

    // When
    boolean asked = call.cancel(CancelMode.KILL);

    // Then
    assertFalse(asked);
    assertEquals(1, sent.size());
  }

  @Test
  void aRouterWithoutCancelingIsNotAskedToCancel() {
    // Given
    session.join(connector());
    router.onMessage(new Welcome(7, Dict.EMPTY));
    PendingCall call = session.call("com.p", Dict.EMPTY, Payload.NONE, null);

    // When
    boolean asked = call.cancel(CancelMode.KILL);

    // Then
    assertFalse(asked);
    assertInstanceOf(Call.class, sent.getLast());
  }

  @Test
  void theBoundOfWaitingRequestsHolds() {
    // Given
    join();
    session.call("com.p", Dict.EMPTY, Payload.NONE, null);
    session.call("com.p", Dict.EMPTY, Payload.NONE, null);

    // When
    assertThrows(
        TooManyRequestsException.class,
        () -> session.call("com.p", Dict.EMPTY, Payload.NONE, null));

    // Then
    assertEquals(2, sent.size());
  }

  @Test
  void anUnconfirmedPublicationCompletesAtOnce() {
    // Given
    join();

    // When
    CompletionStage<OptionalLong> published = session.publish("com.t", Dict.EMPTY, Payload.NONE);

    // Then
    assertEquals(OptionalLong.empty(), published.toCompletableFuture().getNow(null));
  }

  @Test
  void everythingThatWaitsFailsWhenTheLinkIsLost() {
    // Given
    join();
    PendingCall call = session.call("com.p", Dict.EMPTY, Payload.NONE, null);
    CompletionStage<OptionalLong> publish =
        session.publish("com.t", Dict.of("acknowledge", true), Payload.NONE);

    // When
    router.onClosed(CloseCause.PING_TIMEOUT, "no pong");

    // Then
    SessionLostException lost =
        assertInstanceOf(SessionLostException.class, failure(call.result()));
    assertEquals(CloseCause.PING_TIMEOUT, lost.closeCause());
    assertInstanceOf(SessionLostException.class, failure(publish));
    assertThrows(
        NotConnectedException.class, () -> session.call("com.p", Dict.EMPTY, Payload.NONE, null));
  }

  @Test
  void aViolationIsAbortedAndEndsTheSession() {
    // Given
    join();

    // When
    router.onViolation(new ProtocolViolation("frame: no list"));

    // Then
    assertInstanceOf(Abort.class, sent.getLast());
    assertEquals(
        CloseCause.PROTOCOL_VIOLATION, session.left().toCompletableFuture().join().cause());
  }

  @Test
  void anInvocationIsAnsweredOnceAndKnowsItsInterrupt() {
    // Given
    join();
    List<IncomingCall> calls = new ArrayList<>();
    session.register("com.p", Dict.EMPTY, calls::add);
    router.onMessage(new Registered(1, 50));
    router.onMessage(new Invocation(9, 50, Dict.EMPTY, Payload.NONE));
    router.onMessage(new Interrupt(9, Dict.EMPTY));

    // When
    boolean first = calls.getFirst().result(Dict.EMPTY, Payload.NONE);
    boolean second = calls.getFirst().error("com.e", Dict.EMPTY, Payload.NONE);

    // Then
    assertTrue(calls.getFirst().isCancelled());
    assertTrue(first);
    assertFalse(second);
    assertEquals(new Yield(9, Dict.EMPTY, Payload.NONE), sent.getLast());
  }

  @Test
  void anOpenInvocationIsCancelledWhenTheSessionEnds() {
    // Given
    join();
    List<IncomingCall> calls = new ArrayList<>();
    session.register("com.p", Dict.EMPTY, calls::add);
    router.onMessage(new Registered(1, 50));
    router.onMessage(new Invocation(9, 50, Dict.EMPTY, Payload.NONE));
    int[] told = new int[1];
    calls.getFirst().onCancelled(() -> told[0]++);

    // When
    router.onClosed(CloseCause.IO_ERROR, "");

    // Then
    assertEquals(1, told[0]);
    assertFalse(calls.getFirst().result(Dict.EMPTY, Payload.NONE));
  }

  @Test
  void anInvocationOfAnUnknownRegistrationIsAnswered() {
    // Given
    join();

    // When
    router.onMessage(new Invocation(9, 50, Dict.EMPTY, Payload.NONE));

    // Then
    ErrorMessage error = assertInstanceOf(ErrorMessage.class, sent.getLast());
    assertEquals("wamp.error.no_such_registration", error.error());
  }

  @Test
  void anEventRightBehindSubscribedIsDelivered() {
    // Given
    join();
    List<Event> events = new ArrayList<>();
    session.subscribe("com.t", Dict.EMPTY, events::add);
    Event event = new Event(60, 1, Dict.EMPTY, Payload.NONE);

    // When
    router.onMessage(new Subscribed(1, 60));
    router.onMessage(event);

    // Then
    assertEquals(List.of(event), events);
  }

  @Test
  void aSubscriptionThatAnUnsubscribeOvertakesIsMadeAgain() {
    // Given: the first stands; the second is on its way when the first is given up
    join();
    List<Event> events = new ArrayList<>();
    CompletableFuture<SessionSubscription> first =
        session.subscribe("com.t", Dict.EMPTY, _ -> {}).toCompletableFuture();
    router.onMessage(new Subscribed(1, 60));
    CompletableFuture<SessionSubscription> second =
        session.subscribe("com.t", Dict.EMPTY, events::add).toCompletableFuture();
    first.join().unsubscribe();
    assertEquals(new Unsubscribe(3, 60), sent.getLast());

    // When: the router knows one subscription, and ends it after it confirmed it
    router.onMessage(new Subscribed(2, 60));
    router.onMessage(new Unsubscribed(3, Dict.EMPTY));
    assertEquals(new Subscribe(4, Dict.EMPTY, "com.t"), sent.getLast());
    router.onMessage(new Subscribed(4, 61));
    router.onMessage(new Event(61, 1, Dict.EMPTY, Payload.NONE));

    // Then
    assertEquals(61, second.join().id());
    assertEquals(1, events.size());
  }

  @Test
  void aHandlerThatFailsDoesNotKeepTheNextFromItsEvent() {
    // Given
    join();
    List<Event> events = new ArrayList<>();
    session.subscribe(
        "com.a",
        Dict.EMPTY,
        _ -> {
          throw new IllegalStateException("a mistake of the user");
        });
    router.onMessage(new Subscribed(1, 60));
    session.subscribe("com.b", Dict.EMPTY, events::add);
    router.onMessage(new Subscribed(2, 61));

    // When
    router.onMessage(new Event(60, 1, Dict.EMPTY, Payload.NONE));
    router.onMessage(new Event(61, 2, Dict.EMPTY, Payload.NONE));

    // Then
    assertEquals(1, events.size());
  }

  @Test
  void closingBeforeTheLinkIsOpenClosesItAsSoonAsItIs() {
    // Given
    CompletableFuture<Transport> late = new CompletableFuture<>();
    session.join(
        new Connector() {
          @Override
          public CompletionStage<Transport> connect(TransportHandler handler) {
            return late;
          }

          @Override
          public String target() {
            return "late";
          }
        });
    session.close(CloseCause.HANDSHAKE_TIMEOUT);

    // When
    late.complete(new Link());

    // Then
    assertEquals(1, closed.size());
    assertEquals(List.of(), sent);
  }

  private static Throwable failure(CompletionStage<?> stage) {
    CompletionException thrown =
        assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
    return thrown.getCause();
  }

  /** Registers a procedure; its calls and their further arguments are collected. */
  private void register(boolean takesProgress, List<IncomingCall> calls, List<Invocation> parts) {
    session.register(
        "com.p",
        Dict.EMPTY,
        new InvocationHandler() {
          @Override
          public void onInvocation(IncomingCall call) {
            calls.add(call);
            call.onMore(parts::add);
          }

          @Override
          public boolean takesProgress() {
            return takesProgress;
          }
        });
    router.onMessage(new Registered(1, 5));
    sent.clear();
  }

  @Test
  void argumentsThatComeBitByBitReachTheHandlerInOrder() {
    // Given
    join();
    List<IncomingCall> calls = new ArrayList<>();
    List<Invocation> parts = new ArrayList<>();
    register(true, calls, parts);
    Invocation more = new Invocation(1, 5, Dict.of("progress", true), Payload.NONE);
    Invocation last = new Invocation(1, 5, Dict.EMPTY, Payload.NONE);

    // When
    router.onMessage(more);
    router.onMessage(more);
    router.onMessage(last);

    // Then
    assertTrue(calls.getFirst().hasMore());
    assertEquals(List.of(more, last), parts);
    assertTrue(calls.getFirst().result(Dict.EMPTY, Payload.NONE));
  }

  @Test
  void aHandlerThatTakesNoneIsNotGivenHalfTheArguments() {
    // Given
    join();
    List<IncomingCall> calls = new ArrayList<>();
    register(false, calls, new ArrayList<>());

    // When
    router.onMessage(new Invocation(1, 5, Dict.of("progress", true), Payload.NONE));
    router.onMessage(new Invocation(1, 5, Dict.EMPTY, Payload.NONE));

    // Then
    assertEquals(List.of(), calls);
    ErrorMessage refusal = assertInstanceOf(ErrorMessage.class, sent.getFirst());
    assertEquals("wamp.error.feature_not_supported", refusal.error());
    assertEquals(1, sent.size());
  }

  @Test
  void aCallProceedsUntilItIsSettled() {
    // Given
    join();
    Dict more = Dict.of("progress", true);
    PendingCall call = session.call("com.p", more, Payload.NONE, null);

    // When
    boolean first = call.proceed(Payload.NONE, false);
    boolean second = call.proceed(Payload.NONE, true);
    router.onMessage(new Result(1, Dict.EMPTY, Payload.NONE));

    // Then
    assertTrue(first && second);
    assertEquals(
        List.of(
            new Call(1, more, "com.p", Payload.NONE),
            new Call(1, more, "com.p", Payload.NONE),
            new Call(1, Dict.EMPTY, "com.p", Payload.NONE)),
        sent);
    assertFalse(call.proceed(Payload.NONE, true));
  }

  private Connector connector() {
    return new Connector() {
      @Override
      public CompletionStage<Transport> connect(TransportHandler handler) {
        router = handler;
        return CompletableFuture.completedStage(new Link());
      }

      @Override
      public String target() {
        return "the test";
      }
    };
  }

  private final class Link implements Transport {

    @Override
    public TransportDetails details() {
      return new TransportDetails(TransportDetails.Kind.LOCAL, Format.CBOR, "local", true);
    }

    @Override
    public void send(Outgoing message) {
      sent.add(message.message());
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void setReading(boolean reading) {}

    @Override
    public void close(CloseCause cause) {
      closed.add(cause);
    }
  }
}
