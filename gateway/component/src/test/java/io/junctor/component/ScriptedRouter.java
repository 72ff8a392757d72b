package io.junctor.component;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
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
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The other end: consents to everything unless the test says otherwise, and keeps what was sent.
 * Each link has a thread of its own, and every message crosses it as bytes.
 */
final class ScriptedRouter implements Connector {

  static {
    // What is awaited here takes microseconds; the library's default is a tenth of a second.
    Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
    Awaitility.setDefaultPollDelay(Duration.ZERO);
  }

  static final Serializer VALUES = Serializers.of(Format.CBOR);

  private static final Dict ROLES =
      Dict.of(
          "broker",
          Dict.of("features", Dict.EMPTY),
          "dealer",
          Dict.of("features", Dict.of("call_canceling", true)));

  final List<Link> links = new CopyOnWriteArrayList<>();
  final List<Message> sent = new CopyOnWriteArrayList<>();

  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final AtomicLong ids = new AtomicLong(1000);
  // procedure or topic -> id in the latest session
  private final Map<String, Long> standing = new ConcurrentHashMap<>();
  // given a message: the answer, or null for none; asked before the default behaviour
  private final Map<Class<? extends Message>, Function<Message, @Nullable Message>> scripts =
      new ConcurrentHashMap<>();
  volatile boolean writable = true;
  final AtomicInteger refusedWrites = new AtomicInteger(); // answers "no" to isWritable

  /** The next attempts fail, one for each. */
  synchronized void failNext(int attempts) {
    for (int i = 0; i < attempts; i++) {
      failures.add(new IllegalStateException("connection refused"));
    }
  }

  /** Answers messages of a kind differently; null answers nothing. */
  <M extends Message> void script(Class<M> kind, Function<M, @Nullable Message> script) {
    scripts.put(kind, message -> script.apply(kind.cast(message)));
  }

  void unscript(Class<? extends Message> kind) {
    scripts.remove(kind);
  }

  Link link() {
    return links.getLast();
  }

  /** What was sent of one kind, in order. */
  <M extends Message> List<M> sent(Class<M> kind) {
    return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <M extends Message> M last(Class<M> kind) {
    return sent(kind).getLast();
  }

  boolean stands(String uri) {
    return standing.containsKey(uri);
  }

  long idOf(String uri) {
    return standing.get(uri);
  }

  void event(String uri, List<?> args, Map<String, ?> kwargs) {
    event(uri, Dict.EMPTY, args, kwargs);
  }

  void event(String uri, Dict details, List<?> args, Map<String, ?> kwargs) {
    link()
        .deliver(
            new Event(idOf(uri), ids.incrementAndGet(), details, VALUES.payload(args, kwargs)));
  }

  long invoke(String uri, List<?> args, Map<String, ?> kwargs) {
    return invoke(uri, Dict.EMPTY, args, kwargs);
  }

  /** Invokes a procedure; its id. */
  long invoke(String uri, Dict details, List<?> args, Map<String, ?> kwargs) {
    long id = ids.incrementAndGet();
    link().deliver(new Invocation(id, idOf(uri), details, VALUES.payload(args, kwargs)));
    return id;
  }

  void interrupt(long invocation) {
    link().deliver(new Interrupt(invocation, Dict.of("mode", "kill")));
  }

  static Result result(Call call, List<?> args, Map<String, ?> kwargs) {
    return new Result(call.request(), Dict.EMPTY, VALUES.payload(args, kwargs));
  }

  static ErrorMessage refusal(Message.OfRequest request, String error) {
    return new ErrorMessage(
        request.code(),
        request.request(),
        Dict.EMPTY,
        error,
        VALUES.payload(List.of("no"), Map.of()));
  }

  static List<Object> args(Message.WithPayload message) {
    return VALUES.args(message.payload());
  }

  static Map<String, Object> kwargs(Message.WithPayload message) {
    return VALUES.kwargs(message.payload());
  }

  @Override
  public synchronized CompletionStage<Transport> connect(TransportHandler handler) {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      return CompletableFuture.failedStage(failure);
    }
    Link link = new Link(handler);
    standing.clear();
    links.add(link);
    return CompletableFuture.supplyAsync(() -> link, link.thread);
  }

  @Override
  public String target() {
    return "scripted router";
  }

  private @Nullable Message answer(Message message) {
    var script = scripts.get(message.getClass());
    return script == null ? consent(message) : script.apply(message);
  }

  @Nullable Message consent(Message message) {
    return switch (message) {
      case Hello hello ->
          new Welcome(
              ids.incrementAndGet(),
              Dict.builder()
                  .put("roles", ROLES)
                  .put("realm", hello.realm())
                  .put("authid", "fridge")
                  .put("authrole", "device")
                  .build());
      case Register register -> new Registered(register.request(), stand(register.procedure()));
      case Subscribe subscribe -> new Subscribed(subscribe.request(), stand(subscribe.topic()));
      case Unregister unregister -> {
        standing.values().remove(unregister.registration());
        yield new Unregistered(unregister.request(), Dict.EMPTY);
      }
      case Unsubscribe unsubscribe -> {
        standing.values().remove(unsubscribe.subscription());
        yield new Unsubscribed(unsubscribe.request(), Dict.EMPTY);
      }
      case Publish publish when publish.options().bool("acknowledge", false) ->
          new Published(publish.request(), ids.incrementAndGet());
      case Call call -> new Result(call.request(), Dict.EMPTY, Payload.NONE);
      case Cancel cancel ->
          new ErrorMessage(
              Call.CODE, cancel.request(), Dict.EMPTY, "wamp.error.canceled", Payload.NONE);
      case Goodbye _ -> new Goodbye(Dict.EMPTY, "wamp.close.goodbye_and_out");
      case Authenticate _ -> throw new AssertionError("nobody was challenged");
      default -> null;
    };
  }

  private long stand(String uri) {
    return standing.computeIfAbsent(uri, _ -> ids.incrementAndGet());
  }

  /** One connection. */
  final class Link implements Transport {

    private final TransportHandler handler;
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("link").factory());
    private boolean closed; // on the thread

    Link(TransportHandler handler) {
      this.handler = handler;
    }

    void deliver(Message message) {
      Message crossed = VALUES.decode(VALUES.encode(message));
      thread.execute(
          () -> {
            if (!closed) {
              handler.onMessage(crossed);
            }
          });
    }

    /** The network takes the link away. */
    void cut() {
      end(CloseCause.IO_ERROR, "connection reset");
    }

    void becomesWritable() {
      writable = true;
      thread.execute(handler::onWritable);
    }

    @Override
    public TransportDetails details() {
      return new TransportDetails(TransportDetails.Kind.LOCAL, Format.CBOR, "local", true);
    }

    @Override
    public void send(Outgoing message) {
      Message crossed = VALUES.decode(message.bytes(VALUES));
      thread.execute(
          () -> {
            if (closed) {
              return;
            }
            Message answer = answer(crossed);
            sent.add(crossed);
            if (answer != null) {
              deliver(answer);
            }
          });
    }

    @Override
    public boolean isWritable() {
      if (!writable) {
        refusedWrites.incrementAndGet();
      }
      return writable;
    }

    @Override
    public void setReading(boolean reading) {}

    @Override
    public void close(CloseCause cause) {
      end(cause, "closed");
    }

    private void end(CloseCause cause, String detail) {
      thread.execute(
          () -> {
            if (!closed) {
              closed = true;
              handler.onClosed(cause, detail);
            }
          });
    }
  }
}
