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

  private final PatternTable<Registration> registrations;

  RegistrationMetaApi(PatternTable<Registration> registrations) {
    this.registrations = registrations;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.REGISTRATION_LIST, _ -> List.of(list()));
    procedures.add(MetaUri.REGISTRATION_LOOKUP, this::lookup);
    procedures.add(MetaUri.REGISTRATION_MATCH, this::match);
    procedures.add(MetaUri.REGISTRATION_GET, call -> List.of(MetaEvents.describe(find(call))));
    procedures.add(
        MetaUri.REGISTRATION_LIST_CALLEES, call -> List.of(List.of(find(call).callee().id())));
    // Shared registrations are not offered: a registration has one callee.
    procedures.add(
        MetaUri.REGISTRATION_COUNT_CALLEES,
        call -> List.of(find(call).callee().isGone() ? 0L : 1L));
  }

  private Map<String, List<Long>> list() {
    Map<String, List<Long>> lists = new LinkedHashMap<>();
    for (MatchPolicy match : MatchPolicy.values()) {
      lists.put(
          match.id(),
          registrations.values().stream()
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

  private Registration find(MetaCall call) {
    long id = call.id(0);
    for (Registration registration : registrations.values()) {
      if (registration.id() == id) {
        return registration;
      }
    }
    throw new WampError(ErrorUri.NO_SUCH_REGISTRATION, "there is no registration " + id);
  }
}
