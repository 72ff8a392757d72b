package io.junctor.server;

import io.junctor.router.Output;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.ResumeRequest;
import io.junctor.wamp.session.RouterSession;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.session.SessionOutput;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportHandler;
import io.junctor.wamp.uri.CloseUri;
import java.util.List;
import java.util.function.Consumer;
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
final class ServerSession implements TransportHandler, RealmPeer {

  private static final Logger log = LoggerFactory.getLogger(ServerSession.class);

  private final RouterServer server;
  private final Transport transport;
  private final RouterSession machine; // owned by the handshake mailbox, later with the realm
  private final SessionOutbox outbox;
  private final Handshake handshake;
  private final PeerInput inbound;
  private final Consumer<SessionOutput> outputs = this::carryOut;
  private volatile @Nullable RealmLoop loop; // set once, when the session joins
  private volatile @Nullable SessionDetails details; // set with loop
  private boolean gone; // owned by the realm loop: it has left, or must not join any more
  private @Nullable Resumable resumable; // owned by the realm loop; null: ends with its link

  ServerSession(RouterServer server, Transport transport, RouterSession machine, Mailbox tasks) {
    this.server = server;
    this.transport = transport;
    this.machine = machine;
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
            this::lost);
    this.handshake = new Handshake(server, transport, tasks, this::onTimeout);
  }

  // --- from the transport ---

  @Override
  public void onMessage(Message message) {
    RealmLoop joined = loop;
    if (joined != null) {
      inbound.onMessage(joined, message);
    } else if (handshake.isFull()) {
      transport.close(CloseCause.PROTOCOL_VIOLATION);
    } else {
      input(() -> machine.onMessage(message, outputs));
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
    outbox.onLinkLost();
    input(() -> inbound.endOfLink(cause));
    handshake.over();
    server.removed(this, transport);
  }

  // --- from the realm loop ---

  @Override
  public @Nullable ReaderPace send(Outgoing message) {
    if (resumable != null && message.message() instanceof Welcome(long id, Dict welcome)) {
      Dict offer = ResumeRequest.offer(welcome, resumable.newToken());
      return outbox.send(new Outgoing(new Welcome(id, offer)));
    }
    return outbox.send(message);
  }

  /** Has published more than a reader takes at the moment. Realm loop. */
  void waitFor(ServerSession reader, ReaderPace pace) {
    reader.outbox.holdBack(inbound.brake(), pace);
  }

  @Override
  public void change(Output.Reader reader) {
    outbox.change(own -> own.change(reader));
  }

  @Override
  public void kick(Message farewell, CloseCause cause) {
    if (farewell instanceof Goodbye goodbye) {
      machine.close(goodbye, cause, outputs);
    } else if (farewell instanceof Abort abort) {
      machine.close(abort, cause, outputs);
    } else {
      throw new IllegalStateException("expected GOODBYE or ABORT, got " + farewell.name());
    }
  }

  /** What outlasts this link; null when nothing does. Realm loop. */
  @Nullable Resumable resumable() {
    return resumable;
  }

  /** How messages are written on this link. */
  Serializer serializer() {
    return outbox.serializer();
  }

  /** The session goes on without this link. Realm loop. */
  void detach() {
    outbox.detach();
    inbound.brake().end();
    resumable = null;
    gone = true;
    machine.onParked();
    transport.close(CloseCause.PEER_CLOSED);
  }

  /**
   * This link goes on with a session that had lost its own. Realm loop.
   *
   * @param missed what the client has not received.
   */
  void goOn(Resumable session, List<Outgoing> missed) {
    SessionDetails original = session.details();
    details = original;
    resumable = session;
    machine.onResumed(original);
    outbox.keepFor(session);
    Dict welcome =
        ResumeRequest.resumed(original.welcome().details(), session.newToken(), session.received());
    outbox.send(new Outgoing(new Welcome(original.session(), welcome)));
    missed.forEach(outbox::send);
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

  /** The time of the current step is over. Any thread. */
  void onTimeout() {
    input(() -> machine.onTimeout(outputs));
  }

  /** Somebody has left for good: so do the other tabs of the browser. Any thread. */
  void onLogout(Browser browser) {
    SessionDetails self = details;
    if (self != null && browser.equals(Browser.of(self))) {
      Goodbye goodbye = new Goodbye(Dict.EMPTY, CloseUri.LOGOUT);
      input(() -> machine.close(goodbye, CloseCause.KILLED, outputs));
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

  @Override
  public ReaderStats reading() {
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
          handshake.await(await, this::input, next -> machine.onStep(next, outputs));
      case SessionOutput.Joined joined -> join(joined.details(), joined.resume());
      case SessionOutput.Forward forward -> {
        SessionDetails self = details;
        RealmLoop realm = loop;
        if (realm != null && self != null) {
          if (resumable != null) {
            resumable.onReceived();
          }
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

  private void join(SessionDetails joined, ResumeRequest resume) {
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
    // way, where it would be overtaken by what comes later
    inbound.joined(realm);
    loop = realm;
    handshake.over();
    realm.executeFor(this, () -> joinUnlessGone(realm, joined, resume));
  }

  /** The end of the link may have come to the loop first; such a session would stay for ever. */
  private void joinUnlessGone(RealmLoop realm, SessionDetails joined, ResumeRequest resume) {
    if (gone || (resume.session() != 0 && realm.resume(this, joined, resume))) {
      return;
    }
    resumable = realm.resumable(joined, resume, server.outboxBudget());
    outbox.keepFor(resumable);
    realm.join(this, joined);
  }

  /** The link is gone; a session that can be come back to waits for its client. Realm loop. */
  private void lost(CloseCause cause) {
    RealmLoop realm = loop;
    Resumable session = resumable;
    if (realm != null && session != null && machine.isEstablished() && Resumable.outlasts(cause)) {
      realm.park(this, session, cause);
    } else {
      machine.onTransportClosed(cause, outputs);
    }
  }

  private void leave(CloseCause cause) {
    SessionDetails self = details;
    RealmLoop realm = loop;
    if (realm != null && self != null) {
      gone = true;
      inbound.brake().end();
      realm.leave(self.session(), cause);
      if (resumable != null) {
        outbox.keepFor(null);
        resumable.end();
        resumable = null;
      }
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
