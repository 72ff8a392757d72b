package io.junctor.component;

import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.SessionEnd;
import io.junctor.component.session.SessionException;
import io.junctor.component.session.SessionLostException;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.uri.CloseUri;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a component in its realm: one virtual thread that joins, asks for everything, waits for the
 * end, and begins again.
 *
 * <pre>
 *   ┌─► join ──► testaments, registrations, subscriptions ──► connected ──► wait ──► disconnected ─┐
 *   │     │ failed                                              ▲    │ refused or revoked         │
 *   │     ▼                                                     └────┘ ask again, back off        │
 *   └── back off ◄────────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>The thread owns the loop's state; the volatile fields are what others read. {@link #close} may
 * be called from any thread.
 */
final class Lifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /** From the first byte to WELCOME; the router gives as long. */
  static final Duration JOIN_TIMEOUT = Duration.ofSeconds(10);

  /** Some routers never answer GOODBYE. */
  static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);

  /** A session that lasted as long is no part of a series of failures. */
  static final Duration STABLE = Duration.ofSeconds(10);

  /** The bound of the wait for the session's end; then it waits again. */
  private static final Duration WAIT_MAX = Duration.ofHours(1);

  private final Connector connector;
  private final SessionSettings settings;
  private final Offers offers;
  private final Listeners listener;
  private final LifecycleTime time;
  private final RandomGenerator random;
  private final Backoff backoff;

  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final Thread thread;

  // written by the thread, read by others
  private volatile @Nullable WampSession attempt; // the session, from before it has joined
  private volatile @Nullable Up up;
  private volatile @Nullable Throwable lastFailure;
  private volatile CompletableFuture<Void> wake = new CompletableFuture<>();

  /** The present session. */
  record Up(WampSession session, JoinedSession details) {}

  Lifecycle(
      Connector connector,
      SessionSettings settings,
      Offers offers,
      Listeners listener,
      LifecycleTime time,
      RandomGenerator random,
      Duration retryMax) {
    this.connector = connector;
    this.settings = settings;
    this.offers = offers;
    this.listener = listener;
    this.time = time;
    this.random = random;
    this.backoff = new Backoff(random, retryMax);
    this.thread = Thread.ofVirtual().name("component " + settings.realm()).unstarted(this::live);
  }

  void start() {
    thread.start();
  }

  /** Completes when the first session has all it asked for; fails with the first refusal. */
  CompletableFuture<Void> first() {
    return first;
  }

  /** Why the latest attempt failed; null before the first failure. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  /** The present session; null while there is none. */
  @Nullable Up up() {
    return up;
  }

  /** Has the thread look whether everything stands. */
  void wake() {
    wake.complete(null);
  }

  /**
   * Leaves, waits for the router's answer and for the thread; the second time only for the latter.
   */
  void close() {
    if (closing.complete(null)) {
      WampSession session = attempt;
      if (session != null) {
        leave(session);
      }
      wake();
    }
    if (Thread.currentThread() != thread) {
      join();
    }
  }

  private void leave(WampSession session) {
    try {
      if (!time.await(session.leave(CloseUri.CLOSE_REALM), GOODBYE_TIMEOUT)) {
        session.close(CloseCause.SHUTDOWN);
      }
    } catch (InterruptedException e) {
      session.close(CloseCause.SHUTDOWN);
      Thread.currentThread().interrupt();
    }
  }

  private void join() {
    try {
      // A listener that does not return must not keep the program from ending.
      if (!thread.join(GOODBYE_TIMEOUT)) {
        LOG.atWarn()
            .addKeyValue("realm", settings.realm())
            .log("a lifecycle listener does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void live() {
    try {
      int attempts = 0;
      while (!closing.isDone()) {
        try {
          Up joined = joinRealm();
          attempts = 0;
          attend(joined);
        } catch (ConnectFailed e) {
          attempts = failed(attempts, e.reason);
        } catch (RuntimeException e) {
          // Also a connector's or authenticator's bug: this thread must outlive all of them.
          attempts = failed(attempts, e);
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but the runtime's end.
      Thread.currentThread().interrupt();
    } finally {
      first.completeExceptionally(
          new SessionLostException(CloseCause.SHUTDOWN, "the component was closed"));
    }
  }

  /** The connector could not open a link. */
  private static final class ConnectFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final Throwable reason;

    ConnectFailed(Throwable reason) {
      super(reason);
      this.reason = reason;
    }
  }

  private int failed(int before, Throwable failure) throws InterruptedException {
    if (closing.isDone()) {
      return before;
    }
    int attempts = before + 1;
    lastFailure = failure;
    WampSession given = attempt;
    if (given != null) {
      given.close(CloseCause.INTERNAL_ERROR); // does nothing to a session that has ended
    }
    if (failure instanceof io.junctor.component.session.JoinRefusedException) {
      first.completeExceptionally(failure);
    }
    Duration delay = backoff.next();
    LOG.atInfo()
        .addKeyValue("realm", settings.realm())
        .addKeyValue("cause", failure.toString())
        .addKeyValue("attempt", attempts)
        .log("not connected to {}, next attempt in {} ms", connector.target(), delay.toMillis());
    listener.connectFailed(attempts, failure, delay);
    time.pause(closing, delay);
    return attempts;
  }

  private Up joinRealm() throws ConnectFailed, InterruptedException {
    WampSession session = new WampSession(settings);
    attempt = session;
    if (closing.isDone()) {
      throw new SessionLostException(CloseCause.SHUTDOWN, "the component was closed");
    }
    CompletableFuture<JoinedSession> joined = session.join(connector).toCompletableFuture();
    if (!time.await(joined, JOIN_TIMEOUT)) {
      session.close(CloseCause.HANDSHAKE_TIMEOUT);
    }
    try {
      return new Up(session, joined.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SessionException failure) {
        throw failure;
      }
      throw new ConnectFailed(e.getCause() == null ? e : e.getCause());
    }
  }

  /** From WELCOME to the end of the session. */
  private void attend(Up joined) throws InterruptedException {
    WampSession session = joined.session();
    long since = time.nanoTime();
    session.left().thenRun(this::wake);
    up = joined;
    boolean told = false;
    try {
      List<WampError> refusals = offers.askAll(session);
      offers.tellRefusals(listener);
      LOG.atInfo()
          .addKeyValue("realm", settings.realm())
          .addKeyValue("session", joined.details().id())
          .log("connected to {}", connector.target());
      told = true;
      listener.connected(joined.details());
      if (refusals.isEmpty()) {
        first.complete(null);
      } else {
        first.completeExceptionally(refusals.getFirst());
      }
      waitForEnd(session);
    } catch (SessionException e) {
      // The end came while something was asked for.
    } finally {
      up = null;
      offers.lost(session);
    }
    ended(session, told, since);
  }

  private void ended(WampSession session, boolean told, long since) throws InterruptedException {
    session.close(CloseCause.SHUTDOWN);
    // The end is certain; it may still be on its way through the transport's thread.
    SessionEnd end = session.left().toCompletableFuture().join();
    LOG.atInfo()
        .addKeyValue("realm", settings.realm())
        .addKeyValue("cause", end.cause().label())
        .log("disconnected from {}: {}", connector.target(), end.sentence());
    if (told) {
      listener.disconnected(end.cause(), end.sentence());
    }
    if (time.nanoTime() - since >= STABLE.toNanos()) {
      backoff.reset();
    }
    if (!closing.isDone()) {
      time.pause(closing, backoff.next());
    }
  }

  private void waitForEnd(WampSession session) throws InterruptedException {
    CompletableFuture<SessionEnd> left = session.left().toCompletableFuture();
    Backoff retry = new Backoff(random);
    while (true) {
      // The new future is in place before anything is looked at, so that no change is missed.
      CompletableFuture<Void> next = new CompletableFuture<>();
      wake = next;
      if (left.isDone()) {
        return;
      }
      offers.tellRefusals(listener);
      if (offers.allStand()) {
        retry.reset();
        time.await(next, WAIT_MAX);
      } else {
        // Nothing but the end shortens this: what was refused will not be granted any sooner.
        time.pause(left, retry.next());
        if (!left.isDone()) {
          offers.askAll(session);
        }
      }
    }
  }
}
