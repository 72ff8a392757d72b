package io.junctor.component.session;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.session.ClientOutput;
import io.junctor.wamp.session.ClientSession;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session from HELLO to its end, asynchronous, with opaque payloads. Joins once; whoever wants
 * to come back makes a new one.
 *
 * <p>Any thread. One lock guards the protocol's state machine and keeps requests on the wire in the
 * order of their ids; nothing foreign runs under it. Handlers and callbacks of the futures run on
 * the transport's thread, in the order of the messages, and must not block.
 *
 * <p>A request made without a session fails with {@link NotConnectedException}, one that is beyond
 * {@link SessionSettings#requestsMax} with {@link TooManyRequestsException}; one that has no answer
 * when the session ends with {@link SessionLostException}; one that was answered with ERROR with
 * {@link RequestRefusedException}. All of them through the returned stage.
 */
public final class WampSession {

  private static final Logger LOG = LoggerFactory.getLogger(WampSession.class);

  private final SessionSettings settings;
  private final CompletableFuture<JoinedSession> joined = new CompletableFuture<>();
  private final CompletableFuture<SessionEnd> left = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();

  // under the lock
  private final ClientSession client;
  private final Answers answers = new Answers();
  private final Subscriptions subscriptions = new Subscriptions();
  private final Callees callees = new Callees();
  private final WriteGate gate = new WriteGate();
  private @Nullable Transport transport;

  /** A session that has not joined yet. */
  public WampSession(SessionSettings settings) {
    this.settings = settings;
    this.client =
        new ClientSession(
            settings.realm(),
            settings.authenticator(),
            settings.requestsMax(),
            settings.invocationsMax(),
            settings.opaquePayloads());
  }

  /**
   * Opens a link and joins the realm; call it once. There is no timeout here: {@link #close} gives
   * up.
   *
   * @return the session as the router announced it; fails with {@link JoinRefusedException}, {@link
   *     SessionLostException} or the connector's own failure.
   */
  public CompletionStage<JoinedSession> join(Connector connector) {
    connector
        .connect(new Handler())
        .whenComplete(
            (link, failure) -> {
              if (failure == null) {
                opened(link);
              } else {
                joined.completeExceptionally(failure);
                step(out -> client.onLinkClosed(CloseCause.IO_ERROR, "not connected", out));
              }
            });
    return joined.minimalCompletionStage();
  }

  /** Completes when the session has ended, in whatever way; never fails. */
  public CompletionStage<SessionEnd> left() {
    return left.minimalCompletionStage();
  }

  /** The format of the link: payloads made in it need no transcoding. JSON before it is open. */
  public Format format() {
    lock.lock();
    try {
      return transport == null ? Format.JSON : transport.details().format();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Calls a procedure.
   *
   * @param options as on the wire; {@code receive_progress} is set here. With {@code progress} the
   *     call needs further arguments by {@link PendingCall#proceed}.
   * @param onProgress is given the progressive results; null asks for none.
   * @throws NotConnectedException when there is no session.
   * @throws TooManyRequestsException when too many requests wait.
   */
  public PendingCall call(
      String procedure, Dict options, Payload payload, @Nullable Consumer<Result> onProgress) {
    Dict sent = onProgress == null ? options : options.with("receive_progress", true);
    CompletableFuture<Message> answer = new CompletableFuture<>();
    long request =
        request(
            id -> new Call(id, sent, procedure, payload),
            new Answers.Waiting(answer, onProgress, null),
            "CALL " + procedure);
    return new PendingCall(this, request, procedure, answer.thenApply(Result.class::cast));
  }

  /** Calls a procedure without options; every failure comes through the stage. */
  public CompletionStage<Result> call(String procedure, Payload payload) {
    try {
      return call(procedure, Dict.EMPTY, payload, null).result();
    } catch (SessionException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /**
   * Publishes an event.
   *
   * @return the publication id once the router confirmed; empty, at once, without {@code
   *     acknowledge}.
   */
  public CompletionStage<OptionalLong> publish(String topic, Dict options, Payload payload) {
    boolean acknowledge = options.bool("acknowledge", false);
    CompletableFuture<Message> answer = new CompletableFuture<>();
    try {
      request(
          id -> new Publish(id, options, topic, payload),
          acknowledge ? new Answers.Waiting(answer, null, null) : null,
          "PUBLISH " + topic);
    } catch (SessionException e) {
      return CompletableFuture.failedStage(e);
    }
    return acknowledge
        ? answer.thenApply(message -> OptionalLong.of(((Published) message).publication()))
        : CompletableFuture.completedStage(OptionalLong.empty());
  }

  /** Registers a procedure; invocations may come before the callbacks of the stage have run. */
  public CompletionStage<SessionRegistration> register(
      String procedure, Dict options, InvocationHandler handler) {
    Consumer<Message> onAnswer =
        message -> {
          if (message instanceof Registered registered) {
            callees.add(registered.registration(), handler);
          }
        };
    return ask(id -> new Register(id, options, procedure), onAnswer, "REGISTER " + procedure)
        .thenApply(answer -> new SessionRegistration(this, ((Registered) answer).registration()));
  }

  /** Subscribes to a topic; events may come before the callbacks of the stage have run. */
  public CompletionStage<SessionSubscription> subscribe(
      String topic, Dict options, SubscriptionHandler handler) {
    CompletableFuture<SessionSubscription> made = new CompletableFuture<>();
    subscribe(topic, options, handler, made);
    return made.minimalCompletionStage();
  }

  private void subscribe(
      String topic,
      Dict options,
      SubscriptionHandler handler,
      CompletableFuture<SessionSubscription> made) {
    AtomicReference<@Nullable SessionSubscription> standing = new AtomicReference<>();
    Consumer<Message> onAnswer =
        message -> {
          if (message instanceof Subscribed(long request, long id)
              && !subscriptions.isEnding(id, request)) {
            SessionSubscription one = new SessionSubscription(this, id, handler);
            subscriptions.add(one);
            standing.set(one);
          }
        };
    ask(id -> new Subscribe(id, options, topic), onAnswer, "SUBSCRIBE " + topic)
        .whenComplete(
            (message, failure) -> {
              SessionSubscription one = standing.get();
              if (failure != null) {
                made.completeExceptionally(failure);
              } else if (one == null) {
                subscribe(topic, options, handler, made);
              } else {
                made.complete(one);
              }
            });
  }

  /**
   * Says GOODBYE and closes the link when the router has answered. There is no timeout here: {@link
   * #close} does not wait.
   *
   * @param reason such as {@code wamp.close.close_realm}.
   */
  public CompletionStage<SessionEnd> leave(String reason) {
    step(out -> client.leave(reason, out));
    return left();
  }

  /** Closes the link at once. */
  public void close(CloseCause cause) {
    step(out -> client.close(cause, out));
  }

  /** Whether the router keeps up with what we send. */
  public boolean isWritable() {
    lock.lock();
    try {
      return transport != null && transport.isWritable();
    } finally {
      lock.unlock();
    }
  }

  /** Completes when {@link #isWritable()} or the session has ended. */
  public CompletionStage<Void> whenWritable() {
    lock.lock();
    try {
      return client.isClosed() || isWritable()
          ? CompletableFuture.completedStage(null)
          : gate.opening();
    } finally {
      lock.unlock();
    }
  }

  boolean cancel(long request, CancelMode mode) {
    JoinedSession session = joined.getNow(null);
    if (session == null || !session.routerHas("dealer", "call_canceling")) {
      return false;
    }
    step(out -> client.cancel(request, Dict.of("mode", mode.id()), out));
    return true;
  }

  boolean proceed(Call call) {
    boolean[] sent = new boolean[1];
    step(out -> sent[0] = client.proceed(call, out));
    return sent[0];
  }

  boolean reply(Message.OfRequest answer) {
    boolean[] sent = new boolean[1];
    step(
        out -> {
          sent[0] = client.reply(answer, out);
          if (!isProgress(answer)) {
            callees.answered(answer.request());
          }
        });
    return sent[0];
  }

  private static boolean isProgress(Message.OfRequest answer) {
    return answer instanceof io.junctor.wamp.message.Yield yield
        && yield.options().bool("progress", false);
  }

  CompletionStage<Void> unregister(long registration) {
    Consumer<Message> onAnswer = _ -> callees.remove(registration);
    return ask(id -> new Unregister(id, registration), onAnswer, "UNREGISTER").thenApply(_ -> null);
  }

  CompletionStage<Void> unsubscribe(SessionSubscription subscription) {
    long id = subscription.id();
    lock.lock();
    try {
      if (!subscriptions.removeIsLast(subscription)) {
        return CompletableFuture.completedStage(null);
      }
      long[] request = new long[1];
      Consumer<Message> onAnswer = _ -> subscriptions.ended(id, request[0]);
      CompletableFuture<Message> answer = new CompletableFuture<>();
      request[0] =
          request(
              made -> new Unsubscribe(made, id),
              new Answers.Waiting(answer, null, onAnswer),
              "UNSUBSCRIBE");
      subscriptions.ending(id, request[0]);
      return answer.thenApply(_ -> null);
    } catch (SessionException e) {
      return CompletableFuture.failedStage(e);
    } finally {
      lock.unlock();
    }
  }

  private CompletionStage<Message> ask(
      LongFunction<? extends Message.OfRequest> message, Consumer<Message> onAnswer, String what) {
    CompletableFuture<Message> answer = new CompletableFuture<>();
    try {
      request(message, new Answers.Waiting(answer, null, onAnswer), what);
    } catch (SessionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private long request(
      LongFunction<? extends Message.OfRequest> message,
      Answers.@Nullable Waiting waiting,
      String what) {
    lock.lock();
    try {
      if (!client.isEstablished()) {
        throw new NotConnectedException(what + ": no session in realm " + settings.realm());
      }
      if (!client.hasRoom()) {
        throw new TooManyRequestsException(
            what + ": " + settings.requestsMax() + " requests wait for an answer, no more at once");
      }
      long request = client.request(message, this::send);
      if (waiting != null) {
        answers.put(request, waiting);
      }
      return request;
    } finally {
      lock.unlock();
    }
  }

  /** Requests and replies only ever send. */
  private void send(ClientOutput output) {
    if (output instanceof ClientOutput.Send(Message message) && transport != null) {
      transport.send(new Outgoing(message));
    }
  }

  private void opened(Transport link) {
    boolean late;
    lock.lock();
    try {
      transport = link;
      late = client.isClosed();
    } finally {
      lock.unlock();
    }
    if (late) {
      link.close(CloseCause.SHUTDOWN);
    } else {
      step(out -> client.onOpen(link.details(), out));
    }
  }

  /** Moves the state machine under the lock, then tells everybody, outside of it. */
  private void step(Consumer<Consumer<ClientOutput>> move) {
    List<Runnable> tell = new ArrayList<>(1);
    lock.lock();
    try {
      move.accept(output -> tell.add(carryOut(output)));
    } finally {
      lock.unlock();
    }
    tell.forEach(WampSession::tell);
  }

  /** A handler that fails must not take the transport's thread or the next listener with it. */
  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.error("a handler failed on the transport's thread", e);
    }
  }

  private static void nothing() {}

  private Runnable carryOut(ClientOutput output) {
    return switch (output) {
      case ClientOutput.Send _ -> {
        send(output);
        yield WampSession::nothing;
      }
      case ClientOutput.Joined(var welcome) ->
          () -> joined.complete(JoinedSession.of(welcome, settings.realm()));
      case ClientOutput.Answered(long request, Message answer) -> answered(request, answer);
      case ClientOutput.Progressed(Result result) -> progressed(result);
      case ClientOutput.Delivered(var event) -> {
        List<SessionSubscription> sharing = subscriptions.of(event.subscription());
        yield () -> sharing.forEach(one -> one.handler().onEvent(event));
      }
      case ClientOutput.Invoked(var invocation) ->
          callees.invoked(new IncomingCall(this, invocation));
      case ClientOutput.InvocationContinued(var invocation) -> callees.continued(invocation);
      case ClientOutput.Interrupted(var interrupt) -> callees.interrupted(interrupt);
      case ClientOutput.RegistrationRevoked(long registration, Dict details) ->
          callees.revoked(registration, details);
      case ClientOutput.SubscriptionRevoked(long subscription, Dict details) -> {
        List<SessionSubscription> sharing = subscriptions.removeAll(subscription);
        yield () -> sharing.forEach(one -> one.handler().onRevoked(details));
      }
      case ClientOutput.Left(var cause, var reason, var detail) ->
          ended(new SessionEnd(cause, reason, detail));
      case ClientOutput.CloseTransport(CloseCause cause) -> {
        if (transport != null) {
          transport.close(cause);
        }
        yield WampSession::nothing;
      }
    };
  }

  private Runnable answered(long request, Message answer) {
    Answers.Waiting waiting = answers.remove(request);
    if (waiting == null) {
      return WampSession::nothing;
    }
    if (waiting.onAnswer() != null) {
      waiting.onAnswer().accept(answer);
    }
    return () -> waiting.complete(answer);
  }

  private Runnable progressed(Result result) {
    Answers.Waiting waiting = answers.get(result.request());
    Consumer<Result> onProgress = waiting == null ? null : waiting.onProgress();
    return onProgress == null ? WampSession::nothing : () -> onProgress.accept(result);
  }

  private Runnable ended(SessionEnd end) {
    List<Answers.Waiting> unanswered = answers.removeAll();
    List<IncomingCall> open = callees.removeAll();
    Runnable openGate = gate.open();
    return () -> {
      joined.completeExceptionally(notJoined(end));
      open.forEach(IncomingCall::cancel);
      SessionLostException lost = new SessionLostException(end.cause(), end.sentence());
      unanswered.forEach(one -> one.answer().completeExceptionally(lost));
      openGate.run();
      left.complete(end);
    };
  }

  private SessionException notJoined(SessionEnd end) {
    return end.cause() == CloseCause.REFUSED
        ? new JoinRefusedException(settings.realm(), end.reason(), end.detail())
        : new SessionLostException(end.cause(), end.sentence());
  }

  private final class Handler implements TransportHandler {

    @Override
    public void onMessage(Message message) {
      if (message instanceof Challenge challenge) {
        // deriving a key may take seconds, which the transport's thread has not
        Thread.ofVirtual().name("challenge").start(() -> onChallenge(challenge));
      } else {
        step(out -> client.onMessage(message, out));
      }
    }

    private void onChallenge(Challenge challenge) {
      ClientAuthenticator proof;
      lock.lock();
      try {
        proof = client.proof();
      } finally {
        lock.unlock();
      }
      if (proof != null) {
        proof.prepare(challenge);
      }
      step(out -> client.onMessage(challenge, out));
    }

    @Override
    public void onViolation(ProtocolViolation violation) {
      step(out -> client.onViolation(violation, out));
    }

    @Override
    public void onWritable() {
      Runnable open;
      lock.lock();
      try {
        open = gate.open();
      } finally {
        lock.unlock();
      }
      open.run();
    }

    @Override
    public void onClosed(CloseCause cause, String detail) {
      step(out -> client.onLinkClosed(cause, detail, out));
    }
  }
}
