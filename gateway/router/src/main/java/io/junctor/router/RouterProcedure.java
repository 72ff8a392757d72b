package io.junctor.router;

import io.junctor.wamp.session.SessionDetails;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A procedure below {@code junctor.} that the router's surroundings answer. It needs permission
 * like any other. Called on the realm loop: must be fast and must not block.
 */
@FunctionalInterface
public interface RouterProcedure {

  /**
   * One call.
   *
   * @param caller who calls.
   * @param args positional arguments.
   * @param kwargs keyword arguments.
   */
  record Arguments(
      SessionDetails caller, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {}

  /**
   * Answers a call.
   *
   * @return the positional results; empty for none.
   * @throws WampError when the call fails.
   */
  List<?> call(Arguments call);
}
