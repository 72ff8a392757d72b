package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code wamp.reflection.procedure.*}: what the caller may call. The specification has the names
 * and the purpose and no arguments or results; those here are ours. Where an authorizer procedure
 * would have to be asked, the answer is no.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
@OwnedBy("realm loop")
final class ProcedureReflection {

  private final Registrations registrations;
  private final Permissions permissions;
  private final Definitions definitions;

  ProcedureReflection(
      Registrations registrations, Permissions permissions, Definitions definitions) {
    this.registrations = registrations;
    this.permissions = permissions;
    this.definitions = definitions;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.REFLECTION_PROCEDURE_LIST, call -> list(call, procedures));
    procedures.add(MetaUri.REFLECTION_PROCEDURE_DESCRIBE, call -> describe(call, procedures));
  }

  /**
   * The URIs and patterns that are registered, defined and the router's own, each a dictionary with
   * {@code uri} and {@code match}.
   */
  private List<?> list(MetaCall call, MetaProcedures procedures) {
    Set<Map<String, Object>> found = new LinkedHashSet<>();
    for (Registration registration : registrations.all()) {
      if (permissions.allows(
          call.caller(),
          Action.CALL,
          registration.procedure(),
          registration.match(),
          call.turn())) {
        found.add(DefinedName.listed(registration.procedure(), registration.match()));
      }
    }
    for (DefinedName name : definitions.names(ResourceType.PROCEDURE, call)) {
      found.add(DefinedName.listed(name.uri(), name.match()));
    }
    for (String uri : procedures.uris()) {
      if (call.mayUse(permissions, Action.CALL, uri)) {
        found.add(DefinedName.listed(uri, MatchPolicy.EXACT));
      }
    }
    return List.of(List.copyOf(found));
  }

  /**
   * What a call to the URI goes to: {@code RegistrationDetails} and how many {@code callees} there
   * are; of the router's own procedures {@code uri} and {@code match}. With its {@code definition}
   * where there is one, also while nobody has registered it; the router's is a sentence.
   */
  private List<?> describe(MetaCall call, MetaProcedures procedures) {
    String uri = call.string(0);
    Uris.check("procedure", uri, MatchPolicy.EXACT);
    if (call.mayUse(permissions, Action.CALL, uri)) {
      if (procedures.has(uri)) {
        return List.of(RouterDescriptions.describe(uri));
      }
      Registration registration = registrations.bestMatch(uri);
      Definition definition = definitions.find(ResourceType.PROCEDURE, uri);
      if (registration != null || definition != null) {
        return List.of(described(registration, definition, call.turn()));
      }
    }
    // who may not call must not learn from the error whether it is there
    throw new WampError(ErrorUri.NO_SUCH_PROCEDURE, "there is no procedure " + uri + " to call");
  }

  private Map<String, Object> described(
      @Nullable Registration registration, @Nullable Definition definition, Turn turn) {
    Map<String, Object> described = new LinkedHashMap<>();
    if (registration != null) {
      described.putAll(MetaEvents.describe(registration, turn));
      described.put("callees", (long) registration.size());
    } else if (definition != null) {
      described.putAll(DefinedName.listed(definition.name().uri(), definition.name().match()));
      described.put("callees", 0L);
    }
    if (definition != null) {
      described.put("definition", definitions.content(definition));
    }
    return described;
  }
}
