package io.junctor.component.session;

import java.util.Locale;

/**
 * What the dealer does with a cancelled call.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-call-canceling">WAMP: Call
 *     Canceling</a>
 */
public enum CancelMode {
  /** The caller is answered at once, the callee is not told. */
  SKIP,
  /** The callee is told, and its answer is the caller's. */
  KILL,
  /** The callee is told, the caller is answered at once. */
  KILLNOWAIT;

  /** The name on the wire. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
