package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a meta procedure with its arguments as values. The typed look-ups throw {@link
 * WampError} {@code wamp.error.invalid_argument}.
 *
 * @param caller who calls.
 * @param procedure the procedure, for error messages.
 * @param args positional arguments.
 * @param kwargs keyword arguments.
 * @param turn the call into the realm.
 */
record MetaCall(
    Member caller,
    String procedure,
    List<@Nullable Object> args,
    Map<String, @Nullable Object> kwargs,
    Turn turn) {

  /** Reads the arguments of a call. */
  static MetaCall of(Member caller, Call call, Serializer serializer, Turn turn) {
    return new MetaCall(
        caller,
        call.procedure(),
        serializer.args(call.payload()),
        serializer.kwargs(call.payload()),
        turn);
  }

  /** The positional argument; null when absent. */
  @Nullable Object arg(int index) {
    return index < args.size() ? args.get(index) : null;
  }

  /** The positional argument, a string. */
  String string(int index) {
    if (arg(index) instanceof String string) {
      return string;
    }
    throw mismatch(index, "a string");
  }

  /** The positional argument, an id. */
  long id(int index) {
    return switch (arg(index)) {
      case Long id when Ids.isValid(id) -> id;
      // JavaScript has no other numbers, and MessagePack and CBOR keep them apart
      case Double id when id == Math.rint(id) && Ids.isValid(id.longValue()) -> id.longValue();
      case null, default -> throw mismatch(index, "an id");
    };
  }

  /** The positional argument, a list; empty when absent. */
  List<?> list(int index) {
    return switch (arg(index)) {
      case null -> List.of();
      case List<?> list -> list;
      default -> throw mismatch(index, "a list");
    };
  }

  /** The positional argument, a dictionary; empty when absent. */
  Map<?, ?> map(int index) {
    return switch (arg(index)) {
      case null -> Map.of();
      case Map<?, ?> map -> map;
      default -> throw mismatch(index, "a dictionary");
    };
  }

  /** The keyword argument, a string; null when absent. */
  @Nullable String keywordString(String key) {
    return switch (kwargs.get(key)) {
      case null -> null;
      case String string -> string;
      default -> throw invalid(key + ": expected a string");
    };
  }

  /** The keyword argument, an integer; null when absent. */
  @Nullable Long keywordInteger(String key) {
    return switch (kwargs.get(key)) {
      case null -> null;
      case Long number -> number;
      case Double number when number == Math.rint(number) && Math.abs(number) <= Ids.MAX ->
          number.longValue();
      default -> throw invalid(key + ": expected an integer");
    };
  }

  /** The keyword argument, a boolean; false when absent. */
  boolean keywordBool(String key) {
    return switch (kwargs.get(key)) {
      case null -> false;
      case Boolean bool -> bool;
      default -> throw invalid(key + ": expected a boolean");
    };
  }

  /** The keyword argument, a dictionary; empty when absent. */
  Map<?, ?> keywordMap(String key) {
    return switch (kwargs.get(key)) {
      case null -> Map.of();
      case Map<?, ?> map -> map;
      default -> throw invalid(key + ": expected a dictionary");
    };
  }

  /** Whether the caller may do this with the URI; nobody is asked. */
  boolean mayUse(Permissions permissions, Action action, String uri) {
    return permissions.allows(caller, action, uri, MatchPolicy.EXACT, turn);
  }

  /** The error for arguments that make no sense. */
  WampError invalid(String why) {
    return new WampError(ErrorUri.INVALID_ARGUMENT, procedure + ": " + why);
  }

  private WampError mismatch(int index, String wanted) {
    Object got = arg(index);
    String type = got == null ? "nothing" : got.getClass().getSimpleName();
    return invalid("argument " + index + ": expected " + wanted + ", got " + type);
  }
}
