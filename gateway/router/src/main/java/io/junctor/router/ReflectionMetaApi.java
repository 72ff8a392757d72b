package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code wamp.reflection.procedure.*}: what the caller may call. The specification has the names
 * and the purpose and no arguments or results; those here are ours. Where an authorizer procedure
 * would have to be asked, the answer is no.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
@OwnedBy("realm loop")
final class ReflectionMetaApi {

  private final Registrations registrations;
  private final Permissions permissions;
  private final MetaProcedures procedures;

  ReflectionMetaApi(
      Registrations registrations, Permissions permissions, MetaProcedures procedures) {
    this.registrations = registrations;
    this.permissions = permissions;
    this.procedures = procedures;
  }

  void addToProcedures() {
    procedures.add(MetaUri.REFLECTION_PROCEDURE_LIST, this::list);
    procedures.add(MetaUri.REFLECTION_PROCEDURE_DESCRIBE, this::describe);
  }

  /**
   * The URIs and patterns, each a dictionary with {@code uri} and {@code match}; callees' first.
   */
  private List<?> list(MetaCall call) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (Registration registration : registrations.all()) {
      if (mayCall(call, registration.procedure(), registration.match())) {
        found.add(named(registration.procedure(), registration.match()));
      }
    }
    for (String uri : procedures.uris()) {
      if (mayCall(call, uri, MatchPolicy.EXACT)) {
        found.add(named(uri, MatchPolicy.EXACT));
      }
    }
    return List.of(found);
  }

  private static Map<String, Object> named(String uri, MatchPolicy match) {
    return Map.of("uri", uri, "match", match.id());
  }

  /**
   * What a call to the URI goes to: {@code RegistrationDetails} and how many {@code callees} there
   * are; of the router's own procedures {@code uri} and {@code match}.
   */
  private List<?> describe(MetaCall call) {
    String uri = call.string(0);
    Uris.check("procedure", uri, MatchPolicy.EXACT);
    if (mayCall(call, uri, MatchPolicy.EXACT)) {
      if (procedures.has(uri)) {
        return List.of(named(uri, MatchPolicy.EXACT));
      }
      Registration registration = registrations.bestMatch(uri);
      if (registration != null) {
        Dict details = Dict.copyOf(MetaEvents.describe(registration));
        return List.of(details.with("callees", (long) registration.size()).asMap());
      }
    }
    // who may not call must not learn from the error whether it is there
    throw new WampError(ErrorUri.NO_SUCH_PROCEDURE, "there is no procedure " + uri + " to call");
  }

  private boolean mayCall(MetaCall call, String uri, MatchPolicy match) {
    AuthorizationRequest question = Permissions.kept(call.caller(), Action.CALL, uri, match);
    return permissions.decide(call.caller(), question, call.turn()) instanceof Decision.Allow;
  }
}
