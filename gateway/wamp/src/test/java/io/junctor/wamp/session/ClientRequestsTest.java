package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
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
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client asks for, and the answers. */
class ClientRequestsTest extends OneClientSession {

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
}
