package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;
import java.util.Locale;

/**
 * How the dealer picks one of the callees that share a registration.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-shared-registration">WAMP: Shared
 *     Registration</a>
 */
enum InvocationPolicy {
  /** There is one callee only; the default. */
  SINGLE,
  /** The callee that registered first, of those that are left. */
  FIRST,
  /** The callee that registered last, of those that are left. */
  LAST,
  /** One after the other in the order of registration. */
  ROUNDROBIN,
  /** Any of them. */
  RANDOM,
  /** The callee with the fewest open invocations; round robin among equals. Our own. */
  X_LEAST_BUSY,
  /** The callee that has answered quickest of late, see {@link Latency}. Our own. */
  X_LOWEST_LATENCY;

  private static final InvocationPolicy[] VALUES = values();

  /** The name on the wire. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The option {@code invoke} of REGISTER.
   *
   * @throws WampError when it is none of ours.
   */
  static InvocationPolicy of(Dict options) {
    String id = options.string("invoke", "single");
    for (InvocationPolicy policy : VALUES) {
      if (policy.id().equals(id)) {
        return policy;
      }
    }
    throw new WampError(ErrorUri.INVALID_ARGUMENT, "invoke: there is no policy \"" + id + "\"");
  }
}
