package io.junctor.router;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.IdGenerator;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import java.time.Instant;
import java.util.List;
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
  private final Members members = new Members();
  private final Receipts receipts;
  private final Dispatcher dispatcher;
  private final Registrations registrations;
  private final Dealer dealer;
  private final Broker broker;
  private final Holdings holdings;
  private final Calls calls;
  private final Cancellation cancellation;
  private final MetaEvents metaEvents;
  private final Lanes lanes;
  private final Membership membership;
  private final Permissions permissions;
  private final Recheck recheck;
  private final MetaProcedures procedures;
  private final IdGenerator ids;
  private final Function<Format, Serializer> serializers;
  private final WallTime wallTime;

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
    this(name, authorizer, journal, ids, serializers, limits, RealmPolicy.NONE, WallTime.SAME);
  }

  /**
   * A realm without sessions.
   *
   * @param policy what it does with certain URIs.
   * @param wallTime what people are told of its times.
   */
  public Realm(
      String name,
      Authorizer authorizer,
      Journal journal,
      IdGenerator ids,
      Function<Format, Serializer> serializers,
      RouterLimits limits,
      RealmPolicy policy,
      WallTime wallTime) {
    this.name = name;
    this.wallTime = wallTime;
    this.ids = ids;
    this.serializers = serializers;
    permissions = new Permissions(authorizer);
    TrustLevels trust = new TrustLevels(policy.trust());
    holdings = new Holdings(limits.heldBytesMax());
    RetainedEvents retained =
        new RetainedEvents(serializers, limits.retainedEventsMax(), limits.retainedBytesMax());
    MetaProcedures procedures = new MetaProcedures(serializers);
    Errors errors = new Errors(serializers);
    receipts = new Receipts(limits.answerTimeout(), errors);
    dispatcher = new Dispatcher(ids, retained, receipts);
    metaEvents = new MetaEvents(dispatcher, serializers.apply(MetaEvents.FORMAT));
    Readers readers = new Readers(policy.readers());
    broker = new Broker(ids, limits, holdings, dispatcher, metaEvents, trust, readers);
    calls = new Calls(holdings);
    cancellation = new Cancellation(calls, errors);
    registrations = new Registrations(limits, holdings, metaEvents);
    Definitions definitions =
        new Definitions(limits, holdings, permissions, dispatcher, serializers);
    dealer =
        new Dealer(
            limits, registrations, new CalleePicker(ids), calls, cancellation, errors, trust);
    Requests requests =
        new Requests(
            limits.payloadBytesMax(),
            broker,
            dispatcher,
            registrations,
            dealer,
            cancellation,
            procedures,
            permissions,
            errors);
    lanes = new Lanes(name, limits, journal, requests, this::kick);
    membership =
        new Membership(
            limits.sessionsMax(),
            policy.history(),
            members,
            broker,
            receipts,
            dealer,
            definitions,
            holdings,
            readers,
            lanes,
            metaEvents);
    recheck = new Recheck(members, permissions, broker, registrations, retained, definitions);
    this.procedures = procedures;
    new AuthorizationMetaApi(permissions, recheck).addTo(procedures);
    new SessionMetaApi(members, membership::kill).addTo(procedures);
    new TestamentMetaApi(limits, holdings, serializers).addTo(procedures);
    new RegistrationMetaApi(registrations).addTo(procedures);
    new SubscriptionMetaApi(dispatcher.subscriptions(), broker).addTo(procedures);
    new HistoryMetaApi(
            dispatcher.subscriptions(), permissions, serializers, limits.payloadBytesMax())
        .addTo(procedures);
    new DefinitionMetaApi(definitions, permissions, serializers).addTo(procedures);
    new ProcedureReflection(registrations, permissions, definitions).addTo(procedures);
    new TopicReflection(dispatcher, permissions, definitions).addTo(procedures);
    new ErrorReflection(definitions).addTo(procedures);
  }

  /**
   * Adds a procedure that the router answers itself.
   *
   * @param uri begins with {@code junctor.}.
   */
  public void addProcedure(String uri, RouterProcedure procedure) {
    if (!Uris.isAdministration(uri)) {
      throw new IllegalArgumentException("expected a URI below junctor., got " + uri);
    }
    procedures.add(
        uri,
        call ->
            procedure.call(
                new RouterProcedure.Arguments(
                    call.caller().details(), call.args(), call.kwargs())));
  }

  /**
   * From now on others decide what sessions may do. What sessions have already and may not have any
   * more is taken away in the same step, or as soon as the procedure that has to be asked has
   * answered.
   *
   * @param authorizer decides.
   * @param settings the procedure that is asked where it decides {@code Later}; null: the shell is.
   */
  public void setPermissions(
      Authorizer authorizer,
      @Nullable AuthorizerSettings settings,
      Instant now,
      Consumer<? super Output> out) {
    Turn turn = turn(now, out);
    AuthorizerProcedure before = permissions.procedure();
    boolean same = before != null && before.settings().equals(settings);
    permissions.replace(authorizer, same ? before : procedure(settings));
    if (before != null && same) {
      before.flush(_ -> true);
    } else if (before != null) {
      before.close(turn); // who waits for it is decided on anew
    }
    recheck.everything(turn);
    finish(turn);
  }

  private @Nullable AuthorizerProcedure procedure(@Nullable AuthorizerSettings settings) {
    return settings == null
        ? null
        : new AuthorizerProcedure(
            settings,
            name,
            ids.next(),
            new InternalCalls(registrations, dealer, cancellation),
            serializers);
  }

  private Turn turn(Instant now, Consumer<? super Output> out) {
    return new Turn(now, wallTime, out);
  }

  /** What was answered meanwhile is handed over at the end of a turn, never inside of a step. */
  private void finish(Turn turn) {
    AuthorizerProcedure procedure = permissions.procedure();
    if (procedure != null) {
      procedure.settle(turn);
    }
  }

  /** The realm's URI. */
  public String name() {
    return name;
  }

  /**
   * A session joins: it gets its WELCOME, then the others hear of it. When the realm is full, or it
   * asks for what it may not have, it gets an ABORT in a {@link Output.Kick} instead.
   *
   * @throws IllegalStateException when a session with this id is in the realm already.
   */
  public void join(SessionDetails session, Instant now, Consumer<? super Output> out) {
    Turn turn = turn(now, out);
    membership.join(session, turn);
    finish(turn);
  }

  /** A message of an open session; ignored when the session is not in the realm (any more). */
  public void onMessage(long session, Message message, Instant now, Consumer<? super Output> out) {
    Member member = members.find(session);
    if (member != null) {
      Turn turn = turn(now, out);
      lanes.handle(member, message, turn);
      finish(turn);
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
      Turn turn = turn(now, out);
      membership.leave(member, cause, turn);
      finish(turn);
    }
  }

  /**
   * A session has lost its link and may come back: its testaments for that are published, and
   * nothing else happens. {@link #leave} follows when it does not come back.
   */
  public void detach(long session, Instant now, Consumer<? super Output> out) {
    Member member = members.find(session);
    if (member != null) {
      Turn turn = turn(now, out);
      membership.detach(member, turn);
      finish(turn);
    }
  }

  /**
   * Ends a session that is in the way: it gets GOODBYE, its testaments are published. Does nothing
   * when it is not in the realm (any more).
   */
  public void expel(
      long session, Goodbye goodbye, CloseCause cause, Instant now, Consumer<? super Output> out) {
    Member member = members.find(session);
    if (member != null) {
      Turn turn = turn(now, out);
      membership.kick(member, goodbye, cause, turn);
      finish(turn);
    }
  }

  /**
   * Publishes for the router's surroundings; nothing is made where nobody subscribes.
   *
   * @param topic begins with {@code junctor.}.
   * @param args the positional arguments.
   */
  public void publish(String topic, List<?> args, Instant now, Consumer<? super Output> out) {
    if (!Uris.isAdministration(topic)) {
      throw new IllegalArgumentException("expected a URI below junctor., got " + topic);
    }
    Turn turn = turn(now, out);
    metaEvents.publish(topic, () -> args, turn);
    finish(turn);
  }

  /** The journal has the entry of the ticket; ignored when it is not waited for any more. */
  public void onConfirmed(Ticket ticket, Instant now, Consumer<? super Output> out) {
    Turn turn = turn(now, out);
    lanes.onJournal(ticket, null, turn);
    finish(turn);
  }

  /**
   * The journal has not taken the entry of the ticket: it is not published, and a publisher that
   * asked for acknowledgement gets ERROR.
   *
   * @param why a sentence.
   */
  public void onFailed(Ticket ticket, String why, Instant now, Consumer<? super Output> out) {
    Turn turn = turn(now, out);
    lanes.onJournal(ticket, why, turn);
    finish(turn);
  }

  /**
   * The answer to {@link Output.Ask}; ignored when it is not waited for any more.
   *
   * @param decision {@code Later} counts as no.
   */
  public void onDecision(
      Ticket ticket, Decision decision, Instant now, Consumer<? super Output> out) {
    Turn turn = turn(now, out);
    lanes.onDecision(ticket, decision, turn);
    finish(turn);
  }

  /** When {@link #onTime} is to be called at the latest; null when nothing has a deadline. */
  public @Nullable Instant nextDeadline() {
    AuthorizerProcedure procedure = permissions.procedure();
    Instant questions = procedure == null ? null : procedure.nextDeadline();
    Instant answers = earlier(lanes.nextDeadline(), cancellation.nextDeadline());
    answers = earlier(answers, receipts.nextDeadline());
    return earlier(earlier(questions, answers), registrations.nextDeadline());
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** Time has passed: gives up what is overdue. May be called at any time. */
  public void onTime(Instant now, Consumer<? super Output> out) {
    Turn turn = turn(now, out);
    lanes.onTime(turn);
    cancellation.onTime(turn);
    receipts.onTime(turn);
    registrations.onTime(turn);
    AuthorizerProcedure procedure = permissions.procedure();
    if (procedure != null) {
      procedure.onTime(turn);
    }
    finish(turn);
  }

  /** Ends all sessions. The realm can be used further. */
  public void close(Goodbye goodbye, CloseCause cause, Instant now, Consumer<? super Output> out) {
    Turn turn = turn(now, out);
    members.where(_ -> true).forEach(member -> membership.kick(member, goodbye, cause, turn));
    finish(turn);
  }

  /** What the realm holds at the moment. */
  public RealmStats stats() {
    return new RealmStats(
        members.size(),
        broker.subscribed(),
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

  private void kick(Member member, Message farewell, CloseCause cause, Turn turn) {
    membership.kick(member, farewell, cause, turn);
  }
}
