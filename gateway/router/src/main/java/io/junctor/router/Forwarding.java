package io.junctor.router;

import io.junctor.wamp.message.Dict;

/**
 * The options of PUBLISH and CALL that a bridge between routers adds and that reach EVENT and
 * INVOCATION, so that receivers know where a message came from and bridges do not send it in
 * circles.
 *
 * <p>{@code forward_for} is not in the specification, but on the wire of Crossbar and Autobahn: a
 * list of dictionaries, one for each bridge that was crossed. {@code _junctor_...} are attributes
 * of our own; names with a leading underscore are left to implementations.
 */
final class Forwarding {

  private static final String FORWARD_FOR = "forward_for";
  private static final String OWN = "_junctor_";

  private Forwarding() {}

  /** Whether there are such options: then {@link Action#FORWARD} is needed. */
  static boolean isIn(Dict options) {
    for (String key : options.keys()) {
      if (passes(key)) {
        return true;
      }
    }
    return false;
  }

  /** Adds such options to details. */
  static void copy(Dict options, Dict.Builder details) {
    options
        .asMap()
        .forEach(
            (key, value) -> {
              if (passes(key)) {
                details.put(key, value);
              }
            });
  }

  private static boolean passes(String key) {
    return key.equals(FORWARD_FOR) || key.startsWith(OWN);
  }
}
