package io.junctor.component;

import java.util.Locale;

/**
 * How the dealer picks one callee of a registration shared by several.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-shared-registration">WAMP: Shared
 *     Registration</a>
 */
public enum InvokePolicy {
  /** One callee only; a second registration is refused. */
  SINGLE,
  /** The callee that registered first. */
  FIRST,
  /** The callee that registered last. */
  LAST,
  /** One after the other. */
  ROUNDROBIN,
  /** Any of them. */
  RANDOM,
  /** The one with the fewest open calls; Junctor routers only. */
  X_LEAST_BUSY,
  /** The one that has answered quickest of late; Junctor routers only. */
  X_LOWEST_LATENCY;

  /** The name on the wire. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
