package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The procedures under {@code wamp.} that the router answers itself. Each needs permission like any
 * other; no callee can take their place.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-meta-api">WAMP: Meta API</a>
 */
@OwnedBy("realm loop")
final class MetaProcedures {

  /** Answers a call. */
  @FunctionalInterface
  interface Procedure {

    /**
     * Answers a call.
     *
     * @throws WampError when the call fails.
     */
    Results call(MetaCall call);
  }

  /** Answers a call, without keyword results. */
  @FunctionalInterface
  interface PositionalProcedure {

    /**
     * Answers a call.
     *
     * @return the positional results; empty for none.
     * @throws WampError when the call fails.
     */
    List<?> call(MetaCall call);
  }

  /** What a call returns. */
  record Results(List<?> args, Map<String, ?> kwargs) {}

  private final Function<Format, Serializer> serializers;
  private final Map<String, Procedure> procedures = new TreeMap<>(); // URI -> procedure

  MetaProcedures(Function<Format, Serializer> serializers) {
    this.serializers = serializers;
  }

  void add(String uri, PositionalProcedure procedure) {
    procedures.put(uri, call -> new Results(procedure.call(call), Map.of()));
  }

  void addWithKeywords(String uri, Procedure procedure) {
    procedures.put(uri, procedure);
  }

  /** Whether the router answers calls to the URI. */
  boolean has(String uri) {
    return procedures.containsKey(uri);
  }

  /** All URIs that the router answers. */
  Set<String> uris() {
    return Collections.unmodifiableSet(procedures.keySet());
  }

  /** Answers a call to a URI under {@code wamp.}; the answer is RESULT or the error thrown. */
  void call(Member caller, Call call, Turn turn) {
    Procedure procedure = procedures.get(call.procedure());
    if (procedure == null) {
      throw new WampError(
          ErrorUri.NO_SUCH_PROCEDURE, "the router has no procedure " + call.procedure());
    }
    if (call.options().bool("progress", false)) {
      throw new WampError(
          ErrorUri.FEATURE_NOT_SUPPORTED, call.procedure() + " takes no progressive arguments");
    }
    Serializer serializer = serializers.apply(caller.details().format());
    Results results = procedure.call(MetaCall.of(caller, call, serializer, turn));
    Payload payload = serializer.payload(results.args(), results.kwargs());
    turn.send(caller, new Result(call.request(), Dict.EMPTY, payload));
  }

  /** One positional result that may be null. */
  static List<@Nullable Object> nullable(@Nullable Object value) {
    List<@Nullable Object> results = new ArrayList<>(1);
    results.add(value);
    return results;
  }

  /** The option {@code match} of the second argument of a look-up; exact when absent. */
  static MatchPolicy policy(MetaCall call) {
    return switch (call.map(1).get("match")) {
      case null -> MatchPolicy.EXACT;
      case String s when s.equals("exact") -> MatchPolicy.EXACT;
      case String s when s.equals("prefix") -> MatchPolicy.PREFIX;
      case String s when s.equals("wildcard") -> MatchPolicy.WILDCARD;
      case Object other ->
          throw call.invalid("match: expected exact, prefix or wildcard, got " + other);
    };
  }
}
