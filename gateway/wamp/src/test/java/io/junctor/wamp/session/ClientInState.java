package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** A {@link ClientSession} in a state of {@code SESSIONS.md}, and what becomes of a message. */
final class ClientInState {

  private static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "test", true);
  private static final Challenge CHALLENGE = new Challenge("ticket", Dict.EMPTY);

  private final List<ClientOutput> outputs = new ArrayList<>();
  private final ClientSession session =
      new ClientSession(TableMessages.REALM, new Ticket(), 16, 16, false, true);

  ClientInState(String state) {
    session.onOpen(LINK, outputs::add);
    switch (state) {
      case "Joining" -> {}
      case "Challenged" -> on(CHALLENGE);
      case "Established" -> join();
      case "Suspended" -> suspend();
      case "Joining, coming back" -> comeBack();
      case "Challenged, coming back" -> {
        comeBack();
        on(CHALLENGE);
      }
      case "Closing" -> {
        join();
        session.leave(CloseUri.CLOSE_REALM, outputs::add);
      }
      case "Closed" -> {
        join();
        session.close(CloseCause.SHUTDOWN, outputs::add);
      }
      default -> throw new IllegalArgumentException(state);
    }
    assertEquals(state.split(",", 2)[0], session.state().getClass().getSimpleName());
    outputs.clear();
  }

  private void on(Message message) {
    session.onMessage(message, outputs::add);
  }

  private void join() {
    on(TableMessages.welcome());
    request(TableMessages.SUBSCRIBE, id -> new Subscribe(id, Dict.EMPTY, "t"));
    request(TableMessages.UNSUBSCRIBE, id -> new Unsubscribe(id, 1));
    request(TableMessages.REGISTER, id -> new Register(id, Dict.EMPTY, "p"));
    request(TableMessages.UNREGISTER, id -> new Unregister(id, 1));
    Dict acknowledge = Dict.of("acknowledge", true);
    request(TableMessages.PUBLISH, id -> new Publish(id, acknowledge, "t", Payload.NONE));
    request(TableMessages.CALL, id -> new Call(id, Dict.EMPTY, "p", Payload.NONE));
    on(new Invocation(TableMessages.INVOCATION, 2, Dict.EMPTY, Payload.NONE));
  }

  private void request(long expected, LongFunction<? extends Message.OfRequest> message) {
    assertEquals(expected, session.request(message, outputs::add));
  }

  private void suspend() {
    join();
    session.onLinkClosed(CloseCause.IO_ERROR, "cut", outputs::add);
  }

  private void comeBack() {
    suspend();
    session.onOpen(LINK, outputs::add);
  }

  /** The word of the table for what the message does; all of its outputs must fit that word. */
  String outcome(Message message) {
    on(message);
    if (outputs.isEmpty()) {
      return "-";
    }
    if (outputs.size() > 1) {
      return end();
    }
    return switch (outputs.getFirst()) {
      case ClientOutput.Joined _ -> "joins";
      case ClientOutput.Resumed _ -> "goes on";
      case ClientOutput.Send(Authenticate _) -> "answers";
      case ClientOutput.Answered(_, Message answer) when answer.equals(message) -> "to the user";
      case ClientOutput.Progressed(Message result) when result.equals(message) -> "to the user";
      case ClientOutput.Delivered(Message event) when event.equals(message) -> "to the user";
      case ClientOutput.Invoked(Message call) when call.equals(message) -> "to the user";
      case ClientOutput.Interrupted(Message wish) when wish.equals(message) -> "to the user";
      case ClientOutput.RegistrationRevoked _, ClientOutput.SubscriptionRevoked _ -> "to the user";
      default -> outputs.toString();
    };
  }

  // Perhaps a last word, then the user hears of it, then the link is closed.
  private String end() {
    int last = outputs.size() - 1;
    if (!session.isClosed()
        || !(outputs.get(last) instanceof ClientOutput.CloseTransport)
        || !(outputs.get(last - 1) instanceof ClientOutput.Left left)) {
      return "does not end: " + outputs;
    }
    if (last == 1) {
      return "ends";
    }
    if (last == 2 && outputs.getFirst() instanceof ClientOutput.Send(Message said)) {
      if (said instanceof Abort abort
          && abort.reason().equals(ErrorUri.PROTOCOL_VIOLATION)
          && left.cause() == CloseCause.PROTOCOL_VIOLATION) {
        return "violation";
      }
      if (said.equals(new Goodbye(Dict.EMPTY, CloseUri.GOODBYE_AND_OUT))) {
        return "goodbye";
      }
      if (said.equals(new Goodbye(Dict.EMPTY, CloseUri.NORMAL))) {
        return "gives up";
      }
    }
    return outputs.toString();
  }

  private record Ticket() implements ClientAuthenticator {

    @Override
    public String method() {
      return "ticket";
    }

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
      return new Authenticate("secret", Dict.EMPTY);
    }
  }
}
