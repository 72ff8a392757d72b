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
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One realm and the thread that owns it.
 *
 * <p>Everything that happens to the realm is a task of this loop; between tasks it sleeps until the
 * next one or the realm's next deadline. Its queue needs no bound of its own: each session may have
 * a bounded number of tasks in it ({@link InboundLimits}), and there is a bounded number of
 * sessions.
 *
 * <p>A task that fails with anything but a protocol violation is our bug: it is logged, the session
 * it belongs to is closed, and the loop goes on.
 */
final class RealmLoop {

  private static final Logger log = LoggerFactory.getLogger(RealmLoop.class);

  /** An idle loop looks at its queue this often even without a deadline. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Realm realm;
  private final Journal journal;
  private final InstantSource clock;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean stopping;

  // owned by the loop
  private final Map<Long, ServerSession> sessions = new HashMap<>(); // session id -> session
  private @Nullable Goodbye closedWith; // null while sessions may join

  RealmLoop(Realm realm, Journal journal, InstantSource clock) {
    this.realm = realm;
    this.journal = journal;
    this.clock = clock;
    this.thread =
        Thread.ofPlatform().name("realm-" + realm.name()).daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Runs a task on the loop, after all that were given before. Any thread. */
  void execute(Runnable task) {
    tasks.add(task);
  }

  void join(ServerSession session, SessionDetails details) {
    if (closedWith != null) { // it was let in just before
      session.kick(
          new Abort(closedWith.details(), closedWith.reason(), Payload.NONE), CloseCause.SHUTDOWN);
      return;
    }
    sessions.put(details.session(), session);
    realm.join(details, clock.instant(), this::carryOut);
  }

  void onMessage(long session, Message message) {
    realm.onMessage(session, message, clock.instant(), this::carryOut);
  }

  void leave(long session, CloseCause cause) {
    if (sessions.remove(session) != null) {
      realm.leave(session, cause, clock.instant(), this::carryOut);
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
          realm.close(goodbye, cause, clock.instant(), this::carryOut);
        });
  }

  /** Others decide from now on. Any thread. */
  CompletableFuture<Void> setPermissions(Authorizer authorizer, @Nullable AuthorizerSettings asks) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    execute(
        () -> {
          try {
            realm.setPermissions(authorizer, asks, clock.instant(), this::carryOut);
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
            throw e;
          }
        });
    return done;
  }

  /** Ends the loop after the tasks given before. Any thread. */
  void stop() {
    execute(() -> stopping = true);
  }

  /** The same, and waits for it. */
  void stop(Duration timeout) throws InterruptedException {
    stop();
    thread.join(timeout);
  }

  private void run() {
    while (!stopping) {
      try {
        Runnable task = tasks.poll(nanosToDeadline(), TimeUnit.NANOSECONDS);
        if (task != null) {
          task.run();
        }
        Instant deadline = realm.nextDeadline();
        if (deadline != null && !clock.instant().isBefore(deadline)) {
          realm.onTime(clock.instant(), this::carryOut);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | StackOverflowError e) {
        log.error("realm loop task failed realm={} cause={}", realm.name(), e.toString(), e);
      }
    }
  }

  private long nanosToDeadline() {
    Instant deadline = realm.nextDeadline();
    if (deadline == null) {
      return IDLE.toNanos();
    }
    return Math.max(0, Duration.between(clock.instant(), deadline).toNanos());
  }

  private void carryOut(Output output) {
    switch (output) {
      case Output.Send send -> send(send.session(), new Outgoing(send.message()));
      case Output.SendAll send -> sendAll(send.sessions(), new Outgoing(send.message()));
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

  private void sendAll(List<Long> receivers, Outgoing message) {
    for (Long session : receivers) {
      send(session, message);
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
    realm.onDecision(ticket, denied, clock.instant(), this::carryOut);
  }

  /** Brings the journal's answer back to the loop. */
  private final class OnLoop implements Journal.Receipt {
    private final Ticket ticket;

    OnLoop(Ticket ticket) {
      this.ticket = ticket;
    }

    @Override
    public void confirmed() {
      execute(() -> realm.onConfirmed(ticket, clock.instant(), RealmLoop.this::carryOut));
    }

    @Override
    public void failed(String why) {
      execute(() -> realm.onFailed(ticket, why, clock.instant(), RealmLoop.this::carryOut));
    }
  }

  /** Runs a session's task on the loop; its failure ends that session only. */
  void executeFor(ServerSession session, Runnable task) {
    execute(
        () -> {
          try {
            task.run();
          } catch (ProtocolViolation violation) {
            session.onRealmViolation(violation);
          } catch (RuntimeException | StackOverflowError e) {
            log.error("session task failed session={} cause={}", session, e.toString(), e);
            session.onInternalError();
          }
        });
  }
}
