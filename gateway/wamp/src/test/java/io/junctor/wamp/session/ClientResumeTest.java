package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client whose session outlasts its link. */
class ClientResumeTest {

  private static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "test", true);
  private static final Dict OFFER = Dict.of("resumable", true, "resume_token", "one");
  private static final Event EVENT = new Event(1, 2, Dict.EMPTY, Payload.NONE);

  private final List<ClientOutput> outputs = new ArrayList<>();
  private final ClientSession session = new ClientSession("realm", null, 16, 1, false, true);

  private List<ClientOutput> taken() {
    List<ClientOutput> taken = List.copyOf(outputs);
    outputs.clear();
    return taken;
  }

  private List<ClientOutput> on(Message message) {
    session.onMessage(message, outputs::add);
    return taken();
  }

  private Dict open() {
    session.onOpen(LINK, outputs::add);
    Message hello = assertInstanceOf(ClientOutput.Send.class, taken().getFirst()).message();
    return assertInstanceOf(Hello.class, hello).details();
  }

  private List<ClientOutput> lose(CloseCause cause) {
    session.onLinkClosed(cause, "cut", outputs::add);
    return taken();
  }

  private void suspend() {
    open();
    on(new Welcome(7, OFFER));
    on(EVENT);
    on(EVENT);
    lose(CloseCause.IO_ERROR);
  }

  private static Welcome resumed(long id) {
    return new Welcome(
        id,
        Dict.of("resumable", true, "resume_token", "two")
            .with("resumed", true)
            .with("x_received", 3L));
  }

  @Test
  void asksToBeKept() {
    assertTrue(open().bool("resumable", false));
  }

  @Test
  void comesBackWithItsTokenAndTheNumberOfWhatItHas() {
    suspend();

    Dict hello = open();

    assertEquals(7, hello.integer("resume-session", 0));
    assertEquals("one", hello.string("resume-token"));
    assertEquals(2, hello.integer("x_received", -1));
    assertTrue(hello.bool("resumable", false));
  }

  @Test
  void goesOnWhereItWas() {
    // Given
    open();
    on(new Welcome(7, OFFER));
    long call = session.request(id -> new Call(id, Dict.EMPTY, "p", Payload.NONE), outputs::add);
    taken();
    assertInstanceOf(ClientOutput.Suspended.class, lose(CloseCause.PING_TIMEOUT).getFirst());
    // When
    assertTrue(session.isEstablished() && session.isSuspended());
    open();
    List<ClientOutput> back = on(resumed(7));
    // Then
    assertEquals(List.of(new ClientOutput.Resumed(3)), back);
    assertFalse(session.isSuspended());
    Result result = new Result(call, Dict.EMPTY, Payload.NONE);
    assertEquals(List.of(new ClientOutput.Answered(call, result)), on(result));
    lose(CloseCause.IO_ERROR);
    assertEquals("two", open().string("resume-token"));
  }

  @Test
  void anAttemptThatFailsIsNotTheEnd() {
    suspend();
    open();

    assertInstanceOf(ClientOutput.Suspended.class, lose(CloseCause.PEER_CLOSED).getFirst());
    assertInstanceOf(ClientOutput.Suspended.class, lose(CloseCause.IO_ERROR).getFirst());
    assertEquals("one", open().string("resume-token"));
  }

  @Test
  void aNewSessionInsteadOfTheOldOneIsTheEnd() {
    suspend();
    open();

    List<ClientOutput> end = on(new Welcome(8, OFFER));

    assertEquals(new ClientOutput.Send(new Goodbye(Dict.EMPTY, CloseUri.NORMAL)), end.getFirst());
    assertEquals(
        new ClientOutput.Left(CloseCause.PEER_CLOSED, "", "the router did not keep the session"),
        end.get(1));
    assertTrue(session.isClosed());
  }

  @Test
  void anotherSessionThanItsOwnIsNotBelieved() {
    suspend();
    open();

    on(resumed(8));

    assertTrue(session.isClosed());
  }

  @Test
  void aRefusalIsTheEnd() {
    suspend();
    open();

    List<ClientOutput> end =
        on(new Abort(Dict.EMPTY, ErrorUri.AUTHENTICATION_FAILED, Payload.NONE));

    assertEquals(
        CloseCause.REFUSED, assertInstanceOf(ClientOutput.Left.class, end.getFirst()).cause());
  }

  @ParameterizedTest
  @EnumSource(
      value = CloseCause.class,
      names = {"PEER_CLOSED", "IO_ERROR", "PING_TIMEOUT"},
      mode = EnumSource.Mode.EXCLUDE)
  void anEndThatSomebodyWantedIsNoLoss(CloseCause cause) {
    open();
    on(new Welcome(7, OFFER));

    assertInstanceOf(ClientOutput.Left.class, lose(cause).getFirst());
  }

  @Test
  void aRouterThatDoesNotKeepSessionsLosesThem() {
    open();
    on(new Welcome(7, Dict.EMPTY));

    assertFalse(session.outlastsLink());
    assertInstanceOf(ClientOutput.Left.class, lose(CloseCause.IO_ERROR).getFirst());
  }

  @Test
  void leavingWithoutALinkIsTheEnd() {
    suspend();

    session.leave(CloseUri.NORMAL, outputs::add);

    assertInstanceOf(ClientOutput.Left.class, taken().getFirst());
    assertTrue(session.isClosed());
  }
}
