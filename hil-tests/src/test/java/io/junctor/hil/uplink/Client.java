package io.junctor.hil.uplink;

import io.junctor.component.session.IncomingCall;
import io.junctor.component.session.PendingCall;
import io.junctor.component.session.RequestRefusedException;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A session of somebody at one of the routers, blocking where a test wants an answer. */
final class Client {

  /** Beyond the time in which a silent line is noticed: a call under way may wait that long. */
  private static final int PATIENCE_SECONDS = 30;

  private static final Serializer VALUES = Serializers.of(Format.CBOR);

  private final WampSession session;

  private Client(WampSession session) {
    this.session = session;
  }

  /** Joins by a ticket. */
  static Client join(NettyLoops loops, String url, String authid, String ticket)
      throws IOException {
    WampSession session =
        new WampSession(
            SessionSettings.of("junctor")
                .withAuthenticator(new TicketAuthenticator(authid, ticket)));
    await(session.join(new NettyConnector(loops, ConnectorConfig.of(url, Format.CBOR))));
    return new Client(session);
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static Payload payload(Object... args) {
    return VALUES.payload(List.of(args), Map.of());
  }

  static Payload keyword(String name, Object value) {
    return VALUES.payload(List.of(), Map.of(name, value));
  }

  static List<Object> args(Message.WithPayload message) {
    return VALUES.args(message.payload());
  }

  static Map<String, Object> kwargs(Message.WithPayload message) {
    return VALUES.kwargs(message.payload());
  }

  /** Publishes and waits for PUBLISHED. */
  void publish(String topic, Object... args) {
    publish(topic, Dict.EMPTY, payload(args));
  }

  /** Publishes and waits for PUBLISHED. */
  void publish(String topic, Dict options, Payload payload) {
    var _ = await(session.publish(topic, options.with("acknowledge", true), payload));
  }

  /** Publishes and does not wait. */
  CompletionStage<?> beginToPublish(String topic, Object... args) {
    return session.publish(topic, Dict.of("acknowledge", true), payload(args));
  }

  Inbox subscribe(String topic, String match) {
    Inbox inbox = new Inbox();
    Dict options = Dict.of("match", match, "get_retained", true);
    var _ = await(session.subscribe(topic, options, inbox.events::add));
    return inbox;
  }

  void register(String procedure, Consumer<IncomingCall> handler) {
    register(procedure, "exact", handler);
  }

  void register(String procedure, String match, Consumer<IncomingCall> handler) {
    Dict options = Dict.of("match", match, "disclose_caller", true);
    var _ = await(session.register(procedure, options, handler::accept));
  }

  PendingCall begin(String procedure, Dict options, Object... args) {
    return session.call(procedure, options, payload(args), null);
  }

  PendingCall begin(String procedure, Consumer<Result> onProgress, Object... args) {
    return session.call(procedure, Dict.EMPTY, payload(args), onProgress);
  }

  List<Object> call(String procedure, Object... args) {
    return args(await(begin(procedure, Dict.EMPTY, args).result()));
  }

  /** Calls and returns the ERROR. */
  ErrorMessage fail(String procedure, Object... args) {
    return failure(begin(procedure, Dict.EMPTY, args).result());
  }

  /** Waits for the ERROR of a call. */
  static ErrorMessage failure(CompletionStage<Result> result) {
    try {
      throw new AssertionError("expected an ERROR, got " + args(await(result)));
    } catch (RequestRefusedException e) {
      return e.answer();
    }
  }

  void close() {
    session.close(CloseCause.SHUTDOWN);
  }

  /** Events in the order they came. */
  static final class Inbox {

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    Event next() {
      try {
        Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
          throw new AssertionError("no event came within " + PATIENCE_SECONDS + " s");
        }
        return event;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    /** Fails when more has come up to now. */
    void expectNothing() {
      Event event = events.poll();
      if (event != null) {
        throw new AssertionError("expected nothing more, got " + args(event));
      }
    }

    /** The keyword arguments of the next event whose {@code value} is the wanted one. */
    Map<String, Object> untilValue(Object wanted) {
      Map<String, Object> kwargs = kwargs(next());
      while (!wanted.equals(kwargs.get("value"))) {
        kwargs = kwargs(next());
      }
      return kwargs;
    }
  }
}
