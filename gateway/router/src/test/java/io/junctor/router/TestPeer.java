package io.junctor.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.SessionDetails;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client beside a {@link TestRealm}: what it sends and what it got. */
final class TestPeer {

  final SessionDetails details;
  final Serializer serializer;
  private final TestRealm realm;
  private final Deque<Message> inbox = new ArrayDeque<>();
  private Output.@Nullable Kick kick;
  private long lastRequest;
  private long lastInvocation;

  TestPeer(TestRealm realm, SessionDetails details) {
    this.realm = realm;
    this.details = details;
    this.serializer = Serializers.of(details.format());
  }

  long id() {
    return details.session();
  }

  void deliver(Message message) {
    assertNull(kick, () -> "sent to a session that was kicked: " + message);
    inbox.add(message);
    if (message instanceof Invocation invocation) {
      lastInvocation = invocation.request();
    }
  }

  void onKick(Output.Kick output) {
    assertNull(kick, "kicked twice");
    kick = output;
  }

  /** The kick it got; fails when it got none. */
  Output.Kick kicked() {
    if (kick == null) {
      throw new AssertionError("not kicked; got " + inbox);
    }
    return kick;
  }

  boolean isKicked() {
    return kick != null;
  }

  /** The next message, which must be of the type. */
  <T extends Message> T take(Class<T> type) {
    Message next = inbox.poll();
    if (!type.isInstance(next)) {
      throw new AssertionError("expected " + type.getSimpleName() + ", got " + next + details());
    }
    return type.cast(next);
  }

  private String details() {
    return kick == null ? "" : ", kicked with " + kick.farewell();
  }

  /** The next message must be an ERROR with the URI. */
  ErrorMessage takeError(String uri) {
    ErrorMessage error = take(ErrorMessage.class);
    assertEquals(uri, error.error());
    return error;
  }

  void expectNothing() {
    assertEquals(List.of(), List.copyOf(inbox));
  }

  /** Everything that came, in order; the inbox is empty afterwards. */
  List<Message> drain() {
    List<Message> all = List.copyOf(inbox);
    inbox.clear();
    return all;
  }

  void clear() {
    inbox.clear();
  }

  long nextRequest() {
    return ++lastRequest;
  }

  void send(Message message) {
    realm.send(id(), message);
  }

  Payload payload(Object... args) {
    return serializer.payload(Arrays.asList(args), Map.of());
  }

  List<Object> args(Message.WithPayload message) {
    return serializer.args(message.payload());
  }

  // requests: send, return the request id

  long publish(String topic, Dict options, Object... args) {
    long request = nextRequest();
    send(new Publish(request, options, topic, payload(args)));
    return request;
  }

  long publish(String topic, Object... args) {
    return publish(topic, Dict.EMPTY, args);
  }

  long call(String procedure, Dict options, Object... args) {
    long request = nextRequest();
    send(new Call(request, options, procedure, payload(args)));
    return request;
  }

  long call(String procedure, Object... args) {
    return call(procedure, Dict.EMPTY, args);
  }

  long trySubscribe(String topic, Dict options) {
    long request = nextRequest();
    send(new Subscribe(request, options, topic));
    return request;
  }

  long tryRegister(String procedure, Dict options) {
    long request = nextRequest();
    send(new Register(request, options, procedure));
    return request;
  }

  // requests that must succeed: send, take the answer

  long subscribe(String topic) {
    return subscribe(topic, Dict.EMPTY);
  }

  long subscribe(String topic, String match) {
    return subscribe(topic, Dict.of("match", match));
  }

  long subscribe(String topic, Dict options) {
    trySubscribe(topic, options);
    return take(Subscribed.class).subscription();
  }

  long register(String procedure) {
    return register(procedure, Dict.EMPTY);
  }

  long register(String procedure, Dict options) {
    tryRegister(procedure, options);
    return take(Registered.class).registration();
  }

  void yields(long invocation, Dict options, Object... args) {
    send(new Yield(invocation, options, payload(args)));
  }

  void fails(long invocation, String error, Object... args) {
    send(new ErrorMessage(Invocation.CODE, invocation, Dict.EMPTY, error, payload(args)));
  }

  /** The id of the last invocation that came. */
  long lastInvocation() {
    return lastInvocation;
  }

  /** Calls a meta procedure; its positional results. */
  List<Object> meta(String procedure, Object... args) {
    call(procedure, args);
    return args(take(Result.class));
  }
}
