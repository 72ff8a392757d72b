package io.junctor.server;

import io.junctor.router.Authorizer;
import io.junctor.router.AuthorizerSettings;
import io.junctor.router.Decision;
import io.junctor.router.Journal;
import io.junctor.router.Output;
import io.junctor.router.Realm;
import io.junctor.router.RealmStats;
import io.junctor.router.Ticket;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One realm and who may touch it: one thread at a time, whichever has something to do there.
 *
 * <p>A thread that finds the realm free does its work at once, so that on the way from one link to
 * another no thread has to be woken; one that finds it taken leaves its task in the queue, and the
 * thread that has the realm does it before it lets go. After {@link #TURN_TASKS} tasks of others it
 * hands the rest to a thread of its own, because it has links to serve.
 *
 * <p>The queue needs no bound of its own: each session may have a bounded number of tasks in it
 * ({@link InboundLimits}), and there is a bounded number of sessions.
 *
 * <p>A task that fails with anything but a protocol violation is our bug: it is logged, the session
 * it belongs to is closed, and the realm goes on.
 */
final class RealmLoop {

  private static final Logger log = LoggerFactory.getLogger(RealmLoop.class);

  /** A quarter of what one session may have waiting: a millisecond or so. */
  private static final int TURN_TASKS = 64;

  private final Realm realm;
  private final Journal journal;
  private final InstantSource clock;
  private final Executor relief;
  private final Alarm alarm;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile boolean stopped;

  // owned by whoever has taken the realm
  private final Map<Long, ServerSession> sessions = new HashMap<>(); // session id -> session
  private final Consumer<Output> outputs = this::carryOut;
  private final ReaderMetaApi readers;
  private @Nullable Goodbye closedWith; // null while sessions may join

  /**
   * The loop of a realm.
   *
   * @param relief runs what a thread with links to serve leaves.
   * @param timer runs a task later, on any thread.
   */
  RealmLoop(Realm realm, Journal journal, InstantSource clock, Executor relief, Timer timer) {
    this.realm = realm;
    this.journal = journal;
    this.clock = clock;
    this.relief = relief;
    this.alarm = new Alarm(timer, () -> execute(this::onTime));
    this.readers = new ReaderMetaApi(realm, sessions);
    readers.addProcedures();
  }

  /** Runs a task later. */
  @FunctionalInterface
  interface Timer {

    Future<?> after(Duration delay, Runnable task);
  }

  /**
   * Runs a task, at once if the realm is free, and after all that were given before. Any thread.
   */
  void execute(Runnable task) {
    tasks.add(task);
    workThrough();
  }

  /**
   * Takes the realm if it is free and nothing waits. Whoever gets true may call {@link #join},
   * {@link #onMessage} and {@link #leave}, and must {@link #release} it.
   */
  boolean tryTake() {
    if (!taken.compareAndSet(false, true)) {
      return false;
    }
    // what was left in the queue came first
    if (tasks.isEmpty() && !stopped) {
      return true;
    }
    release();
    return false;
  }

  /** Lets go of the realm, after the tasks that were left meanwhile. */
  void release() {
    alarm.set(realm.nextDeadline(), clock);
    taken.set(false);
    workThrough();
  }

  private void workThrough() {
    int done = 0;
    while (!tasks.isEmpty() && taken.compareAndSet(false, true)) {
      try {
        while (done < TURN_TASKS && runNext()) {
          done++;
        }
        alarm.set(realm.nextDeadline(), clock);
      } finally {
        taken.set(false);
      }
      if (done == TURN_TASKS) {
        relief.execute(this::workThrough);
        return;
      }
    }
  }

  private boolean runNext() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError e) {
      log.error("realm task failed realm={} cause={}", realm.name(), e.toString(), e);
    }
    return true;
  }

  private void onTime() {
    alarm.onRang();
    realm.onTime(clock.instant(), outputs);
  }

  void join(ServerSession session, SessionDetails details) {
    if (closedWith != null) { // it was let in just before
      session.kick(
          new Abort(closedWith.details(), closedWith.reason(), Payload.NONE), CloseCause.SHUTDOWN);
      return;
    }
    sessions.put(details.session(), session);
    realm.join(details, clock.instant(), outputs);
  }

  void onMessage(long session, Message message) {
    realm.onMessage(session, message, clock.instant(), outputs);
  }

  void leave(long session, CloseCause cause) {
    if (sessions.remove(session) != null) {
      realm.leave(session, cause, clock.instant(), outputs);
    }
  }

  /** Counters of the realm. Any thread. */
  CompletableFuture<RealmStats> stats() {
    CompletableFuture<RealmStats> stats = new CompletableFuture<>();
    execute(() -> stats.complete(realm.stats()));
    return stats;
  }

  /** Says GOODBYE to every session; nobody can join any more. Any thread. */
  void close(Goodbye goodbye, CloseCause cause) {
    execute(
        () -> {
          closedWith = goodbye;
          realm.close(goodbye, cause, clock.instant(), outputs);
        });
  }

  /** Others decide from now on. Any thread. */
  CompletableFuture<Void> setPermissions(Authorizer authorizer, @Nullable AuthorizerSettings asks) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    execute(
        () -> {
          try {
            realm.setPermissions(authorizer, asks, clock.instant(), outputs);
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
            throw e;
          }
        });
    return done;
  }

  /** A session has missed events. Any thread. */
  void tellLoss(long session, ReaderStats stats) {
    execute(() -> readers.tellLoss(session, stats, clock.instant(), outputs));
  }

  /** A session would miss events and is not to. Any thread. */
  void expel(long session, ReaderStats stats) {
    execute(() -> readers.expel(session, stats, clock.instant(), outputs));
  }

  /** Takes nothing more after the tasks given before; waits for them. Any thread. */
  void stop(Duration timeout) throws InterruptedException {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    execute(
        () -> {
          stopped = true;
          alarm.stop();
          reached.complete(null);
        });
    try {
      reached.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("realm={} cause=timeout: tasks left undone", realm.name());
    }
  }

  private void carryOut(Output output) {
    switch (output) {
      case Output.Send send -> send(send.session(), new Outgoing(send.message()));
      case Output.SendAll send -> sendAll(send, new Outgoing(send.message()));
      case Output.Reader reader -> {
        ServerSession session = sessions.get(reader.session());
        if (session != null) {
          session.change(reader);
        }
      }
      case Output.Kick kick -> kick(kick);
      case Output.Append append -> append(append);
      // the realm asks its procedure itself; without one nobody can say yes
      case Output.Ask ask -> execute(() -> decide(ask.ticket()));
      case Output.Fault fault ->
          log.error(
              "router bug session={} realm={} cause={}",
              fault.session(),
              realm.name(),
              fault.what(),
              fault.cause());
    }
  }

  private void send(long session, Outgoing message) {
    ServerSession receiver = sessions.get(session);
    if (receiver != null) {
      receiver.send(message);
    }
  }

  private void sendAll(Output.SendAll output, Outgoing message) {
    for (Long session : output.sessions()) {
      ServerSession receiver = sessions.get(session);
      ReaderPace behind = receiver == null ? null : receiver.send(message);
      if (receiver != null && behind != null) {
        ServerSession publisher = sessions.get(output.publisher());
        if (publisher != null) {
          publisher.waitFor(receiver, behind);
        }
      }
    }
  }

  private void kick(Output.Kick kick) {
    ServerSession session = sessions.remove(kick.session());
    if (session != null) {
      session.kick(kick.farewell(), kick.cause());
    }
  }

  private void append(Output.Append append) {
    journal.append(append.entry(), new OnLoop(append.ticket()));
  }

  private void decide(Ticket ticket) {
    Decision denied =
        new Decision.Deny(ErrorUri.AUTHORIZATION_FAILED, "there is nobody to ask for permission");
    realm.onDecision(ticket, denied, clock.instant(), outputs);
  }

  /** Brings the journal's answer back to the loop. */
  private final class OnLoop implements Journal.Receipt {
    private final Ticket ticket;

    OnLoop(Ticket ticket) {
      this.ticket = ticket;
    }

    @Override
    public void confirmed() {
      execute(() -> realm.onConfirmed(ticket, clock.instant(), outputs));
    }

    @Override
    public void failed(String why) {
      execute(() -> realm.onFailed(ticket, why, clock.instant(), outputs));
    }
  }

  /** Runs a session's task; its failure ends that session only. Any thread. */
  void executeFor(ServerSession session, Runnable task) {
    execute(() -> guard(session, task));
  }

  /** Runs a session's task now; its failure ends that session only. Who has taken the realm. */
  void guard(ServerSession session, Runnable task) {
    try {
      task.run();
    } catch (ProtocolViolation violation) {
      session.onRealmViolation(violation);
    } catch (RuntimeException | StackOverflowError e) {
      log.error("session task failed session={} cause={}", session, e.toString(), e);
      session.onInternalError();
    }
  }
}
