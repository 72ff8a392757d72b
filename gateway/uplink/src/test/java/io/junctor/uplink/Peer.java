package io.junctor.uplink;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.junctor.component.session.InvocationHandler;
import io.junctor.component.session.PendingCall;
import io.junctor.component.session.RequestRefusedException;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A session that tests speak with, blocking. */
final class Peer {

  static final Serializer VALUES = Serializers.of(Format.JSON);

  final WampSession session;

  Peer(Connector connector, SessionSettings settings, String authid) {
    session = new WampSession(settings.withAuthenticator(OpenAuthenticator.local(authid)));
    await(session.join(connector));
  }

  static Payload kwargs(Map<String, ?> kwargs) {
    return VALUES.payload(List.of(), kwargs);
  }

  static Payload args(Object... args) {
    return VALUES.payload(List.of(args), Map.of());
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  void publish(String topic, Object value) {
    publish(topic, Dict.EMPTY, args(value));
  }

  /** Publishes and waits for PUBLISHED. */
  void publish(String topic, Dict options, Payload payload) {
    await(session.publish(topic, options.with("acknowledge", true), payload));
  }

  Inbox subscribe(String prefix) {
    Inbox inbox = new Inbox();
    Dict options = Dict.of("match", "prefix", "get_retained", true);
    await(session.subscribe(prefix, options, inbox.events::add));
    return inbox;
  }

  void register(String procedure, InvocationHandler handler) {
    await(session.register(procedure, Dict.EMPTY, handler));
  }

  PendingCall begin(String procedure, Dict options, Payload payload) {
    return session.call(procedure, options, payload, null);
  }

  Result call(String procedure, Object... args) {
    return await(begin(procedure, Dict.EMPTY, args(args)).result());
  }

  /** Calls and returns the ERROR. */
  ErrorMessage fail(String procedure, Dict options) {
    return failure(begin(procedure, options, Payload.NONE).result());
  }

  static ErrorMessage failure(CompletionStage<Result> result) {
    try {
      await(result);
    } catch (RequestRefusedException e) {
      return e.answer();
    }
    throw new AssertionError("expected an ERROR");
  }

  void close() {
    session.close(CloseCause.SHUTDOWN);
  }

  /** Events in the order they came. */
  static final class Inbox {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    Event next() {
      try {
        Event event = events.poll(10, TimeUnit.SECONDS);
        assertNotNull(event, "no event came");
        return event;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** The next event of a topic; others are left out. */
    Event next(String topic) {
      Event event = next();
      while (!topic.equals(event.details().string("topic"))) {
        event = next();
      }
      return event;
    }

    Object value() {
      return VALUES.args(next().payload()).getFirst();
    }

    void expectNothing() {
      assertNull(events.poll(), "an event came");
    }
  }
}
