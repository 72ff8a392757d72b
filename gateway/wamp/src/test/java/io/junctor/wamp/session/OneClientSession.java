package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportDetails;
import java.util.ArrayList;
import java.util.List;

/** A {@link ClientSession} in the hands of a test, and what came out of it. */
abstract class OneClientSession {

  static final int REQUESTS_MAX = 3;
  static final int INVOCATIONS_MAX = 2;
  static final TransportDetails LINK =
      new TransportDetails(TransportDetails.Kind.WEBSOCKET, Format.JSON, "test", true);
  static final Welcome WELCOME = new Welcome(7, Dict.EMPTY);

  final List<ClientOutput> out = new ArrayList<>();
  ClientSession session = session(null);

  static ClientSession session(ClientAuthenticator authenticator) {
    return new ClientSession("factory", authenticator, REQUESTS_MAX, INVOCATIONS_MAX, false);
  }

  void establish() {
    session.onMessage(WELCOME, out::add);
    out.clear();
  }

  long call() {
    return session.request(id -> new Call(id, Dict.EMPTY, "com.p", Payload.NONE), out::add);
  }

  long publish(Dict options) {
    return session.request(id -> new Publish(id, options, "com.t", Payload.NONE), out::add);
  }

  Message onlySent() {
    assertEquals(1, out.size(), () -> "outputs: " + out);
    return assertInstanceOf(ClientOutput.Send.class, out.getFirst()).message();
  }

  void assertAborted(String reason, CloseCause cause) {
    assertEquals(3, out.size(), () -> "outputs: " + out);
    Message sent = assertInstanceOf(ClientOutput.Send.class, out.get(0)).message();
    assertEquals(reason, assertInstanceOf(Abort.class, sent).reason());
    assertEquals(cause, assertInstanceOf(ClientOutput.Left.class, out.get(1)).cause());
    assertEquals(new ClientOutput.CloseTransport(cause), out.get(2));
    assertTrue(session.isClosed());
  }

  /** A method that says a constant, or fails when it is called broken. */
  record Ticket(String method) implements ClientAuthenticator {

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
