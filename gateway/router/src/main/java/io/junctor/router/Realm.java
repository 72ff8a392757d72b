package io.junctor.router;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.IdGenerator;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A realm: a function from (session, message, time) to outputs. It has no clock, thread or I/O of
 * its own; the shell calls it and carries out what comes, in order.
 *
 * <p>{@code now} must never go back between two calls: a monotonic clock set to the wall time once.
 * Outputs are handed to the consumer during the call; the consumer must not call back into the
 * realm. Not thread-safe: one owner, the realm loop.
 *
 * <p>Order: what one session sends is handled in that order, also while a journal or an authorizer
 * is asked for it; other sessions go on meanwhile.
 */
@OwnedBy("realm loop")
public final class Realm {

  // per realm
  private final String name;
  private final RouterLimits limits;
  private final Members members = new Members();
  private final Dispatcher dispatcher;
  private final Registrations registrations;
  private final Dealer dealer;
  private final Broker broker;
  private final Holdings holdings;
  private final Calls calls;
  private final Cancellation cancellation;
  private final MetaEvents metaEvents;
  private final Lanes lanes;

  /**
   * A realm without sessions.
   *
   * @param name the realm's URI.
   * @param authorizer decides what sessions may do.
   * @param journal says which topics are durable; its {@code append} is called by the shell.
   * @param ids gives publication ids.
   * @param serializers reads and writes the payloads of meta procedures.
   * @param limits the bounds.
   */
  public Realm(
      String name,
      Authorizer authorizer,
      Journal journal,
      IdGenerator ids,
      Function<Format, Serializer> serializers,
      RouterLimits limits) {
    this.name = name;
    this.limits = limits;
    holdings = new Holdings(limits.heldBytesMax());
    RetainedEvents retained =
        new RetainedEvents(serializers, limits.retainedEventsMax(), limits.retainedBytesMax());
    Errors errors = new Errors(serializers);
    MetaProcedures procedures = new MetaProcedures(serializers);
    dispatcher = new Dispatcher(ids, retained);
    metaEvents = new MetaEvents(dispatcher, serializers.apply(MetaEvents.FORMAT));
    broker = new Broker(ids, limits, holdings, dispatcher, metaEvents);
    calls = new Calls(holdings);
    cancellation = new Cancellation(calls, errors);
    registrations = new Registrations(limits, holdings, metaEvents);
    dealer = new Dealer(limits, registrations, new CalleePicker(ids), calls, cancellation, errors);
    Requests requests =
        new Requests(
            limits.payloadBytesMax(),
            broker,
            dispatcher,
            registrations,
            dealer,
            cancellation,
            procedures,
            new Permissions(authorizer),
            errors);
    lanes = new Lanes(name, limits, journal, requests, this::kick);
    new SessionMetaApi(members, this::kill).addTo(procedures);
    new TestamentMetaApi(limits, holdings, serializers).addTo(procedures);
    new RegistrationMetaApi(registrations).addTo(procedures);
    new SubscriptionMetaApi(dispatcher.subscriptions()).addTo(procedures);
  }

  /** The realm's URI. */
  public String name() {
    return name;
  }

  /**
   * A session joins: it gets its WELCOME, then the others hear of it. When the realm is full it
   * gets an ABORT in a {@link Output.Kick} instead.
   *
   * @throws IllegalStateException when a session with this id is in the realm already.
   */
  public void join(SessionDetails session, Instant now, Consumer<? super Output> out) {
    if (members.size() >= limits.sessionsMax()) {
      String message = "the realm has no room for more than " + limits.sessionsMax() + " sessions";
      Abort abort =
          new Abort(Dict.of("message", message), RouterErrors.LIMIT_EXCEEDED, Payload.NONE);
      out.accept(new Output.Kick(session.session(), abort, CloseCause.LIMIT));
      return;
    }
    Turn turn = new Turn(now, out);
    Member member = new Member(session);
    members.add(member);
    turn.send(member, session.welcome());
    metaEvents.joined(member, turn);
  }

  /** A message of an open session; ignored when the session is not in the realm (any more). */
  public void onMessage(long session, Message message, Instant now, Consumer<? super Output> out) {
    Member member = members.find(session);
    if (member != null) {
      lanes.handle(member, message, new Turn(now, out));
    }
  }

  /**
   * A session has ended: subscriptions, registrations and calls end with it and its testaments are
   * published. Does nothing when it is not in the realm (any more).
   *
   * @param cause why; after some a callee's place may be kept, see {@link Registrations}.
   */
  public void leave(long session, CloseCause cause, Instant now, Consumer<? super Output> out) {
    Member member = members.find(session);
    if (member != null) {
      markGone(member);
      end(member, isLoss(cause), new Turn(now, out));
    }
  }

  /** The journal has the entry of the ticket; ignored when it is not waited for any more. */
  public void onConfirmed(Ticket ticket, Instant now, Consumer<? super Output> out) {
    lanes.onJournal(ticket, null, new Turn(now, out));
  }

  /**
   * The journal has not taken the entry of the ticket: it is not published, and a publisher that
   * asked for acknowledgement gets ERROR.
   *
   * @param why a sentence.
   */
  public void onFailed(Ticket ticket, String why, Instant now, Consumer<? super Output> out) {
    lanes.onJournal(ticket, why, new Turn(now, out));
  }

  /**
   * The answer to {@link Output.Ask}; ignored when it is not waited for any more.
   *
   * @param decision {@code Later} counts as no.
   */
  public void onDecision(
      Ticket ticket, Decision decision, Instant now, Consumer<? super Output> out) {
    lanes.onDecision(ticket, decision, new Turn(now, out));
  }

  /** When {@link #onTime} is to be called at the latest; null when nothing has a deadline. */
  public @Nullable Instant nextDeadline() {
    Instant calls = earlier(lanes.nextDeadline(), cancellation.nextDeadline());
    return earlier(calls, registrations.nextDeadline());
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** Time has passed: gives up what is overdue. May be called at any time. */
  public void onTime(Instant now, Consumer<? super Output> out) {
    Turn turn = new Turn(now, out);
    lanes.onTime(turn);
    cancellation.onTime(turn);
    registrations.onTime(turn);
  }

  /** Ends all sessions. The realm can be used further. */
  public void close(Goodbye goodbye, CloseCause cause, Instant now, Consumer<? super Output> out) {
    Turn turn = new Turn(now, out);
    members.where(_ -> true).forEach(member -> kick(member, goodbye, cause, turn));
  }

  /** What the realm holds at the moment. */
  public RealmStats stats() {
    return new RealmStats(
        members.size(),
        dispatcher.subscriptions().size(),
        registrations.size(),
        calls.size(),
        dispatcher.retained().size(),
        dispatcher.retained().bytes(),
        lanes.waiting());
  }

  /** Bytes that count against {@link RouterLimits#heldBytesMax}. */
  long heldBytes() {
    return holdings.bytes();
  }

  private void kill(Member member, Goodbye goodbye, Turn turn) {
    kick(member, goodbye, CloseCause.KILLED, turn);
  }

  /** Ends a session from this side; what it has sent and is not handled yet is forgotten. */
  private void kick(Member member, Message farewell, CloseCause cause, Turn turn) {
    if (member.isGone()) {
      return;
    }
    markGone(member);
    turn.out().accept(new Output.Kick(member.id(), farewell, cause));
    member.lane.dropBehind();
    end(member, false, turn);
  }

  private void markGone(Member member) {
    members.remove(member);
    member.markGone();
  }

  /** Whether the session went without a word and without anybody's will. */
  private static boolean isLoss(CloseCause cause) {
    return switch (cause) {
      case PEER_CLOSED, PING_TIMEOUT, SLOW_READER, IO_ERROR, INTERNAL_ERROR -> true;
      case NORMAL, PROTOCOL_VIOLATION, HANDSHAKE_TIMEOUT, REFUSED, KILLED, LIMIT, SHUTDOWN -> false;
    };
  }

  private void end(Member member, boolean lost, Turn turn) {
    broker.leave(member, turn);
    dealer.leave(member, lost, turn);
    for (Publish testament : member.testaments.inOrder()) {
      lanes.handle(member, testament, turn);
    }
    holdings.give(member.testaments.bytes());
    metaEvents.left(member, turn);
  }
}
