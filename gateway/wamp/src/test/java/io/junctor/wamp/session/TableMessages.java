package io.junctor.wamp.session;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.EventReceived;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
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
import io.junctor.wamp.uri.CloseUri;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of the tables in {@code SESSIONS.md}: row -> message. Their numbers fit what {@link
 * ClientInState} has asked for.
 */
final class TableMessages {

  // what the client of the table waits for
  static final long SUBSCRIBE = 1;
  static final long UNSUBSCRIBE = 2;
  static final long REGISTER = 3;
  static final long UNREGISTER = 4;
  static final long PUBLISH = 5;
  static final long CALL = 6;
  static final long INVOCATION = 100;
  static final long NOTHING = 4711;

  static final String REALM = "open";
  static final String REALM_WITH_PROOF = "closed";
  static final String REALM_THAT_THINKS = "asked";
  static final long SESSION = 7;

  static final Map<String, Message> TO_ROUTERS = toRouters();
  static final Map<String, Message> TO_CLIENTS = toClients();

  private TableMessages() {}

  static Hello hello(String realm) {
    return new Hello(realm, Dict.of("roles", Dict.of("caller", Dict.EMPTY)));
  }

  /** Of a session that may outlast its link. */
  static Welcome welcome() {
    return new Welcome(SESSION, Dict.of("resumable", true, "resume_token", "one"));
  }

  private static ErrorMessage error(int requestType, long request) {
    return new ErrorMessage(requestType, request, Dict.EMPTY, "com.example.error", Payload.NONE);
  }

  // What each side may send and the other not; the numbers are nobody's.
  private static Map<String, Message> toRouters() {
    Map<String, Message> rows = new LinkedHashMap<>(fromClients());
    rows.put("HELLO of a realm that asks for proof", hello(REALM_WITH_PROOF));
    rows.put("ERROR of an invocation", error(Invocation.CODE, 1));
    rows.put("ERROR of a call", error(Call.CODE, 1));
    rows.put("ABORT", new Abort(Dict.EMPTY, CloseUri.NORMAL, Payload.NONE));
    rows.put("GOODBYE", new Goodbye(Dict.EMPTY, CloseUri.NORMAL));
    rows.put("WELCOME", welcome());
    rows.put("CHALLENGE", new Challenge("ticket", Dict.EMPTY));
    rows.put("PUBLISHED", new Published(1, 1));
    rows.put("SUBSCRIBED", new Subscribed(1, 1));
    rows.put("UNSUBSCRIBED", new Unsubscribed(1, Dict.EMPTY));
    rows.put("EVENT", new Event(1, 1, Dict.EMPTY, Payload.NONE));
    rows.put("RESULT", new Result(1, Dict.EMPTY, Payload.NONE));
    rows.put("REGISTERED", new Registered(1, 1));
    rows.put("UNREGISTERED", new Unregistered(1, Dict.EMPTY));
    rows.put("INVOCATION", new Invocation(1, 1, Dict.EMPTY, Payload.NONE));
    rows.put("INTERRUPT", new Interrupt(1, Dict.EMPTY));
    return rows;
  }

  private static Map<String, Message> fromClients() {
    Map<String, Message> rows = new LinkedHashMap<>();
    rows.put("HELLO", hello(REALM));
    rows.put("AUTHENTICATE", new Authenticate("secret", Dict.EMPTY));
    rows.put("PUBLISH", new Publish(1, Dict.EMPTY, "t", Payload.NONE));
    rows.put("SUBSCRIBE", new Subscribe(1, Dict.EMPTY, "t"));
    rows.put("UNSUBSCRIBE", new Unsubscribe(1, 1));
    rows.put("EVENT_RECEIVED", new EventReceived(1, Dict.EMPTY));
    rows.put("CALL", new Call(1, Dict.EMPTY, "p", Payload.NONE));
    rows.put("CANCEL", new Cancel(1, Dict.EMPTY));
    rows.put("REGISTER", new Register(1, Dict.EMPTY, "p"));
    rows.put("UNREGISTER", new Unregister(1, 1));
    rows.put("YIELD", new Yield(1, Dict.EMPTY, Payload.NONE));
    return rows;
  }

  private static Map<String, Message> toClients() {
    Map<String, Message> rows = new LinkedHashMap<>(fromClients());
    rows.put("WELCOME", welcome());
    rows.put(
        "WELCOME back",
        new Welcome(
            SESSION,
            Dict.builder()
                .put("resumable", true)
                .put("resume_token", "two")
                .put("resumed", true)
                .put("x_received", 0L)
                .build()));
    rows.put("CHALLENGE", new Challenge("ticket", Dict.EMPTY));
    rows.put("ABORT", new Abort(Dict.EMPTY, CloseUri.SYSTEM_SHUTDOWN, Payload.NONE));
    rows.put("GOODBYE", new Goodbye(Dict.EMPTY, CloseUri.KILLED));
    answers(rows);
    rows.put("UNSUBSCRIBED, revoked", new Unsubscribed(0, Dict.of("subscription", 9L)));
    rows.put("UNREGISTERED, revoked", new Unregistered(0, Dict.of("registration", 9L)));
    rows.put("EVENT", new Event(1, 2, Dict.EMPTY, Payload.NONE));
    rows.put("INVOCATION", new Invocation(INVOCATION + 1, 2, Dict.EMPTY, Payload.NONE));
    rows.put("INTERRUPT", new Interrupt(INVOCATION, Dict.EMPTY));
    rows.put("INTERRUPT of nothing", new Interrupt(NOTHING, Dict.EMPTY));
    return rows;
  }

  private static void answers(Map<String, Message> rows) {
    rows.put("PUBLISHED", new Published(PUBLISH, 2));
    rows.put("SUBSCRIBED", new Subscribed(SUBSCRIBE, 2));
    rows.put("UNSUBSCRIBED", new Unsubscribed(UNSUBSCRIBE, Dict.EMPTY));
    rows.put("REGISTERED", new Registered(REGISTER, 2));
    rows.put("UNREGISTERED", new Unregistered(UNREGISTER, Dict.EMPTY));
    rows.put("RESULT", new Result(CALL, Dict.EMPTY, Payload.NONE));
    rows.put("RESULT in progress", new Result(CALL, Dict.of("progress", true), Payload.NONE));
    rows.put("ERROR of a call", error(Call.CODE, CALL));
    rows.put("ERROR of an invocation", error(Invocation.CODE, CALL));
    rows.put("PUBLISHED for nothing", new Published(NOTHING, 2));
    rows.put("SUBSCRIBED for nothing", new Subscribed(NOTHING, 2));
    rows.put("UNSUBSCRIBED for nothing", new Unsubscribed(NOTHING, Dict.EMPTY));
    rows.put("REGISTERED for nothing", new Registered(NOTHING, 2));
    rows.put("UNREGISTERED for nothing", new Unregistered(NOTHING, Dict.EMPTY));
    rows.put("RESULT for nothing", new Result(NOTHING, Dict.EMPTY, Payload.NONE));
    rows.put("RESULT of a subscription", new Result(SUBSCRIBE, Dict.EMPTY, Payload.NONE));
    rows.put("ERROR for nothing", error(Call.CODE, NOTHING));
  }
}
