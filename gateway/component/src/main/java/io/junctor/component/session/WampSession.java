package io.junctor.component.session;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
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
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.transport.Transport;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One session from HELLO to its end, asynchronous, with opaque payloads. Joins once; whoever wants
 * to join again makes a new one. With {@link SessionSettings#resumeWithin} it comes back by itself
 * to a router that keeps it: nothing is lost then, and requests and events are only late.
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

  private final SessionEngine engine;

  /** A session that has not joined yet. */
  public WampSession(SessionSettings settings) {
    this.engine = new SessionEngine(this, settings);
  }

  /**
   * Opens a link and joins the realm; call it once. There is no timeout here: {@link #close} gives
   * up.
   *
   * @return the session as the router announced it; fails with {@link JoinRefusedException}, {@link
   *     SessionLostException} or the connector's own failure.
   */
  public CompletionStage<JoinedSession> join(Connector connector) {
    engine.join(connector);
    return engine.joined.minimalCompletionStage();
  }

  /** Completes when the session has ended, in whatever way; never fails. */
  public CompletionStage<SessionEnd> left() {
    return engine.left.minimalCompletionStage();
  }

  /** The format of the link: payloads made in it need no transcoding. JSON before it is open. */
  public Format format() {
    engine.lock.lock();
    try {
      Transport open = engine.link.transport();
      return open == null ? Format.JSON : open.details().format();
    } finally {
      engine.lock.unlock();
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
        engine.request(
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
      engine.request(
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
            engine.callees.add(registered.registration(), handler);
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
              && !engine.subscriptions.isEnding(id, request)) {
            SessionSubscription one = new SessionSubscription(this, id, handler);
            engine.subscriptions.add(one);
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
    engine.step(out -> engine.client.leave(reason, out));
    return left();
  }

  /** Closes the link at once. */
  public void close(CloseCause cause) {
    engine.step(out -> engine.client.close(cause, out));
  }

  /** Whether the router keeps up with what we send. */
  public boolean isWritable() {
    engine.lock.lock();
    try {
      return engine.link.isWritable();
    } finally {
      engine.lock.unlock();
    }
  }

  /** Completes when {@link #isWritable()} or the session has ended. */
  public CompletionStage<Void> whenWritable() {
    engine.lock.lock();
    try {
      return engine.client.isClosed() || isWritable()
          ? CompletableFuture.completedStage(null)
          : engine.gate.opening();
    } finally {
      engine.lock.unlock();
    }
  }

  boolean cancel(long request, CancelMode mode) {
    JoinedSession session = engine.joined.getNow(null);
    if (session == null || !session.routerHas("dealer", "call_canceling")) {
      return false;
    }
    engine.step(out -> engine.client.cancel(request, Dict.of("mode", mode.id()), out));
    return true;
  }

  boolean proceed(Call call) {
    boolean[] sent = new boolean[1];
    engine.step(out -> sent[0] = engine.client.proceed(call, out));
    return sent[0];
  }

  boolean reply(Message.OfRequest answer) {
    boolean[] sent = new boolean[1];
    engine.step(
        out -> {
          sent[0] = engine.client.reply(answer, out);
          if (!isProgress(answer)) {
            engine.callees.answered(answer.request());
          }
        });
    return sent[0];
  }

  private static boolean isProgress(Message.OfRequest answer) {
    return answer instanceof io.junctor.wamp.message.Yield yield
        && yield.options().bool("progress", false);
  }

  CompletionStage<Void> unregister(long registration) {
    Consumer<Message> onAnswer = _ -> engine.callees.remove(registration);
    return ask(id -> new Unregister(id, registration), onAnswer, "UNREGISTER").thenApply(_ -> null);
  }

  CompletionStage<Void> unsubscribe(SessionSubscription subscription) {
    long id = subscription.id();
    engine.lock.lock();
    try {
      if (!engine.subscriptions.removeIsLast(subscription)) {
        return CompletableFuture.completedStage(null);
      }
      long[] request = new long[1];
      Consumer<Message> onAnswer = _ -> engine.subscriptions.ended(id, request[0]);
      CompletableFuture<Message> answer = new CompletableFuture<>();
      request[0] =
          engine.request(
              made -> new Unsubscribe(made, id),
              new Answers.Waiting(answer, null, onAnswer),
              "UNSUBSCRIBE");
      engine.subscriptions.ending(id, request[0]);
      return answer.thenApply(_ -> null);
    } catch (SessionException e) {
      return CompletableFuture.failedStage(e);
    } finally {
      engine.lock.unlock();
    }
  }

  private CompletionStage<Message> ask(
      LongFunction<? extends Message.OfRequest> message, Consumer<Message> onAnswer, String what) {
    CompletableFuture<Message> answer = new CompletableFuture<>();
    try {
      engine.request(message, new Answers.Waiting(answer, null, onAnswer), what);
    } catch (SessionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }
}
