package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code wamp.session.*}: who is here, and ending sessions.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-session-meta-api">WAMP: Session
 *     Meta API</a>
 */
@OwnedBy("realm loop")
final class SessionMetaApi {

  /** Ends a session. */
  @FunctionalInterface
  interface Killer {

    void kill(Member member, Goodbye goodbye, Turn turn);
  }

  private final Members members;
  private final Killer killer;

  SessionMetaApi(Members members, Killer killer) {
    this.members = members;
    this.killer = killer;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.SESSION_COUNT, call -> List.of((long) filtered(call).size()));
    procedures.add(
        MetaUri.SESSION_LIST, call -> List.of(filtered(call).stream().map(Member::id).toList()));
    procedures.add(MetaUri.SESSION_GET, call -> List.of(find(call).details().describe()));
    procedures.add(MetaUri.SESSION_KILL, this::kill);
    procedures.add(MetaUri.SESSION_KILL_BY_AUTHID, this::killByAuthid);
    procedures.add(MetaUri.SESSION_KILL_BY_AUTHROLE, this::killByAuthrole);
    procedures.add(MetaUri.SESSION_KILL_ALL, call -> killed(call, _ -> true));
  }

  private List<Member> filtered(MetaCall call) {
    if (call.arg(0) == null) {
      return members.where(_ -> true);
    }
    List<?> authroles = call.list(0);
    return members.where(member -> authroles.contains(member.details().identity().authrole()));
  }

  private Member find(MetaCall call) {
    long session = call.id(0);
    Member member = members.find(session);
    if (member == null) {
      throw noSuchSession(session);
    }
    return member;
  }

  private static WampError noSuchSession(long session) {
    return new WampError(ErrorUri.NO_SUCH_SESSION, "there is no session " + session);
  }

  // "Specifying the caller's own session will result in a wamp.error.no_such_session since no other
  // session with that ID exists."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-session-meta-api
  private List<?> kill(MetaCall call) {
    Goodbye goodbye = goodbye(call);
    Member member = find(call);
    if (member == call.caller()) {
      throw noSuchSession(member.id());
    }
    killer.kill(member, goodbye, call.turn());
    return List.of();
  }

  private List<?> killByAuthid(MetaCall call) {
    String authid = call.string(0);
    return List.of(kill(call, member -> member.details().identity().authid().equals(authid)));
  }

  private List<?> killByAuthrole(MetaCall call) {
    String authrole = call.string(0);
    return killed(call, member -> member.details().identity().authrole().equals(authrole));
  }

  private List<?> killed(MetaCall call, Predicate<Member> whom) {
    return List.of((long) kill(call, whom).size());
  }

  private List<Long> kill(MetaCall call, Predicate<Member> whom) {
    Goodbye goodbye = goodbye(call);
    List<Member> victims = members.where(member -> member != call.caller() && whom.test(member));
    victims.forEach(member -> killer.kill(member, goodbye, call.turn()));
    return victims.stream().map(Member::id).toList();
  }

  private static Goodbye goodbye(MetaCall call) {
    String reason = call.keywordString("reason");
    if (reason != null) {
      Uris.check("reason", reason, MatchPolicy.EXACT);
    }
    String message = call.keywordString("message");
    return new Goodbye(
        message == null ? Dict.EMPTY : Dict.of("message", message),
        reason == null ? CloseUri.KILLED : reason);
  }
}
