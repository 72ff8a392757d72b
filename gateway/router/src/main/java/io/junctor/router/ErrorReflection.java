package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    RouterDescriptions.errors()
        .forEach(uri -> found.add(DefinedName.listed(uri, MatchPolicy.EXACT)));
    return List.of(found);
  }

  /** {@code uri} and {@code match} with the {@code definition}; of the router's a sentence. */
  private List<?> describe(MetaCall call) {
    String uri = call.string(0);
    Uris.check("error", uri, MatchPolicy.EXACT);
    if (RouterDescriptions.errors().contains(uri)) {
      return List.of(RouterDescriptions.describe(uri));
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
