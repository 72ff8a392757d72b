package io.junctor.router;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes every message of every session to its end, in the order of the session, and waits where
 * somebody has to be asked: the journal for a publication to a durable topic, an authorizer that
 * does not know at once.
 *
 * <p>A session for which nothing is waited has an empty {@link Lane} and its messages are handled
 * at once. Otherwise its messages queue up; only appends to the journal follow each other without
 * waiting, so that a journal can write many at once.
 */
@OwnedBy("realm loop")
final class Lanes {

  /** Ends a session. */
  @FunctionalInterface
  interface Kicker {

    void kick(Member member, Message farewell, CloseCause cause, Turn turn);
  }

  private final String realm;
  private final RouterLimits limits;
  private final Journal journal;
  private final Requests requests;
  private final Kicker kicker;
  private final Map<Ticket, Wait> waits = new LinkedHashMap<>(); // ticket -> wait, oldest first
  private long lastTicket;

  Lanes(String realm, RouterLimits limits, Journal journal, Requests requests, Kicker kicker) {
    this.realm = realm;
    this.limits = limits;
    this.journal = journal;
    this.requests = requests;
    this.kicker = kicker;
  }

  /** How many answers are waited for. */
  int waiting() {
    return waits.size();
  }

  /** Handles the message, now or when its turn comes. */
  void handle(Member member, Message message, Turn turn) {
    Lane lane = member.lane;
    if (lane.isIdle()) {
      process(member, message, turn);
    } else if (isFull(lane, message) && !member.isGone()) {
      String text =
          "at most %d messages and %d bytes may wait"
              .formatted(limits.waitingMessagesPerSessionMax(), limits.waitingBytesPerSessionMax());
      kicker.kick(member, abort(RouterErrors.LIMIT_EXCEEDED, text), CloseCause.LIMIT, turn);
    } else if (!lane.mayPipeline() || !pipelined(member, message, turn)) {
      lane.queue(message);
    }
  }

  private boolean isFull(Lane lane, Message message) {
    return lane.size() >= limits.waitingMessagesPerSessionMax()
        || lane.bytes() + Lane.bytesOf(message) > limits.waitingBytesPerSessionMax();
  }

  /** The journal answered. */
  void onJournal(Ticket ticket, @Nullable String failure, Turn turn) {
    if (waits.get(ticket) instanceof Wait.ForJournal wait) {
      waits.remove(ticket);
      wait.answer(failure);
      drain(wait.member(), turn);
    }
  }

  /** The authorizer answered. */
  void onDecision(Ticket ticket, Decision decision, Turn turn) {
    if (waits.get(ticket) instanceof Wait.ForDecision wait) {
      waits.remove(ticket);
      wait.answer(decision);
      drain(wait.member(), turn);
    }
  }

  /** When the oldest wait is given up; null when nothing is waited for. */
  @Nullable Instant nextDeadline() {
    return waits.isEmpty() ? null : waits.values().iterator().next().deadline();
  }

  /** Gives up what was waited for too long. */
  void onTime(Turn turn) {
    while (!waits.isEmpty()) {
      Iterator<Wait> oldest = waits.values().iterator();
      Wait wait = oldest.next();
      if (wait.deadline().isAfter(turn.now())) {
        return;
      }
      oldest.remove();
      giveUp(wait);
      drain(wait.member(), turn);
    }
  }

  private void giveUp(Wait wait) {
    String sentence = "no answer within " + limits.answerTimeout().toMillis() + " ms";
    switch (wait) {
      case Wait.ForJournal append -> append.answer(sentence);
      case Wait.ForDecision ask ->
          ask.answer(new Decision.Deny(ErrorUri.AUTHORIZATION_FAILED, sentence));
    }
  }

  /** Goes on with the lane as far as possible. */
  private void drain(Member member, Turn turn) {
    Lane lane = member.lane;
    while (true) {
      Wait answered = lane.pollAnswered();
      Message next = lane.peekBehind();
      if (answered != null) {
        complete(answered, turn);
      } else if (next == null) {
        return;
      } else if (!lane.isWaiting()) {
        lane.pollBehind();
        process(member, next, turn);
      } else if (lane.endsWithAppend() && pipelined(member, next, turn)) {
        lane.pollBehind();
      } else {
        return;
      }
    }
  }

  private void complete(Wait wait, Turn turn) {
    Member member = wait.member();
    switch (wait) {
      case Wait.ForJournal append when append.failure() == null ->
          requests.deliver(append.publication(), turn);
      case Wait.ForJournal append ->
          requests.refuse(
              append.publication(),
              new WampError(
                  RouterErrors.NOT_JOURNALLED, "not published, not on disk: " + append.failure()),
              turn);
      case Wait.ForDecision ask ->
          ifPresent(member, ask.message(), turn, () -> decided(member, ask, turn));
    }
  }

  /** Handles a message for which nothing stands in the way. */
  private void process(Member member, Message message, Turn turn) {
    ifPresent(member, message, turn, () -> start(member, message, turn));
  }

  // Whoever left can still publish what it sent before; no answer could reach it.
  private void ifPresent(Member member, Message message, Turn turn, Runnable action) {
    if (!member.isGone() || message instanceof Publish) {
      guarded(member, message, turn, action);
    }
  }

  private void start(Member member, Message message, Turn turn) {
    AuthorizationRequest request = check(member, message);
    if (request == null) {
      requests.perform(member, message, Disclosure.FORBIDDEN, turn);
      return;
    }
    Decision decision = requests.decide(member, request, turn);
    if (decision instanceof Decision.Later later) {
      ask(member, message, request, later, turn);
    } else {
      resume(member, message, decision, turn);
    }
  }

  private @Nullable AuthorizationRequest check(Member member, Message message) {
    AuthorizationRequest request = requests.check(member, message);
    if (request != null) {
      OptionsCheck.check(message.name(), request.options(), limits.optionsBytesMax());
    }
    return request;
  }

  private void ask(
      Member member,
      Message message,
      AuthorizationRequest request,
      Decision.Later later,
      Turn turn) {
    Wait.ForDecision wait = new Wait.ForDecision(member, message, requests.epoch(), deadline(turn));
    Ticket ticket = await(member, wait);
    AuthorizerProcedure procedure = requests.procedure();
    if (procedure == null) {
      turn.out().accept(new Output.Ask(ticket, request));
    } else {
      procedure.ask(
          member,
          request,
          later.disclosure(),
          (decision, when) -> onDecision(ticket, decision, when),
          turn);
    }
  }

  private void decided(Member member, Wait.ForDecision ask, Turn turn) {
    if (ask.epoch() == requests.epoch()) {
      resume(member, ask.message(), ask.decision(), turn);
    } else {
      start(member, ask.message(), turn); // the answer was about yesterday's rules
    }
  }

  private void resume(Member member, Message message, Decision decision, Turn turn) {
    if (!(decision instanceof Decision.Allow allow)) {
      throw Requests.denied(decision);
    }
    requests.checkForwarding(member, message, turn);
    if (message instanceof Publish publish) {
      publish(requests.accept(member, publish, allow.disclosure()), turn);
    } else {
      requests.perform(member, message, allow.disclosure(), turn);
    }
  }

  private void publish(Publication publication, Turn turn) {
    if (journal.isDurable(publication.topic())) {
      append(publication, turn);
    } else {
      requests.deliver(publication, turn);
    }
  }

  private void append(Publication publication, Turn turn) {
    Member publisher = Objects.requireNonNull(publication.publisher());
    Ticket ticket = await(publisher, new Wait.ForJournal(publisher, publication, deadline(turn)));
    JournalEntry entry =
        new JournalEntry(
            realm,
            publication.id(),
            publication.topic(),
            publisher.details(),
            publication.options(),
            publication.payload(),
            turn.now());
    turn.out().accept(new Output.Append(ticket, entry));
  }

  /**
   * Starts the append of a durable publication behind appends that are in flight, if nothing about
   * it needs an answer first.
   */
  private boolean pipelined(Member member, Message message, Turn turn) {
    if (!(message instanceof Publish publish)) {
      return false;
    }
    try {
      if (!journal.isDurable(publish.topic())) {
        return false;
      }
      AuthorizationRequest request = check(member, publish);
      if (request != null
          && requests.decide(member, request, turn) instanceof Decision.Allow allow) {
        requests.checkForwarding(member, publish, turn);
        append(requests.accept(member, publish, allow.disclosure()), turn);
        return true;
      }
      return false;
    } catch (RuntimeException _) {
      return false; // whatever it is, it shows again and is dealt with when its turn comes
    }
  }

  private Ticket await(Member member, Wait wait) {
    Ticket ticket = new Ticket(++lastTicket);
    waits.put(ticket, wait);
    member.lane.await(wait);
    return ticket;
  }

  private Instant deadline(Turn turn) {
    return turn.now().plus(limits.answerTimeout());
  }

  /** Turns what goes wrong into an answer, for this session alone. */
  private void guarded(Member member, Message message, Turn turn, Runnable action) {
    try {
      action.run();
    } catch (WampError error) {
      requests.refuse(member, message, error, turn);
    } catch (ProtocolViolation violation) {
      String text = String.valueOf(violation.getMessage());
      kicker.kick(member, abort(violation.reason(), text), CloseCause.PROTOCOL_VIOLATION, turn);
    } catch (RuntimeException bug) {
      turn.out().accept(new Output.Fault(member.id(), "could not handle " + message.name(), bug));
      kicker.kick(
          member,
          abort(ErrorUri.UNAVAILABLE, "an internal error"),
          CloseCause.INTERNAL_ERROR,
          turn);
    }
  }

  private static Abort abort(String reason, String message) {
    return new Abort(Dict.of("message", message), reason, Payload.NONE);
  }
}
