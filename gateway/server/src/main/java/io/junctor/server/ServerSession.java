package io.junctor.server;

import io.junctor.router.Output;
import io.junctor.router.ReaderPolicy;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.RouterSession;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.session.SessionOutput;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.LinkCookie;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One link to the router: carries inputs to the thread that owns the session's state machine and
 * its outputs to the realm or the peer.
 *
 * <pre>
 * until Joined:  transport thread ──► handshake mailbox ──► RouterSession   (proofs may cost CPU)
 * afterwards:    transport thread, which takes the realm ─► RouterSession ──► Realm
 * </pre>
 */
final class ServerSession implements TransportHandler {

  private static final Logger log = LoggerFactory.getLogger(ServerSession.class);

  /** A handshake has at most five messages from the peer; more before WELCOME are an attack. */
  private static final int HANDSHAKE_MESSAGES_MAX = 16;

  private final RouterServer server;
  private final Transport transport;
  private final RouterSession machine; // owned by the handshake mailbox, later with the realm
  private final SessionOutbox outbox;
  private final Mailbox handshake;
  private final PeerInput inbound;
  private final AtomicBoolean inHandshake = new AtomicBoolean(true);
  private final Consumer<SessionOutput> outputs = this::carryOut;
  private volatile @Nullable RealmLoop loop; // set once, when the session joins
  private volatile @Nullable SessionDetails details; // set with loop
  private volatile @Nullable Future<?> handshakeTimeout;
  private boolean gone; // owned by the realm loop: it has left, or must not join any more

  ServerSession(
      RouterServer server, Transport transport, RouterSession machine, Mailbox handshake) {
    this.server = server;
    this.transport = transport;
    this.machine = machine;
    this.handshake = handshake;
    this.outbox =
        new SessionOutbox(
            transport,
            Serializers.of(transport.details().format()),
            server.limits().outbox(),
            server.outboxBudget(),
            server.timer(),
            new Losses());
    this.inbound =
        new PeerInput(
            this,
            brake ->
                new InboundGate(
                    transport,
                    server.limits().inbound(),
                    server.inboundBudget(),
                    () -> outbox.isCrowded() || brake.isHeld()),
            message -> machine.onMessage(message, outputs),
            cause -> machine.onTransportClosed(cause, outputs));
  }

  // --- from the transport ---

  @Override
  public void onMessage(Message message) {
    RealmLoop joined = loop;
    if (joined != null) {
      inbound.onMessage(joined, message);
    } else if (handshake.size() < HANDSHAKE_MESSAGES_MAX) {
      input(() -> machine.onMessage(message, outputs));
    } else {
      transport.close(CloseCause.PROTOCOL_VIOLATION);
    }
  }

  @Override
  public void onViolation(ProtocolViolation violation) {
    log.atLevel(hasJoined() ? Level.INFO : Level.DEBUG)
        .log("protocol violation {} cause={}", this, violation.getMessage());
    input(() -> machine.onViolation(violation, outputs));
  }

  @Override
  public void onWritable() {
    outbox.drain();
    inbound.onWritable();
  }

  @Override
  public void onClosed(CloseCause cause, String detail) {
    // whoever can open a link could fill a disk with lines about it
    log.atLevel(hasJoined() ? Level.INFO : Level.DEBUG)
        .log("link closed {} cause={} detail=\"{}\"", this, cause.label(), detail);
    Future<?> waiting = handshakeTimeout;
    if (waiting != null) {
      waiting.cancel(false);
    }
    outbox.discard();
    input(() -> inbound.endOfLink(cause));
    handshakeOver();
    server.removed(this, transport);
  }

  // --- from the realm loop ---

  /**
   * Sends a message of the realm. Realm loop.
   *
   * @return what so much waits for that who published it should wait, too; null: nothing.
   */
  @Nullable ReaderPace send(Outgoing message) {
    return outbox.send(message);
  }

  /** Has published more than a reader takes at the moment. Realm loop. */
  void waitFor(ServerSession reader, ReaderPace pace) {
    reader.outbox.holdBack(inbound.brake(), pace);
  }

  /** What becomes of events that wait. Realm loop. */
  void change(Output.Reader reader) {
    ReaderPolicy policy = reader.policy();
    if (reader.subscription() != Output.Reader.WHOLE_SESSION) {
      outbox.change(own -> own.set(reader.subscription(), policy, reader.afterBlock()));
    } else if (policy != null) {
      outbox.change(own -> own.setForSession(policy, reader.afterBlock()));
    }
  }

  /** The realm has removed the session. Realm loop. */
  void kick(Message farewell, CloseCause cause) {
    if (farewell instanceof Goodbye goodbye) {
      machine.close(goodbye, cause, outputs);
    } else if (farewell instanceof Abort abort) {
      machine.close(abort, cause, outputs);
    } else {
      throw new IllegalStateException("expected GOODBYE or ABORT, got " + farewell.name());
    }
  }

  /** The realm found that the peer broke the protocol. Realm loop. */
  void onRealmViolation(ProtocolViolation violation) {
    log.info("protocol violation {} cause={}", this, violation.getMessage());
    machine.onViolation(violation, outputs);
  }

  /** A bug of ours came up while working for this session; it was logged. Realm loop. */
  void onInternalError() {
    Dict text = Dict.of("message", "internal error of the router");
    machine.close(
        new Abort(text, "wamp.error.runtime_error", Payload.NONE),
        CloseCause.INTERNAL_ERROR,
        outputs);
  }

  /** The timer to stop when the link ends: it would keep the session in memory. Any thread. */
  void onTimerStarted(Future<?> timer) {
    handshakeTimeout = timer;
  }

  /** The time of the current step is over. Any thread. */
  void onTimeout() {
    input(() -> machine.onTimeout(outputs));
  }

  /** Somebody has left for good: so does the same one in another tab of its browser. Any thread. */
  void onLogout(SessionDetails who) {
    SessionDetails self = details;
    LinkCookie own = transport.details().proofs().cookie();
    LinkCookie theirs = who.transport().proofs().cookie();
    if (self != null
        && own != null
        && theirs != null
        && own.value().equals(theirs.value())
        && self.realm().equals(who.realm())
        && self.identity().authid().equals(who.identity().authid())) {
      input(
          () ->
              machine.close(new Goodbye(Dict.EMPTY, CloseUri.LOGOUT), CloseCause.KILLED, outputs));
    }
  }

  /** Ends a session that has not joined. Any thread. */
  void abortHandshake(Abort abort) {
    handshake.post(
        () -> {
          if (loop == null) {
            machine.close(abort, CloseCause.SHUTDOWN, outputs);
          }
        });
  }

  /** Events dropped so far because the peer did not keep up. Any thread. */
  long droppedEvents() {
    return outbox.stats().dropped();
  }

  /** How the peer keeps up. Any thread. */
  ReaderStats reading() {
    return outbox.stats();
  }

  /** Takes losses to the realm. */
  private final class Losses implements ReaderListener {

    @Override
    public void onLoss(ReaderStats stats) {
      SessionDetails self = details;
      RealmLoop realm = loop;
      if (realm != null && self != null) {
        realm.tellLoss(self.session(), stats);
      }
    }

    @Override
    public void onOverrun(ReaderStats stats) {
      SessionDetails self = details;
      RealmLoop realm = loop;
      if (realm != null && self != null) {
        log.info(
            "reader disconnected {} cause=slow_reader dropped={}",
            ServerSession.this,
            stats.dropped());
        realm.expel(self.session(), stats);
      }
    }
  }

  // --- inside ---

  private void input(Runnable task) {
    RealmLoop joined = loop;
    if (joined != null) {
      joined.executeFor(this, task);
      return;
    }
    handshake.post(
        () -> {
          RealmLoop now = loop;
          if (now != null) {
            now.executeFor(this, task);
          } else {
            runGuarded(task);
          }
        });
  }

  private void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError e) {
      log.error("handshake failed {} cause={}", this, e.toString(), e);
      onInternalError();
    }
  }

  private void carryOut(SessionOutput output) {
    switch (output) {
      case SessionOutput.Send send -> outbox.send(new Outgoing(send.message()));
      case SessionOutput.AwaitStep await ->
          await
              .next()
              .whenComplete(
                  (next, failure) ->
                      input(() -> machine.onStep(orDenied(next, failure), this::carryOut)));
      case SessionOutput.Joined joined -> join(joined.details());
      case SessionOutput.Forward forward -> {
        SessionDetails self = details;
        RealmLoop realm = loop;
        if (realm != null && self != null) {
          realm.onMessage(self.session(), forward.message());
        }
      }
      case SessionOutput.LoggedOut out -> server.loggedOut(this, out.details());
      case SessionOutput.Left left -> leave(left.cause());
      case SessionOutput.AwaitGoodbye _ -> {
        var _ = server.timer().after(RouterSession.GOODBYE_TIMEOUT, this::onTimeout);
      }
      case SessionOutput.CloseTransport close -> outbox.flushAndClose(close.cause());
    }
  }

  private Supplier<AuthStep> orDenied(
      @Nullable Supplier<AuthStep> next, @Nullable Throwable failure) {
    if (next != null) {
      return next;
    }
    log.warn("authentication not decided {} cause={}", this, String.valueOf(failure));
    return () -> new AuthStep.Deny(ErrorUri.AUTHENTICATION_FAILED, "authentication failed");
  }

  private void join(SessionDetails joined) {
    RealmLoop realm = server.loop(joined.realm());
    if (realm == null) { // removed between the look-up of its authenticator and now
      Dict text = Dict.of("message", "the realm is removed");
      outbox.send(new Outgoing(new Abort(text, CloseUri.CLOSE_REALM, Payload.NONE)));
      outbox.flushAndClose(CloseCause.REFUSED);
      return;
    }
    log.info(
        "session joined session={} realm={} authid={} authrole={} authmethod={} peer={}",
        joined.session(),
        joined.realm(),
        joined.identity().authid(),
        joined.identity().authrole(),
        joined.identity().authmethod(),
        transport.details().peer());
    details = joined;
    // before WELCOME can go out: what the peer sends on seeing it must not take the handshake's
    // way,
    // where it would be overtaken by what comes later
    inbound.joined(realm);
    loop = realm;
    handshakeOver();
    realm.executeFor(this, () -> joinUnlessGone(realm, joined));
  }

  /** The end of the link may have come to the loop first; such a session would stay for ever. */
  private void joinUnlessGone(RealmLoop realm, SessionDetails joined) {
    if (!gone) {
      realm.join(this, joined);
    }
  }

  private void handshakeOver() {
    if (inHandshake.compareAndSet(true, false)) {
      server.handshakeOver(transport);
    }
  }

  private void leave(CloseCause cause) {
    SessionDetails self = details;
    RealmLoop realm = loop;
    if (realm != null && self != null) {
      gone = true;
      inbound.brake().end();
      realm.leave(self.session(), cause);
    }
  }

  boolean hasJoined() {
    return loop != null;
  }

  /** For logs. */
  @Override
  public String toString() {
    SessionDetails self = details;
    return "session=%s peer=%s"
        .formatted(self == null ? "none" : self.session(), transport.details().peer());
  }
}
