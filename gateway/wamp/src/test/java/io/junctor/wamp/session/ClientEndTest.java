package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which a client's session ends. */
class ClientEndTest extends OneClientSession {

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
}
