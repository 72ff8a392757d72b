package io.junctor.component.session;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.session.ClientOutput;
import io.junctor.wamp.session.ClientSession;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol behind a {@link WampSession}: its state machine, the lock around it, the link, and
 * who is told of what comes.
 *
 * <p>Any thread; what stands under the lock is for those who hold it. Nothing foreign runs under
 * it.
 */
final class SessionEngine {

  private static final Logger LOG = LoggerFactory.getLogger(SessionEngine.class);

  final CompletableFuture<JoinedSession> joined = new CompletableFuture<>();
  final CompletableFuture<SessionEnd> left = new CompletableFuture<>();
  final ReentrantLock lock = new ReentrantLock();

  // under the lock
  final ClientSession client;
  final Subscriptions subscriptions = new Subscriptions();
  final Callees callees = new Callees();
  final WriteGate gate = new WriteGate();
  final SessionLink link = new SessionLink();
  private final Answers answers = new Answers();

  private final WampSession session;
  private final SessionSettings settings;
  private volatile @Nullable Connector connector; // set once, by join

  /** The engine of a session that has not joined yet. */
  SessionEngine(WampSession session, SessionSettings settings) {
    this.session = session;
    this.settings = settings;
    this.client =
        new ClientSession(
            settings.realm(),
            settings.authenticator(),
            settings.requestsMax(),
            settings.invocationsMax(),
            settings.opaquePayloads(),
            settings.resumeWithin() != null);
  }

  /** Opens the first link. */
  void join(Connector where) {
    connector = where;
    connect();
  }

  private void connect() {
    if (left.isDone()) {
      return; // it was closed while it waited for the next link
    }
    Objects.requireNonNull(connector)
        .connect(new Handler())
        .whenComplete(
            (opened, failure) -> {
              if (failure == null) {
                opened(opened);
              } else {
                joined.completeExceptionally(failure); // unless it has joined before
                step(out -> client.onLinkClosed(CloseCause.IO_ERROR, "not connected", out));
              }
            });
  }

  /**
   * Sends a request.
   *
   * @param waiting for the answer; null for nobody.
   * @param what it is, for failures.
   * @return its id.
   */
  long request(
      LongFunction<? extends Message.OfRequest> message,
      Answers.@Nullable Waiting waiting,
      String what) {
    lock.lock();
    try {
      if (!client.isEstablished()) {
        throw new NotConnectedException(what + ": no session in realm " + settings.realm());
      }
      if (link.isFull()) {
        throw new TooManyRequestsException(
            what + ": the link is lost, and no more is kept for the next one");
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
    if (output instanceof ClientOutput.Send(Message message)) {
      link.send(message, client.outlastsLink());
    }
  }

  private void opened(Transport opened) {
    boolean late;
    lock.lock();
    try {
      link.opened(opened);
      late = client.isClosed();
    } finally {
      lock.unlock();
    }
    if (late) {
      opened.close(CloseCause.SHUTDOWN);
    } else {
      step(out -> client.onOpen(opened.details(), out));
    }
  }

  /** The link is lost and the session is not: opens the next one, after a while. */
  private Runnable comeBack() {
    Duration within = Objects.requireNonNull(settings.resumeWithin());
    Duration delay = link.lost(System.nanoTime(), within);
    if (delay == null) {
      return () -> session.close(CloseCause.IO_ERROR);
    }
    LOG.atDebug().addKeyValue("realm", settings.realm()).log("link lost, next one in {}", delay);
    return () ->
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
            .execute(this::connect);
  }

  private Runnable resumed(long received) {
    if (!link.resumed(received)) {
      return () -> session.close(CloseCause.LIMIT);
    }
    return gate.open();
  }

  /** Moves the state machine under the lock, then tells everybody, outside of it. */
  void step(Consumer<Consumer<ClientOutput>> move) {
    List<Runnable> tell = new ArrayList<>(1);
    lock.lock();
    try {
      move.accept(output -> tell.add(carryOut(output)));
    } finally {
      lock.unlock();
    }
    tell.forEach(SessionEngine::tell);
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
        yield SessionEngine::nothing;
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
          callees.invoked(new IncomingCall(session, invocation));
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
      case ClientOutput.Suspended _ -> comeBack();
      case ClientOutput.Resumed(long received) -> resumed(received);
      case ClientOutput.CloseTransport(CloseCause cause) -> {
        link.close(cause);
        yield SessionEngine::nothing;
      }
    };
  }

  private Runnable answered(long request, Message answer) {
    Answers.Waiting waiting = answers.remove(request);
    if (waiting == null) {
      return SessionEngine::nothing;
    }
    if (waiting.onAnswer() != null) {
      waiting.onAnswer().accept(answer);
    }
    return () -> waiting.complete(answer);
  }

  private Runnable progressed(Result result) {
    Answers.Waiting waiting = answers.get(result.request());
    Consumer<Result> onProgress = waiting == null ? null : waiting.onProgress();
    return onProgress == null ? SessionEngine::nothing : () -> onProgress.accept(result);
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
