package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code wamp.registration.*}: which procedures there are.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-registration-meta-api">WAMP:
 *     Registration Meta API</a>
 */
@OwnedBy("realm loop")
final class RegistrationMetaApi {

  private final Registrations registrations;

  RegistrationMetaApi(Registrations registrations) {
    this.registrations = registrations;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.REGISTRATION_LIST, _ -> List.of(list()));
    procedures.add(MetaUri.REGISTRATION_LOOKUP, this::lookup);
    procedures.add(MetaUri.REGISTRATION_MATCH, this::match);
    procedures.add(
        MetaUri.REGISTRATION_GET, call -> List.of(MetaEvents.describe(find(call), call.turn())));
    procedures.add(MetaUri.REGISTRATION_LIST_CALLEES, call -> List.of(calleesOf(find(call))));
    procedures.add(MetaUri.REGISTRATION_COUNT_CALLEES, call -> List.of((long) find(call).size()));
    procedures.add(MetaUri.REGISTRATION_REMOVE_CALLEE, this::removeCallee);
  }

  private Map<String, List<Long>> list() {
    Map<String, List<Long>> lists = new LinkedHashMap<>();
    for (MatchPolicy match : MatchPolicy.values()) {
      lists.put(
          match.id(),
          registrations.all().stream()
              .filter(registration -> registration.match() == match)
              .map(Registration::id)
              .toList());
    }
    return lists;
  }

  private List<?> lookup(MetaCall call) {
    Registration found = registrations.get(call.string(0), MetaProcedures.policy(call));
    return MetaProcedures.nullable(found == null ? null : found.id());
  }

  private List<?> match(MetaCall call) {
    Registration found = registrations.bestMatch(call.string(0));
    return MetaProcedures.nullable(found == null ? null : found.id());
  }

  // Positional: registration id, session id; keyword: reason. The catalog lists reason after the
  // two, so it is taken from there as well.
  private List<?> removeCallee(MetaCall call) {
    Registration registration = find(call);
    long session = call.id(1);
    String keyword = call.keywordString("reason");
    String reason = keyword == null && call.arg(2) != null ? call.string(2) : keyword;
    for (Callee callee : registration.callees()) {
      if (callee.member().id() == session) {
        registrations.remove(callee, reason, call.turn());
        return List.of();
      }
    }
    throw new WampError(
        ErrorUri.NO_SUCH_SESSION,
        "session " + session + " has no registration " + registration.id());
  }

  private Registration find(MetaCall call) {
    long id = call.id(0);
    Registration registration = registrations.find(id);
    if (registration == null) {
      throw new WampError(ErrorUri.NO_SUCH_REGISTRATION, "there is no registration " + id);
    }
    return registration;
  }

  private static List<Long> calleesOf(Registration registration) {
    return registration.callees().stream().map(callee -> callee.member().id()).toList();
  }
}
