package io.junctor.hil.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A session in the hands of a test: sends requests with ids in order, waits for answers, and tells
 * what else came. One thread.
 */
public final class Peer implements AutoCloseable {

  /** The subscription id that fences ask to end: nobody has it. */
  private static final long NOBODYS_SUBSCRIPTION = 4711;

  private final Link link;
  private final Serializer serializer;
  private Welcome welcome = new Welcome(1, Dict.EMPTY); // replaced by join
  private long lastRequest;

  /** A peer that has not said HELLO. */
  public Peer(Link link, Wire wire) {
    this.link = link;
    this.serializer = Serializers.of(wire.format());
  }

  // --- session ---

  /** Joins with every feature announced; fails when the router refuses. */
  public Peer join(String realm, Credentials credentials) {
    return join(realm, credentials, Features.ALL);
  }

  /** Joins; fails when the router refuses. */
  public Peer join(String realm, Credentials credentials, Dict roles) {
    Message answer = tryToJoin(realm, credentials, roles);
    if (!(answer instanceof Welcome accepted)) {
      throw new AssertionError("expected WELCOME, got " + describe(answer));
    }
    welcome = accepted;
    return this;
  }

  /** Says HELLO, answers a challenge and returns WELCOME or ABORT. */
  public Message tryToJoin(String realm, Credentials credentials, Dict roles) {
    Dict.Builder details = Dict.builder().put("roles", roles);
    credentials.helloDetails().asMap().forEach(details::put);
    link.send(new Hello(realm, details.build()));
    Message first = link.receive("CHALLENGE, WELCOME or ABORT");
    if (!(first instanceof Challenge challenge)) {
      return first;
    }
    link.send(credentials.answer(challenge));
    return link.receive("WELCOME or ABORT");
  }

  /** The session's id. */
  public long session() {
    return welcome.session();
  }

  /** What the router said of itself and of this session. */
  public Dict welcomeDetails() {
    return welcome.details();
  }

  /** Says GOODBYE and returns the router's answer. */
  public Goodbye leave() {
    link.send(new Goodbye(Dict.EMPTY, "wamp.close.normal"));
    return receive(Goodbye.class);
  }

  /** The link under the session. */
  public Link link() {
    return link;
  }

  // --- requests ---

  /** The next request id. */
  public long nextRequest() {
    return ++lastRequest;
  }

  /** Subscribes and returns the subscription's id. */
  public long subscribe(String topic) {
    return subscribe(topic, Dict.EMPTY);
  }

  /** Subscribes and returns the subscription's id. */
  public long subscribe(String topic, Dict options) {
    link.send(new Subscribe(nextRequest(), options, topic));
    return receive(Subscribed.class).subscription();
  }

  /** Registers and returns the registration's id. */
  public long register(String procedure) {
    return register(procedure, Dict.EMPTY);
  }

  /** Registers and returns the registration's id. */
  public long register(String procedure, Dict options) {
    link.send(new Register(nextRequest(), options, procedure));
    return receive(Registered.class).registration();
  }

  /** Publishes without asking for an acknowledgement. */
  public void publish(String topic, Dict options, Object... args) {
    link.send(new Publish(nextRequest(), options, topic, payload(List.of(args), Map.of())));
  }

  /** Publishes and waits for the acknowledgement; returns the publication's id. */
  public long publishAndWait(String topic, Dict options, List<?> args, Map<String, ?> kwargs) {
    Dict acknowledged = options.with("acknowledge", true);
    link.send(new Publish(nextRequest(), acknowledged, topic, payload(args, kwargs)));
    return receive(Published.class).publication();
  }

  /** Publishes and waits for the acknowledgement; returns the publication's id. */
  public long publishAndWait(String topic, Object... args) {
    return publishAndWait(topic, Dict.EMPTY, List.of(args), Map.of());
  }

  /** Sends a CALL and returns its request id. */
  public long call(String procedure, Dict options, List<?> args, Map<String, ?> kwargs) {
    long request = nextRequest();
    link.send(new Call(request, options, procedure, payload(args, kwargs)));
    return request;
  }

  /** Sends a CALL with positional arguments and returns its request id. */
  public long call(String procedure, Object... args) {
    return call(procedure, Dict.EMPTY, List.of(args), Map.of());
  }

  /** Cancels a call of this peer. */
  public void cancel(long request, String mode) {
    link.send(new Cancel(request, Dict.of("mode", mode)));
  }

  /** Answers an invocation. */
  public void answer(Invocation invocation, Dict options, List<?> args, Map<String, ?> kwargs) {
    link.send(new Yield(invocation.request(), options, payload(args, kwargs)));
  }

  /** Answers an invocation with its final result. */
  public void answer(Invocation invocation, Object... args) {
    answer(invocation, Dict.EMPTY, List.of(args), Map.of());
  }

  /** Answers an invocation with an error. */
  public void fail(Invocation invocation, String error, List<?> args, Map<String, ?> kwargs) {
    link.send(
        new ErrorMessage(
            Invocation.CODE, invocation.request(), Dict.EMPTY, error, payload(args, kwargs)));
  }

  /** Sends any message. */
  public void send(Message message) {
    link.send(message);
  }

  // --- what comes in ---

  /** The next message, which must be of the kind. */
  public <T extends Message> T receive(Class<T> kind) {
    Message message = link.receive(kind.getSimpleName());
    if (!kind.isInstance(message)) {
      throw new AssertionError(
          "expected %s, got %s".formatted(kind.getSimpleName(), describe(message)));
    }
    return kind.cast(message);
  }

  /** The next message, which must be an ERROR with the URI. */
  public ErrorMessage receiveError(String uri) {
    ErrorMessage error = receive(ErrorMessage.class);
    assertEquals(uri, error.error(), () -> describe(error));
    return error;
  }

  /** The next message, which must be an ABORT with the reason; then the end of the link. */
  public Abort receiveAbort(String reason) {
    Abort abort = receive(Abort.class);
    assertEquals(reason, abort.reason(), () -> describe(abort));
    link.awaitEnd();
    return abort;
  }

  /**
   * Everything the router had for this peer up to now. It asks the router something whose answer
   * comes after all of that, so "nothing came" needs no waiting.
   */
  public List<Message> drain() {
    long request = nextRequest();
    link.send(new Unsubscribe(request, NOBODYS_SUBSCRIPTION));
    List<Message> before = new ArrayList<>();
    while (true) {
      Message message = link.receive("the answer to a fence");
      if (message instanceof ErrorMessage error
          && error.requestType() == Unsubscribe.CODE
          && error.request() == request) {
        return before;
      }
      before.add(message);
    }
  }

  /** Positional arguments of a message. */
  public List<Object> args(Message.WithPayload message) {
    return serializer.args(message.payload());
  }

  /** Keyword arguments of a message. */
  public Map<String, Object> kwargs(Message.WithPayload message) {
    return serializer.kwargs(message.payload());
  }

  /** A payload in this peer's format. */
  public Payload payload(List<?> args, Map<String, ?> kwargs) {
    return serializer.payload(args, kwargs);
  }

  private String describe(Message message) {
    return switch (message) {
      case Abort abort -> abort + " " + abort.details().asMap();
      case ErrorMessage error -> error + " " + args(error);
      case Message.WithPayload other -> other + " " + args(other);
      default -> message.toString();
    };
  }

  @Override
  public void close() {
    link.close();
  }
}
