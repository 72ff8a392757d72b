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
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.ResumeRequest;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One realm, the sessions in it, and what becomes of its outputs. One thread at a time touches it,
 * whichever has something to do there ({@link TurnTaking}).
 *
 * <p>A task that fails with anything but a protocol violation is our bug: it is logged, the session
 * it belongs to is closed, and the realm goes on.
 */
final class RealmLoop {

  private static final Logger log = LoggerFactory.getLogger(RealmLoop.class);

  private final Realm realm;
  private final Journal journal;
  private final InstantSource clock;
  private final Alarm alarm;
  private final TurnTaking turns;

  // owned by whoever has taken the realm
  private final Map<Long, RealmPeer> sessions = new HashMap<>(); // session id -> who stands for it
  private final @Nullable Parking parking; // null where sessions end with their links
  private final Consumer<Output> outputs = this::carryOut;
  private final ReaderMetaApi readers;
  private @Nullable Goodbye closedWith; // null while sessions may join

  /**
   * The loop of a realm.
   *
   * @param relief runs what a thread with links to serve leaves.
   * @param timer runs a task later, on any thread.
   * @param resume bounds of sessions that outlast their links; null where none does.
   */
  RealmLoop(
      Realm realm,
      Journal journal,
      InstantSource clock,
      Executor relief,
      Timer timer,
      @Nullable ResumeLimits resume) {
    this.realm = realm;
    this.journal = journal;
    this.clock = clock;
    this.alarm = new Alarm(timer, () -> execute(this::onTime));
    this.turns = new TurnTaking(realm.name(), relief, () -> alarm.set(realm.nextDeadline(), clock));
    this.readers = new ReaderMetaApi(realm, sessions);
    readers.addProcedures();
    this.parking =
        resume == null
            ? null
            : new Parking(resume, timer, parked -> execute(() -> endParked(parked)));
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
    turns.execute(task);
  }

  /**
   * Takes the realm if it is free and nothing waits. Whoever gets true may call {@link #join},
   * {@link #onMessage} and {@link #leave}, and must {@link #release} it.
   */
  boolean tryTake() {
    return turns.tryTake();
  }

  /** Lets go of the realm, after the tasks that were left meanwhile. */
  void release() {
    turns.release();
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

  /** What outlasts the link of a session that joins; null when nothing does. */
  @Nullable Resumable resumable(SessionDetails joined, ResumeRequest asked, Budget budget) {
    // a link inside the process is lost with the process
    return parking == null
            || !asked.resumable()
            || joined.transport().kind() == TransportDetails.Kind.LOCAL
        ? null
        : new Resumable(joined, parking.limits(), budget);
  }

  /** A session has lost its link and waits for its client. */
  void park(ServerSession link, Resumable session, CloseCause cause) {
    if (parking != null) {
      Serializer serializer = link.serializer();
      link.detach();
      sessions.put(session.details().session(), parking.park(session, serializer, cause));
      realm.detach(session.details().session(), clock.instant(), outputs);
    }
  }

  /**
   * A link wants to go on with a session, which waits or whose link is not known to be lost yet.
   *
   * @return false when it may not, or when something of it is missing; then the session has ended.
   */
  boolean resume(ServerSession link, SessionDetails joined, ResumeRequest asked) {
    RealmPeer peer = sessions.get(asked.session());
    Resumable session =
        switch (peer) {
          case ServerSession live -> live.resumable();
          case ParkedSession parked -> parked.session();
          case null -> null;
        };
    if (peer == null || session == null || !session.isOf(joined, asked.token())) {
      return false;
    }
    if (peer instanceof ServerSession live) {
      live.detach();
    }
    if (peer instanceof ParkedSession parked && parking != null) {
      parking.remove(parked);
    }
    List<Outgoing> missed = session.goOn(asked);
    if (missed == null) {
      session.end();
      leave(asked.session(), CloseCause.SLOW_READER);
      return false;
    }
    sessions.put(asked.session(), link);
    link.goOn(session, missed);
    return true;
  }

  private void endParked(ParkedSession parked) {
    if (parking != null && parking.remove(parked)) {
      parked.session().end();
      leave(parked.id(), parked.cause());
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
          turns.stop();
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
        RealmPeer session = sessions.get(reader.session());
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
    RealmPeer receiver = sessions.get(session);
    if (receiver != null) {
      receiver.send(message);
    }
  }

  private void sendAll(Output.SendAll output, Outgoing message) {
    for (Long session : output.sessions()) {
      RealmPeer receiver = sessions.get(session);
      ReaderPace behind = receiver == null ? null : receiver.send(message);
      if (behind != null
          && receiver instanceof ServerSession reader
          && sessions.get(output.publisher()) instanceof ServerSession publisher) {
        publisher.waitFor(reader, behind);
      }
    }
  }

  private void kick(Output.Kick kick) {
    RealmPeer session = sessions.remove(kick.session());
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
