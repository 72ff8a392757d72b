package io.junctor.router;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code wamp.reflect.define} and {@code wamp.reflect.describe}. The specification has the names
 * and a sentence for each; arguments and results are ours, where they could be those of Crossbar.io
 * they are.
 *
 * <p>A definition is a dictionary: a JSON schema, an affordance of a W3C Thing Description, or what
 * else its readers understand.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
@OwnedBy("realm loop")
final class DefinitionMetaApi {

  /** Bytes of one definition as JSON: the whole description of a large thing has a quarter. */
  static final int DEFINITION_BYTES_MAX = 64 << 10;

  private final Definitions definitions;
  private final Permissions permissions;
  private final Function<Format, Serializer> serializers;

  DefinitionMetaApi(
      Definitions definitions, Permissions permissions, Function<Format, Serializer> serializers) {
    this.definitions = definitions;
    this.permissions = permissions;
    this.serializers = serializers;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(MetaUri.REFLECT_DEFINE, this::define);
    procedures.add(MetaUri.REFLECT_DESCRIBE, this::describe);
  }

  /**
   * Positional: the URI or pattern, and the dictionary, or null to take one's own back; keyword:
   * {@code type}, and {@code match} unless it is exact. The result is true for what nobody had
   * defined, false for something else than was said before, null for no change; of what was taken
   * back, true or null.
   */
  private List<?> define(MetaCall call) {
    DefinedName name = name(call);
    if (call.args().size() > 1 && call.arg(1) == null) {
      return MetaProcedures.nullable(
          definitions.remove(call.caller(), name, call.turn()) ? true : null);
    }
    requireProvider(call, name);
    Definition definition = new Definition(name, content(call));
    return MetaProcedures.nullable(
        switch (definitions.define(call.caller(), definition, call.turn())) {
          case NEW -> true;
          case OTHER -> false;
          case NOTHING -> null;
        });
  }

  private static DefinedName name(MetaCall call) {
    String uri = call.string(0);
    ResourceType type = type(call);
    if (type == null) {
      throw call.invalid("type: expected procedure, topic or error, got nothing");
    }
    MatchPolicy match =
        switch (call.keywordString("match")) {
          case null -> MatchPolicy.EXACT;
          case "exact" -> MatchPolicy.EXACT;
          case "prefix" -> MatchPolicy.PREFIX;
          case "wildcard" -> MatchPolicy.WILDCARD;
          case String other ->
              throw call.invalid("match: expected exact, prefix or wildcard, got " + other);
        };
    Uris.check(type.id(), uri, match);
    Uris.checkNotReserved(type.id(), uri);
    return new DefinedName(type, uri, match);
  }

  private static @org.jspecify.annotations.Nullable ResourceType type(MetaCall call) {
    String id = call.keywordString("type");
    if (id == null) {
      return null;
    }
    for (ResourceType type : ResourceType.values()) {
      if (type.id().equals(id)) {
        return type;
      }
    }
    throw call.invalid("type: expected procedure, topic or error, got " + id);
  }

  // Where the answer is not known at once, having registered it is the proof.
  private void requireProvider(MetaCall call, DefinedName name) {
    Member member = call.caller();
    if (!permissions.allows(member, name.type().provides(), name.uri(), name.match(), call.turn())
        && !hasRegistered(member, name)) {
      throw new WampError(
          ErrorUri.NOT_AUTHORIZED,
          "whoever defines the "
              + name.type().id()
              + " "
              + name.uri()
              + " must be able to "
              + name.type().provides().id());
    }
  }

  private static boolean hasRegistered(Member member, DefinedName name) {
    return name.type() == ResourceType.PROCEDURE
        && member.registrations.values().stream()
            .map(Callee::registration)
            .anyMatch(
                registration ->
                    registration.procedure().equals(name.uri())
                        && registration.match() == name.match());
  }

  /** The second argument as it is kept: JSON, and every other format can say it, too. */
  private Payload content(MetaCall call) {
    if (!(call.arg(1) instanceof Map<?, ?>)) {
      throw call.invalid("argument 1: expected a dictionary, or null to take it back");
    }
    List<?> args = List.of(call.map(1));
    try {
      for (Format format : Format.values()) {
        serializers.apply(format).payload(args, Map.of());
      }
    } catch (IllegalArgumentException e) {
      throw call.invalid("argument 1: " + e.getMessage());
    }
    Payload content = serializers.apply(MetaEvents.FORMAT).payload(args, Map.of());
    if (content.length() > DEFINITION_BYTES_MAX) {
      throw new WampError(
          ErrorUri.PAYLOAD_SIZE_EXCEEDED,
          "a definition may have "
              + DEFINITION_BYTES_MAX
              + " bytes as JSON, got "
              + content.length());
    }
    return content;
  }

  /**
   * Positional: a URI; keyword: {@code type} for one of them only. The result is a list with what
   * is said about the procedure, the topic and the error of the URI, as far as there is something
   * and the caller may use it.
   */
  private List<?> describe(MetaCall call) {
    String uri = call.string(0);
    Uris.check("URI", uri, MatchPolicy.EXACT);
    ResourceType wanted = type(call);
    List<Map<String, Object>> found = new ArrayList<>();
    for (ResourceType type : ResourceType.values()) {
      Definition definition =
          wanted == null || wanted == type ? definitions.find(type, uri, call) : null;
      if (definition != null) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", type.id());
        described.put("uri", definition.name().uri());
        described.put("match", definition.name().match().id());
        described.put("definition", definitions.content(definition));
        found.add(described);
      }
    }
    return List.of(found);
  }
}
