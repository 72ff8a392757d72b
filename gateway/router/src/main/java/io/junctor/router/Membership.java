package io.junctor.router;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.CloseCause;
import java.util.List;

/**
 * How sessions come into a realm and how they end: what a session holds ends with it, its
 * testaments are published, and the others hear of it, in this order.
 */
@OwnedBy("realm loop")
final class Membership {

  private final int sessionsMax;
  private List<HistoryRule> pendingHistory; // what the first session brings about
  private final Members members;
  private final Broker broker;
  private final Receipts receipts;
  private final Dealer dealer;
  private final Definitions definitions;
  private final Holdings holdings;
  private final Readers readers;
  private final Lanes lanes;
  private final MetaEvents metaEvents;

  Membership(
      int sessionsMax,
      List<HistoryRule> history,
      Members members,
      Broker broker,
      Receipts receipts,
      Dealer dealer,
      Definitions definitions,
      Holdings holdings,
      Readers readers,
      Lanes lanes,
      MetaEvents metaEvents) {
    this.sessionsMax = sessionsMax;
    this.pendingHistory = history;
    this.members = members;
    this.broker = broker;
    this.receipts = receipts;
    this.dealer = dealer;
    this.definitions = definitions;
    this.holdings = holdings;
    this.readers = readers;
    this.lanes = lanes;
    this.metaEvents = metaEvents;
  }

  /** A session joins, or hears that there is no room for it or that it asks for too much. */
  void join(SessionDetails session, Turn turn) {
    if (members.size() >= sessionsMax) {
      String message = "the realm has no room for more than " + sessionsMax + " sessions";
      refuse(session, RouterErrors.LIMIT_EXCEEDED, message, CloseCause.LIMIT, turn);
      return;
    }
    try {
      readers.ofSession(session);
    } catch (WampError error) {
      refuse(session, error.uri(), error.sentence(), CloseCause.REFUSED, turn);
      return;
    }
    broker.keepHistory(pendingHistory, turn);
    pendingHistory = List.of();
    Member member = new Member(session);
    members.add(member);
    readers.joined(member, turn);
    turn.send(member, session.welcome());
    metaEvents.joined(member, turn);
  }

  private static void refuse(
      SessionDetails session, String uri, String message, CloseCause cause, Turn turn) {
    Abort abort = new Abort(Dict.of("message", message), uri, Payload.NONE);
    turn.out().accept(new Output.Kick(session.session(), abort, cause));
  }

  /** A session has ended by itself. */
  void leave(Member member, CloseCause cause, Turn turn) {
    markGone(member);
    end(member, Orphans.isLoss(cause), turn);
  }

  /** A session has lost its link and may come back. */
  void detach(Member member, Turn turn) {
    long before = member.testaments.bytes();
    for (Publish testament : member.testaments.takeDetached()) {
      lanes.handle(member, testament, turn);
    }
    holdings.give(before - member.testaments.bytes());
  }

  /** Ends a session that somebody wants to be gone. */
  void kill(Member member, Goodbye goodbye, Turn turn) {
    kick(member, goodbye, CloseCause.KILLED, turn);
  }

  /** Ends a session from this side; what it has sent and is not handled yet is forgotten. */
  void kick(Member member, Message farewell, CloseCause cause, Turn turn) {
    if (member.isGone()) {
      return;
    }
    markGone(member);
    turn.out().accept(new Output.Kick(member.id(), farewell, cause));
    member.lane.dropBehind();
    end(member, Orphans.isLoss(cause), turn);
  }

  private void markGone(Member member) {
    members.remove(member);
    member.markGone();
  }

  private void end(Member member, boolean lost, Turn turn) {
    broker.leave(member, turn);
    receipts.leave(member, turn);
    dealer.leave(member, lost, turn);
    definitions.leave(member, turn);
    for (Publish testament : member.testaments.inOrder()) {
      lanes.handle(member, testament, turn);
    }
    holdings.give(member.testaments.bytes());
    metaEvents.left(member, turn);
  }
}
