package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code wamp.reflection.error.*}: the errors a call can end with, the router's own and those that
 * callees have defined. As with {@link ProcedureReflection procedures}, arguments and results are
 * ours.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
@OwnedBy("realm loop")
final class ErrorReflection {

  /** What the router itself answers, and when. URI -> sentence. */
  private static final Map<String, String> OWN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(ErrorUri.INVALID_URI, "The URI or pattern is none, or is reserved."),
              Map.entry(ErrorUri.NO_SUCH_PROCEDURE, "Nobody has registered the procedure."),
              Map.entry(
                  ErrorUri.PROCEDURE_ALREADY_EXISTS,
                  "Somebody has registered it, and not to be shared in this way."),
              Map.entry(ErrorUri.NO_SUCH_REGISTRATION, "There is no registration of this id."),
              Map.entry(ErrorUri.NO_SUCH_SUBSCRIPTION, "There is no subscription of this id."),
              Map.entry(ErrorUri.NO_SUCH_SESSION, "There is no other session of this id."),
              Map.entry(ErrorUri.INVALID_ARGUMENT, "An argument has the wrong type or value."),
              Map.entry(ErrorUri.NOT_AUTHORIZED, "The role may not do this."),
              Map.entry(ErrorUri.AUTHORIZATION_FAILED, "Nobody could say whether it is allowed."),
              Map.entry(ErrorUri.CANCELED, "The call was canceled, or its callee left."),
              Map.entry(ErrorUri.TIMEOUT, "The time for the answer is over."),
              Map.entry(ErrorUri.OPTION_NOT_ALLOWED, "The session may not use this option."),
              Map.entry(
                  ErrorUri.OPTION_DISALLOWED_DISCLOSE_ME, "Nobody is told here who it is from."),
              Map.entry(ErrorUri.UNAVAILABLE, "The callee is not there at present."),
              Map.entry(ErrorUri.NO_AVAILABLE_CALLEE, "No callee takes the call at present."),
              Map.entry(ErrorUri.FEATURE_NOT_SUPPORTED, "The router or the callee cannot do this."),
              Map.entry(ErrorUri.PAYLOAD_SIZE_EXCEEDED, "The arguments are larger than allowed."),
              Map.entry(RouterErrors.LIMIT_EXCEEDED, "A bound is reached; the message says which."),
              Map.entry(RouterErrors.NOT_JOURNALLED, "The event could not be written down."),
              Map.entry(RouterErrors.NO_HISTORY, "No events are kept of the subscription."),
              Map.entry(
                  RouterErrors.NO_SUCH_DEFINITION, "Nothing is known of it, or not to you.")));

  private final Definitions definitions;

  ErrorReflection(Definitions definitions) {
    this.definitions = definitions;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.REFLECTION_ERROR_LIST, this::list);
    procedures.add(MetaUri.REFLECTION_ERROR_DESCRIBE, this::describe);
  }

  /** URIs and patterns, each a dictionary with {@code uri} and {@code match}; callees' first. */
  private List<?> list(MetaCall call) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (DefinedName name : definitions.names(ResourceType.ERROR, call)) {
      found.add(DefinedName.listed(name.uri(), name.match()));
    }
    OWN.keySet().forEach(uri -> found.add(DefinedName.listed(uri, MatchPolicy.EXACT)));
    return List.of(found);
  }

  /** {@code uri} and {@code match} with the {@code definition}; of the router's a sentence. */
  private List<?> describe(MetaCall call) {
    String uri = call.string(0);
    Uris.check("error", uri, MatchPolicy.EXACT);
    String sentence = OWN.get(uri);
    if (sentence != null) {
      return List.of(
          Map.of(
              "uri",
              uri,
              "match",
              MatchPolicy.EXACT.id(),
              "definition",
              Map.of("description", sentence)));
    }
    Definition definition = definitions.find(ResourceType.ERROR, uri, call);
    if (definition == null) {
      throw new WampError(
          RouterErrors.NO_SUCH_DEFINITION, "there is no definition of the error " + uri);
    }
    DefinedName name = definition.name();
    return List.of(
        Map.of(
            "uri",
            name.uri(),
            "match",
            name.match().id(),
            "definition",
            definitions.content(definition)));
  }
}
