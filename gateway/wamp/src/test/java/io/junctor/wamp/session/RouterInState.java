package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A {@link RouterSession} in a state of {@code SESSIONS.md}, and what becomes of a message. */
final class RouterInState {

  private static final Identity ALICE = new Identity("alice", "user", "ticket", "static");
  private static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "127.0.0.1:5", false);

  private final List<SessionOutput> outputs = new ArrayList<>();
  private final RouterSession session =
      new RouterSession(RouterInState::authenticator, () -> TableMessages.SESSION, LINK);
  private final boolean hadJoined;

  RouterInState(String state) {
    switch (state) {
      case "AwaitingHello" -> {}
      case "Authenticating" -> on(TableMessages.hello(TableMessages.REALM_WITH_PROOF));
      case "Deciding" -> on(TableMessages.hello(TableMessages.REALM_THAT_THINKS));
      case "Established" -> join();
      case "Closing" -> {
        join();
        session.close(new Goodbye(Dict.EMPTY, CloseUri.KILLED), CloseCause.KILLED, outputs::add);
      }
      case "Closed" -> {
        join();
        session.onTransportClosed(CloseCause.PEER_CLOSED, outputs::add);
      }
      case "Closed, parked" -> {
        join();
        session.onParked();
      }
      default -> throw new IllegalArgumentException(state);
    }
    assertEquals(state.split(",", 2)[0], session.state().getClass().getSimpleName());
    hadJoined = session.isEstablished();
    outputs.clear();
  }

  private static Authenticator authenticator(String realm) {
    return switch (realm) {
      case TableMessages.REALM -> (_, _) -> new AuthStep.Accept(ALICE);
      case TableMessages.REALM_WITH_PROOF ->
          (_, _) ->
              new AuthStep.Ask(
                  new Challenge("ticket", Dict.EMPTY), _ -> new AuthStep.Accept(ALICE));
      default -> (_, _) -> new AuthStep.Later(new CompletableFuture<>());
    };
  }

  private void join() {
    on(TableMessages.hello(TableMessages.REALM));
  }

  private void on(Message message) {
    session.onMessage(message, outputs::add);
  }

  /** The word of the table for what the message does; all of its outputs must fit that word. */
  String outcome(Message message) {
    on(message);
    if (outputs.isEmpty()) {
      return "-";
    }
    if (outputs.equals(List.of(new SessionOutput.Forward(message)))) {
      return "to the realm";
    }
    if (outputs.getFirst() instanceof SessionOutput.Joined && session.isEstablished()) {
      return "joins";
    }
    if (outputs.equals(List.of(new SessionOutput.Send(new Challenge("ticket", Dict.EMPTY))))) {
      return "challenges";
    }
    return end();
  }

  // The realm hears of it first, then the peer, then the link is closed.
  private String end() {
    List<SessionOutput> rest = outputs;
    if (hadJoined && rest.getFirst() instanceof SessionOutput.Left) {
      rest = rest.subList(1, rest.size());
    } else if (hadJoined) {
      return "does not leave: " + outputs;
    }
    if (!session.isClosed()
        || !(rest.getLast() instanceof SessionOutput.CloseTransport(CloseCause cause))) {
      return "does not close: " + outputs;
    }
    List<SessionOutput> said = rest.subList(0, rest.size() - 1);
    if (said.isEmpty()) {
      return "ends";
    }
    if (said.size() == 1 && said.getFirst() instanceof SessionOutput.Send(Message last)) {
      if (last instanceof Abort abort
          && abort.reason().equals(ErrorUri.PROTOCOL_VIOLATION)
          && cause == CloseCause.PROTOCOL_VIOLATION) {
        return "violation";
      }
      if (last.equals(new Goodbye(Dict.EMPTY, CloseUri.GOODBYE_AND_OUT))) {
        return "goodbye";
      }
    }
    return outputs.toString();
  }
}
