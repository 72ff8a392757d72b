package io.junctor.server;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What comes from a peer that has joined, in order: handled at once where the realm is free, left
 * for who has it otherwise, parked while readers are waited for.
 *
 * <p>The transport's thread puts in; what is handled or parked belongs to whoever has taken the
 * realm.
 */
final class PeerInput {

  /** Parked messages of one turn; then others get theirs. */
  private static final int TURN_MESSAGES = 16;

  private final ServerSession session;
  private final Consumer<Message> handler;
  private final Consumer<CloseCause> onEnd;
  private final Brake brake = new Brake(this::onHeld, this::onReleased);
  private final InboundGate gate;
  private volatile @Nullable RealmLoop loop; // set once
  private @Nullable CloseCause ended; // the link, while something of it is parked

  /**
   * Input of a session that has not joined.
   *
   * @param session for its name, and to end it when something fails.
   * @param gate makes the gate that stops the reading; it is given the brake.
   * @param handler handles a message. Whoever has taken the realm.
   * @param onEnd the link has ended, and all that came over it is handled. The same.
   */
  PeerInput(
      ServerSession session,
      Function<Brake, InboundGate> gate,
      Consumer<Message> handler,
      Consumer<CloseCause> onEnd) {
    this.session = session;
    this.handler = handler;
    this.onEnd = onEnd;
    this.gate = gate.apply(brake);
  }

  /** From now on messages go to that realm. Before the first. */
  void joined(RealmLoop realm) {
    loop = realm;
  }

  /** What holds it back. */
  Brake brake() {
    return brake;
  }

  /** A message came. Transport's thread. */
  void onMessage(RealmLoop realm, Message message) {
    if (realm.tryTake()) {
      handle(realm, message);
    } else {
      leaveFor(realm, message);
    }
  }

  /** The peer takes answers again. */
  void onWritable() {
    gate.goOnIfDone();
  }

  /** The realm is free: no thread is woken and nothing is queued. */
  private void handle(RealmLoop taken, Message message) {
    try {
      taken.guard(session, () -> handleOrPark(message));
    } finally {
      taken.release();
    }
    gate.passed();
  }

  private void handleOrPark(Message message) {
    if (brake.parks()) {
      long size = MessageSize.of(message);
      gate.enter(size);
      brake.park(message, size);
    } else {
      handler.accept(message);
    }
  }

  /** Another thread has the realm and does this too. */
  private void leaveFor(RealmLoop busy, Message message) {
    long size = MessageSize.of(message);
    gate.enter(size);
    busy.executeFor(
        session,
        () -> {
          if (brake.parks()) {
            brake.park(message, size);
          } else {
            handleWaiting(message, size);
          }
        });
  }

  private void handleWaiting(Message message, long size) {
    try {
      handler.accept(message);
    } finally {
      gate.leave(size);
    }
  }

  private void onHeld() {
    gate.passed();
  }

  private void onReleased() {
    RealmLoop realm = loop;
    if (realm != null) {
      realm.executeFor(session, this::goOn);
    }
    gate.goOnIfDone();
  }

  /** What came meanwhile, until it has to wait again. Whoever has taken the realm. */
  private void goOn() {
    for (int i = 0; i < TURN_MESSAGES && !brake.isHeld(); i++) {
      Brake.Parked next = brake.next();
      if (next == null) {
        break;
      }
      handleWaiting(next.message(), next.size());
    }
    CloseCause end = ended;
    if (!brake.hasParked() && end != null) {
      onEnd.accept(end);
    } else if (brake.hasParked() && !brake.isHeld()) {
      onReleased();
    }
  }

  /** The link has ended; what the peer sent before comes first. Whoever has taken the realm. */
  void endOfLink(CloseCause cause) {
    if (brake.hasParked()) {
      ended = cause;
    } else {
      onEnd.accept(cause);
    }
  }
}
